/* The two foldings that rules look at: fold_line keeps punctuation, fold_loose
 * goes further than case. */
#include "text/ascii.h"
#include "text/fold.h"
#include "text/folding.h"
#include "text/ways_wide.h"

/* As struct pass in fold.c. */
struct line {
    const char *p, *end;
    char *base, *out;
    const char *mark_end;
    unsigned mark;
    bool source;
    bool space;             /* white space since the last character */
    bool wide;              /* by AVX-512 */
};

static void line_put(struct line *f, const struct text_entry *e, const char *p, size_t n)
{
    if (f->space && f->out > f->base)
        *f->out++ = ' ';
    f->space = false;
    f->out += folding_put(e, p, n, f->out);
    if (e->tail) {
        f->mark_end = f->out;
        f->mark = e->tail;
    }
}

static bool line_text(struct line *f);

static void line_expand(struct line *f, const struct text_entry *e)
{
    struct line inner = *f;
    inner.source = false;
    inner.p = text_maps + e->at;
    inner.end = inner.p + e->len;
    line_text(&inner);
    f->out = inner.out;
    f->space = inner.space;
    f->mark_end = inner.mark_end;
    f->mark = inner.mark;
}

/* False for a character that depends on its neighbours. */
static bool line_one(struct line *f)
{
    uint32_t cp;
    size_t n = utf8_next(f->p, f->end, &cp);
    const struct text_entry *e = text_entry(cp == UTF8_BAD ? 0xFFFD : cp);
    if (f->source && folding_depends(e, f->out == f->mark_end ? f->mark : 0))
        return false;
    if (e->cls == TEXT_SPACE)
        f->space = true;
    else if (e->cls == TEXT_EXPAND)
        line_expand(f, e);
    else if (cp == UTF8_BAD)
        line_put(f, e, "\xEF\xBF\xBD", 3);
    else if (e->cls != TEXT_DROP)
        line_put(f, e, f->p, n);
    f->p += n;
    return true;
}

/* Copies a run of characters that stay, with single spaces between them but none at
 * its end. Called right behind a character that is written. known sorts what is beyond
 * ASCII; NULL: the run ends there. */
INLINE void line_blocks(struct line *f, struct ascii_way way, known_function *known)
{
    unsigned n;
    do {
        struct ascii_block b;
        size_t size = (size_t)(f->end - f->p);
        way.look(f->p, size, &b);
        uint64_t stays = b.kept | b.marks;
        if (b.beyond && known)
            stays |= known(&b, size).kept;
        uint64_t good = stays | (b.spaces & (stays << 1 | 1) & stays >> 1);
        n = ~good ? (unsigned)__builtin_ctzll(~good) : ASCII_BLOCK;
        f->out += way.keep(&b, below(n), f->out);
        f->p += n;
    } while (n >= ASCII_BLOCK - 1);
}

#if defined(__x86_64__) && defined(__SSE2__)
WIDE static void line_wide(struct line *f)
{
    line_blocks(f, (struct ascii_way){ look_wide, keep_wide }, known_wide);
}
#endif

/* line_blocks, by the best way. */
static void line_plain(struct line *f)
{
#if defined(__x86_64__) && defined(__SSE2__)
    if (f->wide) {
        line_wide(f);
        return;
    }
#endif
    if ((unsigned char)*f->p < 0x80)
        line_blocks(f, *ascii_way(), NULL);
}

static bool line_text(struct line *f)
{
    while (f->p < f->end) {
        if (f->out > f->base && !f->space)
            line_plain(f);
        if (f->p < f->end && !line_one(f))
            return false;
    }
    return true;
}

static bool line_pass(struct slice text, bool source, struct buf *out)
{
    buf_clear(out);
    if (text.len == 0 || !buf_reserve(out, FOLDING_GROWTH * text.len + ASCII_SLACK + TEXT_MAP_MAX))
        return true;
    struct line f = { .p = text.ptr, .end = text.ptr + text.len, .base = out->ptr,
                      .out = out->ptr, .source = source, .wide = ascii_wide() };
    bool whole = line_text(&f);
    out->len = (size_t)(f.out - f.base);
    return whole;
}

void fold_line(struct slice text, struct buf *out)
{
    if (line_pass(text, true, out))
        return;
    struct buf normal = { 0 };
    folding_normal(text, &normal);
    line_pass(buf_slice(&normal), false, out);
    if (normal.failed)
        out->failed = true;
    buf_release(&normal);
}

/* Whether a character leaves the one before it alone, whatever follows. */
static bool stands_alone(const struct text_entry *e)
{
    return !e->combining && e->cls != TEXT_COMPLEX && e->cls != TEXT_DROP;
}

int fold_first(struct slice text)
{
    const char *end = text.ptr + text.len;
    uint32_t cp, next = ' ';
    if (text.len == 0)
        return -1;
    size_t n = utf8_next(text.ptr, end, &cp);
    if (n < text.len)
        utf8_next(text.ptr + n, end, &next);
    if (cp == UTF8_BAD || next == UTF8_BAD || !stands_alone(text_entry(next)))
        return -1;
    const struct text_entry *e = text_entry(cp);
    if (!stands_alone(e) || e->cls == TEXT_SPACE || e->cls == TEXT_EXPAND)
        return -1;
    return (unsigned char)(e->len ? text_maps[e->at] : *text.ptr);
}

static bool is_kept(const char *p, const char *end)
{
    uint32_t cp;
    utf8_next(p, end, &cp);
    return cp != UTF8_BAD && text_entry(cp)->cls == TEXT_KEEP;
}

bool fold_edges_kept(struct slice text)
{
    const char *end = text.ptr + text.len;
    return text.len > 0 && is_kept(text.ptr, end) && is_kept(utf8_prev(text.ptr, end), end);
}

/* ---- loose ---- */

/* What stands for cp behind the byte `before`: cp itself, another, or 0 for nothing. */
static uint32_t loose_of(uint32_t cp, uint32_t before)
{
    if (cp == 0x307 && before == 'i')   /* what is left of a dotted capital I */
        return 0;
    if (cp >= TEXT_LOOSE || text_loose[cp] == 0)
        return cp;
    return text_loose[cp] == 0xFFFF ? 0 : text_loose[cp];
}

/* The first byte that may begin a character that changes: lead bytes of U+0131, U+0307, U+0451 and Arabic. */
static const char *loose_candidate(const char *p, const char *end)
{
    while (p < end) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0xC4 && c <= 0xDB)
            break;
        p++;
    }
    return p;
}

bool fold_loose(struct slice folded, struct buf *out)
{
    buf_clear(out);
    bool changed = false;
    if (folded.len == 0)
        return false;
    const char *copied = folded.ptr, *end = folded.ptr + folded.len;
    const char *p = loose_candidate(folded.ptr, end);
    while (p < end) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        uint32_t before = p > folded.ptr ? (unsigned char)p[-1] : 0;
        uint32_t to = cp == UTF8_BAD ? cp : loose_of(cp, before);
        if (to != cp) {
            buf_add(out, copied, (size_t)(p - copied));
            if (to)
                utf8_add(out, to);
            copied = p + n;
            changed = true;
        }
        p = loose_candidate(p + n, end);
    }
    if (changed)
        buf_add(out, copied, (size_t)(end - copied));
    return changed;
}
