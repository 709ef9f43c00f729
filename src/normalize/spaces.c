/* Blanks and line feeds. */
#include "normalize/steps.h"

/* Bytes of the blank at p, 0 for none: space, tab, U+00A0, U+3000. */
static size_t blank_at(const char *p, const char *end)
{
    if (*p == ' ' || *p == '\t')
        return 1;
    if (end - p >= 2 && memcmp(p, "\xC2\xA0", 2) == 0)
        return 2;
    return end - p >= 3 && memcmp(p, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

/* Neither a line feed nor the first byte of a blank; true of nearly all bytes. */
static bool is_plain(char c)
{
    return (unsigned char)c > ' ' && c != '\xC2' && c != '\xE3';
}

/* The end of what is neither blank nor line feed, single spaces passed. p is
 * the text's start or behind a run. */
static const char *text_end(const char *p, const char *end)
{
    const char *start = p;
    for (; p < end; p++) {
        if (is_plain(*p) || (*p == ' ' && p > start && end - p > 1 && is_plain(p[1])))
            continue;
        if (*p == '\n' || blank_at(p, end) > 0)
            break;
    }
    return p;
}

/* The end of the run of blanks and line feeds at p; *plain: nothing but spaces
 * and tabs, *lines: with a line feed. */
static const char *run_end(const char *p, const char *end, bool *plain, bool *lines)
{
    *plain = true;
    *lines = false;
    while (p < end) {
        size_t n = *p == '\n' ? 1 : blank_at(p, end);
        if (n == 0)
            break;
        *plain = *plain && n == 1;
        *lines = *lines || *p == '\n';
        p += n;
    }
    return p;
}

/* Runs of spaces and tabs in a run that holds other blanks too. */
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
    buf_clear(out);
    while ((p = text_end(p, end)) < end) {
        bool plain, lines;
        const char *next = run_end(p, end, &plain, &lines);
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
