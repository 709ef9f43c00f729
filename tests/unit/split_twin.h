/* The naive twin of split, for test_split.c: one array of lines, every question
 * asked anew of every line. Slow and plain on purpose. Include after cmocka. */
#ifndef UNIT_SPLIT_TWIN_H
#define UNIT_SPLIT_TWIN_H

#include "base/buf.h"
#include "copydesk.h"
#include "text/chars.h"
#include "text/utf8.h"

enum { AUTO = COPYDESK_PARAGRAPHS_AUTO, LINE = COPYDESK_PARAGRAPHS_LINE,
       BLOCK = COPYDESK_PARAGRAPHS_BLOCK };

struct twin_line { size_t start, stop, indent, width; bool blank, nel; };

enum { TWIN_LINES = 4096 };

static struct twin_line twin[TWIN_LINES];
static size_t n_twin;

static size_t end_bytes(const char *t, size_t n, size_t i, bool lf)
{
    struct slice s = slice_of(t + i, n - i);
    if (slice_starts(s, SLICE("\r\n")))
        return 2;
    if (*s.ptr == '\n' || *s.ptr == '\r' || *s.ptr == '\v' || *s.ptr == '\f')
        return 1;
    if (slice_starts(s, SLICE("\xE2\x80\xA8")) || slice_starts(s, SLICE("\xE2\x80\xA9")))
        return 3;
    return !lf && slice_starts(s, SLICE("\xC2\x85")) ? 2 : 0;
}

static uint32_t cp_at(const char *t, size_t i, size_t stop, size_t *bytes)
{
    uint32_t cp;
    *bytes = utf8_next(t + i, t + stop, &cp);
    return cp;
}

static bool twin_blank(uint32_t c)
{
    return c <= 32 || c == 127 || c == 0xA0 || c == 0xAD || c == 0x1680
        || (c >= 0x2000 && c < 0x2010) || (c >= 0x2028 && c < 0x2030)
        || (c >= 0x205F && c <= 0x2064) || c == 0x3000 || c == 0xFEFF;
}

static bool twin_bullet(const char *t, size_t i, size_t stop)
{
    struct slice s = slice_of(t + i, stop - i);
    return slice_starts(s, SLICE("\xE2\x80\xA2"))
        || (s.len > 1 && *s.ptr && strchr("-*+", *s.ptr) && (s.ptr[1] == ' ' || s.ptr[1] == '\t'));
}

static void twin_measure(const char *t, struct twin_line *l, size_t from)
{
    size_t n;
    l->blank = true;
    for (size_t i = l->start; i < l->stop; i += n)
        l->blank = twin_blank(cp_at(t, i, l->stop, &n)) && l->blank;
    for (size_t i = l->start; i < l->stop; i++)
        l->width += ((unsigned char)t[i] & 0xC0) != 0x80;
    for (size_t i = from; i < l->stop; i += n) {
        uint32_t c = cp_at(t, i, l->stop, &n);
        if (c != 32 && c != 9 && c != 0xA0 && c != 0x3000)
            break;
        l->indent = c == 9 ? (l->indent / 8 + 1) * 8 : l->indent + (c == 0x3000 ? 2 : 1);
    }
}

static void twin_lines(struct slice s)
{
    bool lf = s.len > 0 && memchr(s.ptr, '\n', s.len);
    bool nel = false;
    n_twin = 0;
    for (size_t i = 0; i < s.len;) {
        size_t from = i, n = 0;
        while (i < s.len && (n = end_bytes(s.ptr, s.len, i, lf)) == 0)
            i++;
        struct twin_line l = { .start = from, .stop = i, .nel = nel };
        while (l.start < l.stop && strchr(" \t", s.ptr[l.start]) && s.ptr[l.start])
            l.start++;
        while (l.start < l.stop && strchr(" \t\r", s.ptr[l.stop - 1]) && s.ptr[l.stop - 1])
            l.stop--;
        twin_measure(s.ptr, &l, from);
        assert_true(n_twin < TWIN_LINES);
        twin[n_twin++] = l;
        nel = n == 2 && s.ptr[i] != '\r';
        i += n;
    }
}

static bool twin_ended(const char *t, const struct twin_line *l)
{
    for (size_t p = l->stop, n; p > l->start; p -= n) {
        const char *at = utf8_prev(t + l->start, t + p);
        n = (size_t)(t + p - at);
        uint32_t c = cp_at(t, p - n, p, &n);
        n = (size_t)(t + p - at);
        if ((chars_flags(c) & CHARS_END) || c == ':' || c == 0xFF1A)
            return true;
        if (!(chars_flags(c) & (CHARS_CLOSER | CHARS_SPACE | CHARS_IGNORE)))
            return false;
    }
    return false;
}

