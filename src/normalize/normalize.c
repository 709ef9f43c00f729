/* DESIGN. A round of passes, in an order in which each leaves little for an
 * earlier one:
 *
 *     mojibake     needs the controls and blanks that it is made of, so first
 *     entities     of what may be mojibake's own spelling
 *     characters   what must not be there goes, or becomes what was meant
 *     lines        that are nothing but icons; direction controls
 *     form         may make spaces of other blanks (NFKC), so before
 *     blank lines  are emptied,
 *     spaces       squeezed and trimmed
 *     hyphen       counts on single spaces
 *     unwrap       counts on trimmed lines
 *
 * A repair may uncover work for an earlier pass: a second layer of mojibake, an
 * entity that a stray control parted, a joiner that was kept for a neighbour
 * which is gone. So while anything but blanks changes there is another round;
 * nearly always it finds nothing, and the bound is for hostile text only. Every
 * pass skips quickly over text that needs nothing, and one that changes nothing
 * copies nothing. */
#include "normalize/normalize.h"

#include "normalize/steps.h"
#include "text/utf8.h"

enum { MAX_ROUNDS = 16 };   /* guess; layers of mojibake that the tests make: 4 */

/* Repairs that uncover nothing for an earlier pass, but for peel_again; before mojibake there is none. */
static const unsigned LAST =
    1u << COPYDESK_FIX_MOJIBAKE | 1u << COPYDESK_FIX_SPACES | 1u << COPYDESK_FIX_HYPHEN | 1u << COPYDESK_FIX_NBSP;

/* The text as the passes so far have left it. */
struct current {
    struct slice text;           /* lies in the input, or in `other` */
    struct buf *into, *other;    /* into: what the next pass writes to */
    struct line_run *run;
    unsigned changed;
    bool failed;
};

/* Takes over what a pass wrote to now->into, if it changed anything. */
static void advance(struct current *now, unsigned changed)
{
    now->failed = now->failed || now->into->failed;
    now->changed |= changed;
    if (!changed || now->failed)
        return;
    struct buf *made = now->into;
    now->text = made->len > 0 ? buf_slice(made) : SLICE("");   /* never NULL: the passes walk pointers */
    now->into = now->other;
    now->other = made;
}

static bool wants(unsigned repairs, enum copydesk_repair repair)
{
    return repairs >> repair & 1;
}

/* Removes all layers, before another pass takes the blanks and controls that they
 * are made of. Each layer less makes the text shorter, so this ends. Whether there was one. */
static bool peel_mojibake(struct current *now)
{
    bool any = false;
    unsigned changed;
    do {
        changed = step_mojibake(now->text, now->into);
        advance(now, changed);
        any = any || changed;
    } while (changed && !now->failed);
    return any;
}

/* Blanks that went may have been bytes of mojibake, which reads as another character without
 * them. Whether it did. */
static bool peel_again(struct current *now, unsigned repairs)
{
    const unsigned blanks = 1u << COPYDESK_FIX_SPACES | 1u << COPYDESK_FIX_NBSP;
    return now->changed & blanks && wants(repairs, COPYDESK_FIX_MOJIBAKE) && !now->failed && peel_mojibake(now);
}

/* All passes once. Whether another round may find something. */
static bool one_round(struct current *now, enum copydesk_form form, unsigned repairs)
{
    unsigned before = now->changed;
    now->changed = 0;
    if (wants(repairs, COPYDESK_FIX_MOJIBAKE))
        peel_mojibake(now);
    if (wants(repairs, COPYDESK_FIX_ENTITIES))
        advance(now, step_entities(now->text, now->into));
    advance(now, step_characters(now->text, repairs, now->into));
    if (now->failed)   /* memory is short, and the next passes want valid UTF-8 */
        return false;
    advance(now, step_lines(now->text, repairs, now->into));
    if (form != COPYDESK_FORM_NONE)
        advance(now, step_form(now->text, form, now->into));
    advance(now, step_blank_lines(now->text, now->into));
    advance(now, step_spaces(now->text, wants(repairs, COPYDESK_FIX_SPACES), now->into));
    if (wants(repairs, COPYDESK_FIX_HYPHEN))
        advance(now, step_hyphen(now->text, now->into));
    if (wants(repairs, COPYDESK_FIX_UNWRAP))
        advance(now, step_unwrap(now->text, now->run, now->into));
    bool more = now->changed & ~LAST || peel_again(now, repairs);
    now->changed |= before;
    return more;
}

unsigned normalize_text(struct normalizer *n, struct slice text, enum copydesk_form form,
                        unsigned repairs, struct buf *out)
{
    struct current now = { .text = text.len > 0 ? text : SLICE(""), .into = &n->a, .other = &n->b, .run = &n->run };
    buf_clear(&n->a);   /* of an earlier failure, too */
    buf_clear(&n->b);
    n->run.failed = false;
    for (int round = 0; round < MAX_ROUNDS && !now.failed; round++)
        if (!one_round(&now, form, repairs))
            break;
    buf_clear(out);
    buf_addslice(out, now.text);
    out->failed = out->failed || now.failed;
    return now.changed;
}

void normalizer_release(struct normalizer *n)
{
    buf_release(&n->a);
    buf_release(&n->b);
    line_run_release(&n->run);
}
