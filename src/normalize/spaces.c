/* Blanks and line feeds. */
#include "normalize/steps.h"
#include "text/ascii.h"

/* Bytes of the blank at p, 0 for none: space, tab, and, if wide, U+00A0, U+3000. */
static size_t blank_at(const char *p, const char *end, bool wide)
{
    if (*p == ' ' || *p == '\t')
        return 1;
    if (!wide)
        return 0;
    if (end - p >= 2 && memcmp(p, "\xC2\xA0", 2) == 0)
        return 2;
    return end - p >= 3 && memcmp(p, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

/* The bytes of a block that need no look: those that neither begin a blank nor are
 * line feeds, and single spaces and line feeds between two such. Some may be missing
 * from it: they are looked at and found to be usual. */
static uint64_t usual_bytes(const struct ascii_block *b)
{
    uint64_t marked = b->kept | b->marks;
    return marked | b->inner | ((b->spaces | b->ends) & marked << 1 & marked >> 1);
}

/* The first blank or line feed that is not just a single one between words, or
 * the end. */
static const char *text_end(const struct ascii_way *way, const char *p, const char *end, bool wide)
{
    for (; p < end; p += ASCII_BLOCK) {
        struct ascii_block b;
        size_t left = (size_t)(end - p);
        way->look(p, left, &b);
        uint64_t rest = ~usual_bytes(&b) & (left < ASCII_BLOCK ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0));
        for (; rest; rest &= rest - 1) {
            const char *q = p + __builtin_ctzll(rest);
            if (*q == '\n' || blank_at(q, end, wide) > 0)
                return q;
        }
        if (left <= ASCII_BLOCK)
            break;
    }
    return end;
}

/* The end of the run of blanks and line feeds at p; *plain: all of it is ASCII,
 * *lines: it has a line feed. */
static const char *run_end(const char *p, const char *end, bool wide, bool *plain, bool *lines)
{
    *plain = true;
    *lines = false;
    while (p < end) {
        size_t n = *p == '\n' ? 1 : blank_at(p, end, wide);
        if (n == 0)
            break;
        *plain = *plain && n == 1;
        *lines = *lines || *p == '\n';
        p += n;
    }
    return p;
}

/* Appends a run that is not to be one space: other blanks in it stay; with squeeze,
 * spaces and tabs in a row become one space. */
static void add_mixed(const char *p, const char *end, bool squeeze, struct buf *out)
{
    bool after = false;
    for (; p < end; p++) {
        bool plain = *p == ' ' || *p == '\t';
        if (!squeeze || !plain)
            buf_addch(out, *p);
        else if (!after)
            buf_addch(out, ' ');
        after = plain;
    }
}

static void add_run(const char *p, const char *end, bool plain, bool squeeze, struct buf *out)
{
    if (plain && squeeze)
        buf_addch(out, ' ');
    else
        add_mixed(p, end, squeeze, out);
}

/* A single space or line feed inside the text: nearly every run is one. */
static bool may_stay(const char *p, const char *next, bool edge)
{
    return next - p == 1 && *p != '\t' && !edge;
}

unsigned step_spaces(struct slice in, bool squeeze, struct buf *out)
{
    const char *p = in.ptr, *end = in.ptr + in.len, *copied = p;
    const struct ascii_way *way = ascii_way();
    buf_clear(out);
    while ((p = text_end(way, p, end, squeeze)) < end) {
        bool plain, lines;
        const char *next = run_end(p, end, squeeze, &plain, &lines);
        bool edge = p == in.ptr || next == end;
        if (!may_stay(p, next, edge)) {
            buf_add(out, copied, (size_t)(p - copied));
            if (lines && !edge)
                buf_addch(out, '\n');
            else if (!edge)
                add_run(p, next, plain, squeeze, out);
            copied = next;
        }
        p = next;
    }
    if (copied == in.ptr)
        return 0;
    buf_add(out, copied, (size_t)(end - copied));
    return slice_equal(in, buf_slice(out)) ? 0 : 1u << COPYDESK_FIX_SPACES;
}
