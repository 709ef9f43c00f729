/* DESIGN. One pass over the text, writing straight into the output. Text is a
 * row of kept characters with gaps between them:
 *
 *     kept   letters, marks, digits, symbols: copied, or as their map
 *     gap    spaces, dashes, other punctuation; resolved when the next kept
 *            character is known: nothing, one space, or, between two digits,
 *            the punctuation itself, which was written on suspicion
 *
 * Plain runs go in blocks (plain.h). Nearly every text is one such run from its first
 * byte to its last, and needs no pass; else the pass begins behind its first run. A
 * character that may compose or reorder with its neighbours (TEXT_COMPLEX, or
 * marks out of order) ends the pass: the whole paragraph is brought to its folded
 * normal form first, and a second pass goes over that, in which nothing is complex
 * any more. All that the first pass wrote is forgotten.
 *
 * Nothing is written beyond FOLDING_GROWTH times the text and a slack, which
 * is reserved beforehand: the loops check no room. */
#include "text/fold.h"

#include "text/ascii.h"
#include "text/chars.h"
#include "text/context.h"
#include "text/folding.h"
#include "text/plain.h"
#include "text/unicode.h"

enum {
    ENTITY_MAX = 40,        /* bytes behind the "&"; the longest name of HTML 5 has 31 */
    FOLD_BESIDE = 1 << 15,  /* flag of a pass: FOLD_NBSP is void, another repair may look at a no-break space */
    COMPLEX = FOLD_SUSPECT | FOLD_UNFORMED | FOLD_NONASCII | FOLD_SPELT | FOLD_BRACKET   /* of text with complex characters */
};

enum token { TOKEN_NONE, TOKEN_SPACE, TOKEN_DASH, TOKEN_PUNCT };

/* The gap that is being read; meaningful while open. A run of spaces counts
 * when no dash is next to it. */
struct gap {
    bool open;
    bool digit;          /* a digit is before it */
    bool space;          /* it has a run of spaces that counts */
    bool run;            /* it ends with a run that counts unless a dash follows */
    bool may_sign;       /* a sign may follow: it ends with a space or the start, or punctuation behind one */
    bool sign;           /* it ends with a dash that is a sign if a digit or currency sign follows; */
    bool sign_run;       /* then the run before that dash counts, too */
    enum token last;
    char *start;         /* where the output of the gap begins */
};

struct pass {
    struct slice text;
    const char *p, *end;
    char *base, *out;         /* the output: its start and its end so far */
    const char *digit_end;    /* where out was right behind the last digit that is not ASCII, */
    const char *mark_end;     /* and behind the last combining mark */
    unsigned mark;            /* the class of that mark */
    bool source;              /* the text is the caller's: not a normal form, not a map */
    bool complex;             /* met a complex character: give up */
    struct gap gap;
    unsigned flags;           /* enum fold_flag */
    unsigned bits, forms;     /* of the entries met: all bits of any, the forms of all */
    size_t letters, dense;    /* not ASCII */
    size_t points, spaces;    /* of the output; not to be used with */
    bool recount;             /* something was written that is not counted in them */
};

/* ---- gaps ---- */

static void gap_open(struct pass *f)
{
    if (f->gap.open)
        return;
    bool digit = f->out > f->base && (ascii_is_digit(f->out[-1]) || f->out == f->digit_end);
    f->gap = (struct gap){ .open = true, .digit = digit, .may_sign = f->out == f->base, .start = f->out };
}

static void gap_space(struct pass *f)
{
    gap_open(f);
    if (f->gap.last != TOKEN_DASH && f->gap.last != TOKEN_SPACE)
        f->gap.run = true;
    f->gap.may_sign = true;
    f->gap.last = TOKEN_SPACE;
}

static void gap_punct(struct pass *f, const struct text_entry *e, const char *p, size_t n)
{
    struct gap *gap = &f->gap;
    gap_open(f);
    gap->space = gap->space || gap->run;
    gap->run = false;
    gap->last = TOKEN_PUNCT;
    if (gap->digit)
        f->out += folding_put(e, p, n, f->out);
}

static void gap_dash(struct pass *f, bool may_sign)
{
    struct gap *gap = &f->gap;
    gap_open(f);
    gap->sign = may_sign && gap->may_sign;
    gap->may_sign = false;
    gap->sign_run = gap->run;
    gap->run = false;
    gap->last = TOKEN_DASH;
    if (gap->digit)
        *f->out++ = '-';
}

