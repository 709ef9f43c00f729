/* DESIGN. Four passes, in an order in which each leaves nothing for an earlier
 * one, so that one round is a fixed point:
 *
 *     characters   what must not be there goes, or becomes a space or line feed
 *     form         may make spaces of other blanks (NFKC), so before
 *     spaces       squeezed and trimmed
 *     hyphen       counts on single spaces
 *
 * Compatibility forms alone may put a space next to a joiner or NBSP that was
 * kept for its neighbour; so while form changes something there is another
 * round. Every pass but the first is skipped over quickly by text that needs
 * nothing, and a pass that changes nothing copies nothing. */
#include "normalize/normalize.h"

#include "normalize/steps.h"
#include "text/utf8.h"

enum { MAX_ROUNDS = 4 };   /* guess; the property tests never saw a third change anything */

/* The text so far, and the buffer that it does not lie in. */
struct current {
    struct slice text;
    struct buf *into, *other;
    unsigned changed;
    bool failed;
};

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

/* Whether another round may find something. */
static bool one_round(struct current *now, enum copydesk_form form, unsigned repairs)
{
    advance(now, step_characters(now->text, repairs, now->into));
    unsigned formed = form == COPYDESK_FORM_NONE ? 0 : step_form(now->text, form, now->into);
    advance(now, formed);
    advance(now, step_spaces(now->text, wants(repairs, COPYDESK_FIX_SPACES), now->into));
    if (wants(repairs, COPYDESK_FIX_HYPHEN))
        advance(now, step_hyphen(now->text, now->into));
    return formed != 0;
}

unsigned normalize_text(struct normalizer *n, struct slice text, enum copydesk_form form,
                        unsigned repairs, struct buf *out)
{
    struct current now = { .text = text.len > 0 ? text : SLICE(""), .into = &n->a, .other = &n->b };
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
}