static size_t twin_word(const char *t, const struct twin_line *l)
{
    size_t n, count = 0, i = l->start;
    unsigned f = 0;
    while (i < l->stop && (chars_flags(cp_at(t, i, l->stop, &n)) & CHARS_SPACE))
        i += n;
    if (i < l->stop)
        f = chars_flags(cp_at(t, i, l->stop, &n));
    if (f & CHARS_DENSE) {
        for (count = 1, i += n; i < l->stop; i += n, count++)
            if (!(chars_flags(cp_at(t, i, l->stop, &n)) & (CHARS_PUNCT | CHARS_MARK)))
                break;
        return count;
    }
    for (; i < l->stop; i += n, count++) {
        f = chars_flags(cp_at(t, i, l->stop, &n));
        if (f & CHARS_DENSE)
            return count;
        if (f & CHARS_SPACE)
            break;
    }
    return count + 1;
}

/* An item's number or dash. */
static bool twin_item(const char *t, const struct twin_line *l)
{
    struct slice s = slice_of(t + l->start, l->stop - l->start);
    size_t i = 0;
    if (slice_starts(s, SLICE("\u2013 ")) || slice_starts(s, SLICE("\u2014 ")))
        return true;
    for (; i < s.len && i < 4 && strchr("0123456789", s.ptr[i]) && s.ptr[i]; i++)
        ;
    return i >= 1 && i <= 3 && i + 1 < s.len && (s.ptr[i] == '.' || s.ptr[i] == ')')
        && (s.ptr[i + 1] == ' ' || s.ptr[i + 1] == '\t');
}

static bool twin_starts_item(const char *t, size_t i)
{
    return twin_bullet(t, twin[i].start, twin[i].stop)
        || (twin_item(t, &twin[i]) && twin_ended(t, &twin[i - 1]));
}

/* Flags of the first letter or digit of a line. */
static unsigned twin_first(const char *t, const struct twin_line *l)
{
    size_t n;
    for (size_t i = l->start; i < l->stop; i += n) {
        unsigned f = chars_flags(cp_at(t, i, l->stop, &n));
        if (f & (CHARS_LETTER | CHARS_DIGIT))
            return f;
    }
    return 0;
}

static bool twin_joins(const char *t, size_t i, size_t width, size_t margin, bool first)
{
    size_t slack = first && !(twin_first(t, &twin[i + 1]) & CHARS_DENSE) ? 4 : 0;
    return twin[i].width + slack + twin_word(t, &twin[i + 1]) > width
        && twin[i + 1].indent < margin + 2 && !twin_starts_item(t, i + 1) && !twin[i + 1].nel;
}

static bool twin_dense(const char *t, const struct twin_line *l)
{
    size_t letters = 0, dense = 0, n;
    for (size_t i = l->start; i < l->stop; i += n) {
        unsigned f = chars_flags(cp_at(t, i, l->stop, &n));
        letters += (f & CHARS_LETTER) ? 1 : 0;
        dense += (f & CHARS_DENSE) ? 1 : 0;
    }
    return 2 * dense > letters;
}

static bool twin_prose(const char *t, size_t first, size_t last)
{
    size_t longest = 0, shortest = SIZE_MAX, ended = 0, upper = 0, cased = 0;
    for (size_t i = first; i <= last; i++) {
        unsigned f = twin_first(t, &twin[i]);
        if (twin[i].width > longest)
            longest = twin[i].width;
        if (i < last && twin[i].width < shortest)
            shortest = twin[i].width;
        ended += i < last && twin_ended(t, &twin[i]);
        upper += i > first && (f & CHARS_UPPER);
        cased += i > first && (f & (CHARS_UPPER | CHARS_LOWER));
    }
    if (longest < (twin_dense(t, &twin[first]) ? 20 : 30) || ended == last - first
        || upper == last - first)
        return false;
    return twin_ended(t, &twin[last])
        || (cased > 0 && (ended > 0 || (last - first >= 2 && shortest * 4 >= longest * 3)));
}

static void twin_add(struct buf *out, const char *t, size_t first, size_t last)
{
    buf_addf(out, "%llu:", (unsigned long long)first + 1);
    buf_add(out, t + twin[first].start, twin[last].stop - twin[first].start);
    buf_addch(out, '|');
}

static void twin_run(struct buf *out, const char *t, size_t i, size_t end)
{
    size_t width = 0, margin = 1000000;
    for (size_t k = i; k < end; k++) {
        width = twin[k].width > width ? twin[k].width : width;
        if (k > i && !twin_starts_item(t, k) && twin[k].indent < margin)
            margin = twin[k].indent;
    }
    for (size_t last; i < end; i = last + 1) {
        last = i;
        while (last + 1 < end && width <= 120 && twin_joins(t, last, width, margin, last == i))
            last++;
        bool whole = last > i && twin_prose(t, i, last);
        for (size_t k = i; k <= last && !whole; k++)
            twin_add(out, t, k, k);
        if (whole)
            twin_add(out, t, i, last);
    }
}

static void twin_show(struct buf *out, struct slice text, int mode)
{
    buf_clear(out);
    twin_lines(text);
    for (size_t i = 0, end; i < n_twin; i = end) {
        end = i + 1;
        if (twin[i].blank)
            continue;
        while (end < n_twin && !twin[end].blank && mode != LINE)
            end++;
        if (mode == AUTO)
            twin_run(out, text.ptr, i, end);
        else
            twin_add(out, text.ptr, i, end - 1);
    }
    buf_str(out);
}

#endif