/* What is kept follows: the bits (enum text_bit) of its entry. */
static void gap_close(struct pass *f, unsigned bits)
{
    struct gap *gap = &f->gap;
    if (!gap->open)
        return;
    gap->open = false;
    bool digit = bits & TEXT_DIGIT_FIRST;
    bool sign = bits & (TEXT_DIGIT_FIRST | TEXT_MONEY) && gap->sign && gap->last == TOKEN_DASH;
    bool space = gap->space || gap->run || (sign && gap->sign_run);
    if (!space && !sign && gap->digit && digit) {
        f->recount = true;
        return;
    }
    f->out = gap->start;
    if (space && f->out > f->base) {
        *f->out++ = ' ';
        f->points++;
        f->spaces++;
    }
    if (sign) {
        *f->out++ = '-';
        f->points++;
    }
}

/* ---- suspicion ---- */

/* Whether a repair may take this space: the text's edge, or one of several. */
static bool suspect_space(const struct pass *f, size_t n)
{
    return f->p == f->text.ptr || f->p + n == f->end
        || (f->gap.open && f->gap.last == TOKEN_SPACE);
}

/* "US -backed" or "al-Qaeda- linked": a blank on one side, a letter on the
 * other. The double hyphen of " -- " is none. */
static bool suspect_hyphen(const struct pass *f)
{
    if (f->p == f->text.ptr || f->p + 1 == f->end)
        return false;
    bool before = f->p[-1] == ' ', after = f->p[1] == ' ';
    if (before == after)
        return false;
    return before ? ascii_is_letter(f->p[1])
        : ascii_is_word(f->p[-1]) || f->p[-1] == '.' || (unsigned char)f->p[-1] >= 0x80;
}

/* What may be an HTML entity: "&", letters and digits, ";". */
static bool suspect_entity(const struct pass *f)
{
    const char *p = f->p + 1, *stop = f->end - p > ENTITY_MAX ? p + ENTITY_MAX : f->end;
    if (p < stop && *p == '#')
        p++;
    while (p < stop && ascii_is_word(*p))
        p++;
    return p < stop && *p == ';';
}

/* A character that must belong where it stands. A no-break space that does not
 * just becomes a space, when nothing beside it makes other repairs look there:
 * no hyphen, and no part of mojibake, even beside one that belongs. */
static unsigned suspect_context(const struct pass *f, uint32_t cp, size_t n)
{
    uint32_t before = context_before(f->text, f->p), after = context_after(f->text, f->p + n);
    bool belongs = context_belongs(cp, before, after);
    if (context_pair(before, cp) || context_pair(cp, after) || before == '-' || after == '-')
        return belongs ? FOLD_BESIDE : FOLD_SUSPECT;
    return belongs ? 0 : cp == 0xA0 ? FOLD_NBSP : FOLD_SUSPECT;
}

/* The one place where text comes under suspicion: by what chars.tsv says of a
 * character, or by where it stands. */
static unsigned suspect(const struct pass *f, uint32_t cp, const struct text_entry *e, size_t n)
{
    if (e->bits & TEXT_SUSPECT || (e->cls == TEXT_SPACE && suspect_space(f, n))
        || (cp == '-' && suspect_hyphen(f)) || (cp == '&' && suspect_entity(f)))
        return FOLD_SUSPECT;
    return e->bits & TEXT_CONTEXT ? suspect_context(f, cp, n) : 0;
}

/* ---- characters ---- */

static void take_text(struct pass *f);

static void keep(struct pass *f, const struct text_entry *e, size_t n)
{
    gap_close(f, e->bits);
    f->recount = true;
    f->out += folding_put(e, f->p, n, f->out);
    f->letters += e->letters;
    f->dense += e->dense;
    if (e->bits & TEXT_DIGIT_LAST)
        f->digit_end = f->out;
    if (e->tail) {
        f->mark_end = f->out;
        f->mark = e->tail;
    }
}

/* The map of a character, folded like text of its own. */
static void expand(struct pass *f, const struct text_entry *e)
{
    struct pass saved = *f;
    f->source = false;
    f->p = text_maps + e->at;
    f->end = f->p + e->len;
    take_text(f);
    f->text = saved.text;
    f->p = saved.p;
    f->end = saved.end;
    f->source = saved.source;
}

