/* The naive twin of split, for test_split.c: one array of lines, every question
 * asked anew of every line. Slow and plain on purpose. Include after cmocka. */
#ifndef UNIT_SPLIT_TWIN_H
#define UNIT_SPLIT_TWIN_H

#include "base/buf.h"
#include "copydesk.h"
#include "text/chars.h"
#include "text/unicode.h"
#include "text/utf8.h"

enum { AUTO = COPYDESK_PARAGRAPHS_AUTO, LINE = COPYDESK_PARAGRAPHS_LINE,
       BLOCK = COPYDESK_PARAGRAPHS_BLOCK };

struct twin_line {
    size_t start, stop, indent;
    size_t width[3], room[3];   /* by measure: code points; columns; columns, no mark counted */
    bool blank, nel;
};

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

/* ---- widths ---- */

static bool twin_is(uint32_t c, const char *categories)
{
    const char *is = c == UTF8_BAD ? "Cn" : unicode_category(c);
    return strstr(categories, is) != NULL;
}

static size_t twin_columns(uint32_t c)
{
    return c == UTF8_BAD ? 1 : unicode_columns(c);
}

static bool twin_han(uint32_t c)
{
    return (chars_flags(c) & CHARS_DENSE) && !(chars_flags(c) & CHARS_BREAKING);
}

static bool twin_thai(uint32_t c)
{
    return (chars_flags(c) & CHARS_DENSE) && (chars_flags(c) & CHARS_BREAKING);
}

static size_t twin_width(uint32_t c, int how)
{
    if (how == 0)
        return 1;
    return how == 2 && (chars_flags(c) & CHARS_MARK) ? 0 : twin_columns(c);
}

static bool twin_closes(uint32_t c)
{
    return (chars_flags(c) & CHARS_PUNCT) && !twin_is(c, "Ps Pi");
}

static bool twin_hangs(uint32_t c)
{
    return twin_closes(c) && (twin_columns(c) == 2 || twin_is(c, "Pe Pf"));
}

static void twin_widths(const char *t, struct twin_line *l)
{
    bool odd = false, blank = false, han = false, thai = false;
    size_t n, by[3] = { 0 }, hang = 0, one = 0, two = 0;   /* columns of the last mark, and the last but one */
    for (size_t i = l->start; i < l->stop; i += n) {
        uint32_t c = cp_at(t, i, l->stop, &n);
        odd |= twin_columns(c) != 1 || (chars_flags(c) & (CHARS_MARK | CHARS_DENSE));
        blank |= (chars_flags(c) & CHARS_SPACE) != 0;
        han |= twin_han(c);
        thai |= twin_thai(c);
        by[1] += twin_width(c, 1);
        by[2] += twin_width(c, 2);
        hang = !twin_hangs(c) ? 0 : hang < 2 ? hang + 1 : 2;
        two = one;
        one = twin_columns(c);
    }
    for (size_t i = l->start; i < l->stop; i++)
        by[0] += ((unsigned char)t[i] & 0xC0) != 0x80;
    for (int how = 0; how < 3; how++) {
        l->width[how] = odd ? by[how] : by[0];
        hang = han ? hang : 0;
        l->room[how] = thai && !blank && !han ? 0 : l->width[how] - (!how ? hang : (hang > 0) * one + (hang > 1) * two);
    }
}

