/* What is wrong with single characters. Copies spans up to the next character
 * that is suspect by the tables, and decides there. */
#include "normalize/steps.h"
#include "text/context.h"
#include "text/tables.h"
#include "text/utf8.h"

enum { NOTHING = -1, STAYS = -2 };   /* what a character becomes; else a byte */

struct scrub {
    struct slice in;
    unsigned repairs, changed;
    struct buf *out;
    const char *copied;      /* up to here in is in out */
};

static bool wants(const struct scrub *s, enum copydesk_repair repair)
{
    return s->repairs >> repair & 1;
}

static int is_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n') || cp == 0x7F;
}

/* Which repair a character is a case for; -1 for none. */
static int repair_of(uint32_t cp)
{
    switch (cp) {
    case UTF8_BAD:
        return COPYDESK_FIX_UTF8;
    case 0xFEFF:
        return COPYDESK_FIX_BOM;
    case 0x0B: case 0x0C: case 0x0D: case 0x2028: case 0x2029:
        return COPYDESK_FIX_ENDS;
    case 0xA0:
        return COPYDESK_FIX_NBSP;
    case 0xAD:
        return COPYDESK_FIX_SHY;
    case 0x200B: case 0x200C: case 0x200D: case 0x2060:
        return COPYDESK_FIX_ZEROWIDTH;
    }
    return is_control(cp) ? COPYDESK_FIX_CONTROLS : -1;
}

/* The code point that will stand before p, repairs made. */
static uint32_t before(const struct scrub *s, const char *p)
{
    if (p > s->copied)
        return context_before(s->in, p);
    if (s->out->len == 0)
        return UTF8_BAD;
    return context_before(buf_slice(s->out), s->out->ptr + s->out->len);
}

/* What becomes of cp, n bytes at p, for which a repair is on. */
static int fate(const struct scrub *s, uint32_t cp, const char *p, size_t n)
{
    const char *after = p + n, *end = s->in.ptr + s->in.len;
    switch (cp) {
    case 0x0D:
        return after < end && *after == '\n' ? NOTHING : '\n';
    case 0x0B: case 0x0C: case 0x2028: case 0x2029:
        return '\n';
    case 0xA0: case 0x200B: case 0x200C: case 0x200D:
        if (context_belongs(cp, before(s, p), context_after(s->in, after)))
            return STAYS;
        return cp == 0xA0 ? ' ' : NOTHING;
    }
    return NOTHING;
}

/* A character that may need repair. */
static void decide(struct scrub *s, uint32_t cp, const char *p, size_t n)
{
    int repair = repair_of(cp);
    if (repair < 0 || (repair != COPYDESK_FIX_UTF8 && !wants(s, (enum copydesk_repair)repair)))
        return;
    int to = repair == COPYDESK_FIX_UTF8 ? NOTHING : fate(s, cp, p, n);
    if (to == STAYS)
        return;
    buf_add(s->out, s->copied, (size_t)(p - s->copied));
    if (repair == COPYDESK_FIX_UTF8)
        utf8_add(s->out, 0xFFFD);
    else if (to != NOTHING)
        buf_addch(s->out, (char)to);
    s->copied = p + n;
    s->changed |= 1u << repair;
}

unsigned step_characters(struct slice in, unsigned repairs, struct buf *out)
{
    struct scrub s = { .in = in, .repairs = repairs, .out = out, .copied = in.ptr };
    const char *p = in.ptr, *end = in.ptr + in.len;
    buf_clear(out);
    while (p < end) {
        if (*p >= ' ' && *p < 0x7F) {
            p++;
            continue;
        }
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        if (cp == UTF8_BAD || text_entry(cp)->bits & (TEXT_SUSPECT | TEXT_CONTEXT))
            decide(&s, cp, p, n);
        p += n;
    }
    if (s.changed)
        buf_add(out, s.copied, (size_t)(end - s.copied));
    return s.changed;
}