static void take_class(struct pass *f, const struct text_entry *e, size_t n)
{
    switch ((enum text_class)e->cls) {
    case TEXT_SPACE:
        gap_space(f);
        break;
    case TEXT_DASH:
    case TEXT_SIGN:
        gap_dash(f, e->cls == TEXT_SIGN);
        break;
    case TEXT_PUNCT:
        gap_punct(f, e, f->p, n);
        break;
    case TEXT_EXPAND:
        expand(f, e);
        break;
    case TEXT_KEEP:
    case TEXT_COMPLEX:
        keep(f, e, n);
        break;
    case TEXT_DROP:
        break;
    }
}

/* FOLD_SPELT of one character: it folds to another letter than itself or its small one; or it is
 * dropped, so that what stands around it comes side by side. */
static bool is_spelt(uint32_t cp, const struct text_entry *e)
{
    bool letters = e->len && e->cls != TEXT_PUNCT && e->cls != TEXT_DASH && e->cls != TEXT_SIGN && !(chars_flags(cp) & CHARS_UPPER);
    for (size_t i = 0; cp >= 0x80 && i < e->len; i++)
        letters = letters || ascii_is_letter(text_maps[e->at + i]);
    return (cp >= 0x80 && letters) || e->cls == TEXT_DROP;
}

/* One character of any kind. */
static void take_one(struct pass *f)
{
    uint32_t cp;
    size_t n = utf8_next(f->p, f->end, &cp);
    if (cp == UTF8_BAD)
        f->flags |= FOLD_SUSPECT;
    const struct text_entry *e = text_entry(cp == UTF8_BAD ? 0xFFFD : cp);
    if ((unsigned char)*f->p >= 0x80)
        f->flags |= FOLD_NONASCII;
    if (f->source && folding_depends(e, f->out == f->mark_end ? f->mark : 0)) {
        f->complex = true;
        return;
    }
    f->bits |= e->bits;
    f->forms &= e->forms;
    if (f->source)
        f->flags |= suspect(f, cp, e, n);
    if (is_spelt(cp, e))
        f->flags |= FOLD_SPELT;
    if (f->source && (cp == '(' || cp == '[' || cp == '{'))
        f->flags |= FOLD_BRACKET;
    if (cp == UTF8_BAD) {
        gap_close(f, 0);
        f->recount = true;
        f->out += utf8_put(0xFFFD, f->out);
    } else {
        take_class(f, e, n);
    }
    f->p += n;
}

/* ---- runs ---- */

/* Goes on behind a plain run. */
static void pass_plain(struct pass *f, const struct plain *run)
{
    f->p = run->p;
    f->out = run->out;
    f->points += run->points;
    f->spaces += run->spaces;
    f->letters += run->letters;
    f->dense += run->dense;
    f->bits |= run->loose ? TEXT_LOOSENS : 0u;
    f->flags |= (run->beyond ? FOLD_NONASCII : 0u) | (run->bracket && f->source ? FOLD_BRACKET : 0u);
}

/* Takes a plain run, from a kept character on. */
static void take_plain(struct pass *f)
{
    gap_close(f, ascii_is_digit(*f->p) ? TEXT_DIGIT_FIRST : 0);
    struct plain run = { .p = f->p, .end = f->end, .out = f->out };
    run.last = f->end == f->text.ptr + f->text.len;   /* the end of a map is not the last */
    plain_fold(&run);
    f->bits |= TEXT_KEYED;
    pass_plain(f, &run);
}

static void take_text(struct pass *f)
{
    while (f->p < f->end && !f->complex) {
        if (ascii_is_word(*f->p) || plain_starts(f->p, f->end))
            take_plain(f);
        if (f->p < f->end)
            take_one(f);
    }
}

/* ---- the whole ---- */

/* Whether the fold of a plain run has a letter or digit. */
static bool is_keyed(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '$' || *p == '%'))   /* hardly any begins so */
        p++;
    return p < end;
}

/* Folds what is behind `run`, the plain start of the text, which is in out already.
 * False when a complex character was met. */
static bool fold_rest(struct slice text, bool source, const struct plain *run, struct buf *out, struct pass *f)
{
    static const struct pass NOTHING = { .forms = 0xFF };   /* copied: gcc makes zeros slowly */
    *f = NOTHING;
    f->text = text;
    f->source = source;
    f->end = text.ptr + text.len;
    f->base = out->ptr;
    pass_plain(f, run);
    f->bits |= is_keyed(f->base, f->out) ? TEXT_KEYED : 0u;
    take_text(f);
    if (f->gap.open)
        f->out = f->gap.start;
    out->len = (size_t)(f->out - f->base);
    return !f->complex;
}