static void twin_measure(const char *t, struct twin_line *l, size_t from)
{
    size_t n;
    l->blank = true;
    for (size_t i = l->start; i < l->stop; i += n)
        l->blank = twin_blank(cp_at(t, i, l->stop, &n)) && l->blank;
    twin_widths(t, l);
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

static uint32_t twin_last(const char *t, const struct twin_line *l)
{
    size_t n;
    const char *at = utf8_prev(t + l->start, t + l->stop);
    uint32_t c = cp_at(at, 0, (size_t)(t + l->stop - at), &n);
    return at + n == t + l->stop ? c : UTF8_BAD;
}

static bool twin_tight(uint32_t c)
{
    return twin_han(c) || (twin_columns(c) == 2 && (chars_flags(c) & CHARS_PUNCT));
}

static bool twin_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool twin_clings(uint32_t c)
{
    static const char small[] = "\u3005\u303b\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u3095\u3096"
        "\u309d\u309e\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f5\u30f6\u30fc\u30fd\u30fe";
    char bytes[5] = "";
    if (c < 0x3000 || c > 0x30FF)
        return (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF67 && c <= 0xFF70);
    utf8_put(c, bytes);
    return strstr(small, bytes) != NULL;
}

/* Width of line l's first word, and of a blank before it, when the line `up` is above. */
static size_t twin_word(const char *t, const struct twin_line *up, const struct twin_line *l, int how)
{
    bool latin = twin_letter(t[up->stop - 1]) && twin_letter(t[l->start]);
    bool opening = true, whole = false;
    size_t n, width = 0, blank = !(twin_tight(cp_at(t, l->start, l->stop, &n)) && twin_tight(twin_last(t, up)));
    for (size_t i = l->start; i < l->stop; i += n) {
        uint32_t c = cp_at(t, i, l->stop, &n);
        unsigned f = chars_flags(c);
        bool after_stop = c == 32 && i > l->start && t[i - 1] == '.' && i + 1 < l->stop && t[i + 1] != ' ';
        if ((f & CHARS_SPACE) && width == 0)
            continue;
        if ((f & CHARS_SPACE) && !after_stop)
            break;
        if (whole && !(twin_closes(c) || (f & CHARS_MARK) || twin_clings(c) || twin_columns(c) == 0))
            break;
        if (!latin && twin_han(c)) {
            if (!whole && !opening)
                break;
            whole = true;
        }
        opening = opening && twin_is(c, "Ps Pi");
        width += twin_width(c, how);
    }
    return width + blank;
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

/* "一、", "3、" or "（二）", up to three figures. */
static bool twin_han_item(const char *t, const struct twin_line *l)
{
    char head[64] = "";
    size_t n = 0, i = l->start;
    memcpy(head, t + l->start, l->stop - l->start < 40 ? l->stop - l->start : 40);
    bool bracket = head[0] == '(' || strncmp(head, "\uff08", 3) == 0;
    i += !bracket ? 0 : head[0] == '(' ? 1 : 3;
    for (size_t bytes; i < l->stop; i += bytes, n++) {
        uint32_t c = cp_at(t, i, l->stop, &bytes);
        char one[5] = "";
        if (c != UTF8_BAD)
            utf8_put(c, one);
        if (c == UTF8_BAD || c == 0 || !strstr("0123456789\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341", one))
            return n > 0 && n < 4 && (bracket ? c == ')' || c == 0xFF09 : c == 0x3001);
    }
    return false;
}

static bool twin_starts_item(const char *t, size_t i)
{
    struct twin_line l = twin[i];
    for (size_t n; l.start < l.stop && (chars_flags(cp_at(t, l.start, l.stop, &n)) & CHARS_IGNORE); l.start += n)
        ;
    return twin_bullet(t, l.start, l.stop)
        || (twin_item(t, &l) && twin_ended(t, &twin[i - 1]))
        || (twin_han_item(t, &l) && (twin_ended(t, &twin[i - 1]) || twin_last(t, &twin[i - 1]) == 0xFF1B));
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

#include "prose_twin.h"

static void twin_add(struct buf *out, const char *t, size_t first, size_t last)
{
    buf_addf(out, "%llu:", (unsigned long long)first + 1);
    buf_add(out, t + twin[first].start, twin[last].stop - twin[first].start);
    buf_addch(out, '|');
}

/* The last of the lines that join from the first on, by one measure. */
static size_t twin_reach(const char *t, size_t i, size_t end, int how, const size_t width[3], size_t margin)
{
    size_t last = i;
    while (last + 1 < end && twin_joins(t, last, how, width[how], margin, last == i))
        last++;
    return last;
}

static void twin_run(struct buf *out, const char *t, size_t i, size_t end)
{
    size_t width[3] = { 0 }, margin = 1000000;
    bool wide = false;
    for (size_t k = i; k < end; k++) {
        for (int how = 0; how < 3; how++)
            width[how] = twin[k].room[how] > width[how] ? twin[k].room[how] : width[how];
        wide |= twin[k].width[0] > 120 && twin[k].width[1] > 120 && twin[k].width[2] > 120;
        wide |= twin[k].stop - twin[k].start > 720;
        if (k > i && !twin_starts_item(t, k) && twin[k].indent < margin)
            margin = twin[k].indent;
    }
    size_t vain[3] = { 0 };   /* up to here lines join by a measure, but are no prose */
    for (size_t last; i < end; i = last + 1) {
        size_t prose = i;
        last = i;
        for (int how = 0; how < 3 && !wide; how++) {
            size_t reach = i < vain[how] ? i : twin_reach(t, i, end, how, width, margin);
            last = reach > last ? reach : last;
            if (reach > prose && !twin_prose(t, i, reach, how))
                vain[how] = reach + 1;
            else if (reach > prose)
                prose = reach;
        }
        last = prose > i ? prose : last;
        for (size_t k = i; k <= last && prose == i; k++)
            twin_add(out, t, k, k);
        if (prose > i)
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