static size_t room_for(struct slice text)
{
    return FOLDING_GROWTH * text.len + ASCII_SLACK + TEXT_MAP_MAX;
}

static void fold_normal(struct slice text, struct buf *out, struct pass *f)
{
    struct buf normal = { 0 };
    folding_normal(text, &normal);
    buf_clear(out);
    struct slice again = buf_slice(&normal);
    if (buf_reserve(out, room_for(again)))
        fold_rest(again, false, &(struct plain){ .p = again.ptr, .out = out->ptr }, out, f);
    f->flags |= COMPLEX;
    if (normal.failed)
        out->failed = true;
    buf_release(&normal);
}

/* Whether more than half of the text is dense, a dense letter counted as three others:
 * it says as much, and names and products stand in Latin letters among them. A dense one
 * has three bytes or more, so what is left bounds the ASCII letters: few texts need these counted. */
static bool mostly_dense(size_t dense, size_t letters, struct slice folded)
{
    size_t worth = 4 * dense;   /* 3 * dense > letters - dense + ASCII letters, with dense on the left */
    if (worth <= letters)
        return false;
    return worth > letters + folded.len - 3 * dense
        || worth > letters + ascii_lower_letters(folded.ptr, folded.len);
}

/* FOLD_NBSP stays only when nothing else is suspicious; FOLD_BESIDE never leaves. */
static unsigned settle(unsigned flags)
{
    if (!(flags & FOLD_NBSP))
        return flags & ~(unsigned)FOLD_BESIDE;
    if (flags & (FOLD_SUSPECT | FOLD_UNFORMED | FOLD_BESIDE))
        flags &= ~(unsigned)(FOLD_NBSP | FOLD_BESIDE);
    return flags | FOLD_SUSPECT;
}

/* Text that is no plain run. leave: complex text is left open. */
static struct fold fold_slowly(struct slice text, bool leave, const struct plain *run, struct buf *out)
{
    struct pass f;
    if (!fold_rest(text, true, run, out, &f)) {
        if (leave)
            return (struct fold){ .flags = COMPLEX | FOLD_OPEN };
        fold_normal(text, out, &f);
    }
    struct fold fold = { .flags = f.flags };
    if (out->len > 0) {
        struct ascii_counts counts = { f.points, f.spaces };
        if (f.recount)   /* few texts have more than what is plain, and gaps */
            counts = ascii_count(out->ptr, out->len);
        fold.chars = (uint32_t)counts.points;
        fold.words = (uint32_t)counts.spaces + 1;
    }
    if (f.bits & TEXT_KEYED)
        fold.flags |= FOLD_KEYED;
    if (f.bits & TEXT_LOOSENS)
        fold.flags |= FOLD_LOOSE;
    if (f.bits & TEXT_SHORTENS)
        fold.flags |= FOLD_SHORTER;
    if (!(f.forms & 1u << UNICODE_NFC))
        fold.flags |= FOLD_UNFORMED;
    if (mostly_dense(f.dense, f.letters, buf_slice(out)))
        fold.flags |= FOLD_DENSE;
    fold.flags = settle(fold.flags);
    return fold;
}

static struct fold fold_text(struct slice text, bool leave, struct buf *out)
{
    struct fold fold = { 0 };
    buf_clear(out);
    if (text.len == 0 || !buf_reserve(out, room_for(text)))
        return fold;
    struct plain run = { .p = text.ptr, .end = text.ptr + text.len, .last = true, .out = out->ptr };
    plain_fold(&run);
    if (run.p < run.end)
        return fold_slowly(text, leave, &run, out);
    out->len = (size_t)(run.out - out->ptr);
    if (out->len > 0) {
        fold.chars = (uint32_t)run.points;
        fold.words = (uint32_t)run.spaces + 1;
    }
    fold.flags = (is_keyed(out->ptr, run.out) ? FOLD_KEYED : 0u) | (run.loose ? FOLD_LOOSE : 0u)
               | (run.beyond ? FOLD_NONASCII : 0u) | (run.bracket ? FOLD_BRACKET : 0u);
    if (run.dense && mostly_dense(run.dense, run.letters, buf_slice(out)))
        fold.flags |= FOLD_DENSE;
    return fold;
}

struct fold fold_key(struct slice text, struct buf *out)
{
    return fold_text(text, false, out);
}

struct fold fold_unrepaired(struct slice text, struct buf *out)
{
    return fold_text(text, true, out);
}
