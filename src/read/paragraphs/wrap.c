/* DESIGN. Joins are judged pair by pair, with two numbers of the whole run, its
 * width and margin; the prose test then looks at nothing but the group itself. All of
 * it is done once for each way of measuring, and the longest group that is prose counts.
 *
 * Why the verdict on a group stays when the text around it is removed, so that
 * clean text splits as it did before: alone, a group's width is at most the run's,
 * so every join still holds by the measure by which it did, and no measure gives more
 * than all its lines. Its margin, over fewer lines, is at least the run's,
 * and the indent of a first line or an item, which the paragraph's slice has lost,
 * is never looked at; so no line turns into a first line. The prose test is the
 * same. And what was not joined stands between blank lines from then on.
 *
 * Ruled out: evidence from the rest of the article (such as other groups that
 * are prose), because it goes when the rest goes. */
#include "read/paragraphs/wrap.h"

#include "text/ascii.h"
#include "text/chars.h"
#include "text/utf8.h"

enum {
    TAB = 8,
    DEEPER = 2,            /* columns beyond the margin that make a paragraph's first line; one is noise (guess) */
    FIRST_INDENT = 4,      /* columns of indent that a paragraph's first line may have lost (guess) */
    WIDEST_BYTES = 6 * WRAP_WIDEST   /* Burmese has 5 bytes a column (measured), others fewer */
};

/* ---- bullets and indents ---- */

static bool is_bullet(uint32_t cp)
{
    return cp == '-' || cp == '*' || cp == '+' || cp == 0xB7 || cp == 0x2022
        || cp == 0x2023 || cp == 0x2043 || cp == 0x2219 || cp == 0x25AA
        || cp == 0x25CF || cp == 0x25CB || cp == 0x25A0 || cp == 0x25BA || cp == 0x30FB;
}

/* Whether s begins with a bullet. A dash or star must have a blank behind it, else
 * it is part of a word. */
static bool has_bullet(struct slice s)
{
    uint32_t cp;
    if (s.len == 0)
        return false;
    size_t n = utf8_next(s.ptr, s.ptr + s.len, &cp);
    bool glued = cp == 0x2022 || cp == 0x25CF || cp == 0x25A0 || cp == 0x30FB;
    return is_bullet(cp) && (glued || (n < s.len && (s.ptr[n] == ' ' || s.ptr[n] == '\t')));
}

static bool is_han_number(uint32_t cp)
{
    return cp == 0x4E00 || cp == 0x4E8C || cp == 0x4E09 || cp == 0x56DB || cp == 0x4E94 || cp == 0x516D
        || cp == 0x4E03 || cp == 0x516B || cp == 0x4E5D || cp == 0x5341;
}

/* Whether s begins with the number of an item as Chinese and Japanese have it: "一、",
 * "（二）" or "3、". */
static bool may_be_east_asian_item(struct slice s)
{
    const char *p = s.ptr, *end = p + s.len;
    uint32_t cp = 0;
    size_t n = 0;
    bool bracket = slice_starts(s, SLICE("\xEF\xBC\x88")) || slice_starts(s, SLICE("("));
    p += !bracket ? 0 : *p == '(' ? 1 : 3;
    for (; p < end && n < 4; n++) {
        p += utf8_next(p, end, &cp);
        if (!(cp < 0x80 ? ascii_is_digit((char)cp) : is_han_number(cp)))
            break;
    }
    return n > 0 && n < 4 && (bracket ? cp == ')' || cp == 0xFF09 : cp == 0x3001);
}

/* Whether s begins with "1. ", "12) " or a long dash and a blank: an item only behind
 * a finished sentence, for "20. Mai" and a dash may stand anywhere in prose. */
static bool may_be_item(struct slice s)
{
    size_t i = 0;
    if (slice_starts(s, SLICE("\xE2\x80\x93 ")) || slice_starts(s, SLICE("\xE2\x80\x94 ")))
        return true;
    while (i < s.len && i < 4 && s.ptr[i] >= '0' && s.ptr[i] <= '9')
        i++;
    return i > 0 && i < 4 && i + 1 < s.len && (s.ptr[i] == '.' || s.ptr[i] == ')')
        && (s.ptr[i + 1] == ' ' || s.ptr[i + 1] == '\t');
}

/* Columns of blanks in front of the line. */
static size_t indent_of(const struct line *line)
{
    const char *end = line->text.ptr + line->text.len;
    size_t column = 0, n;
    for (const char *p = line->start; p < end; p += n) {
        uint32_t cp;
        n = utf8_next(p, end, &cp);
        if (cp != ' ' && cp != '\t' && cp != 0xA0 && cp != 0x3000)
            break;
        column += cp == '\t' ? TAB - column % TAB : cp == 0x3000 ? 2 : 1;
    }
    return column;
}

/* ---- runs and joins ---- */

/* Flags of the first letter or digit, so that an opening quote is passed. */
static unsigned first_flags(struct slice s)
{
    const char *p = s.ptr, *end = p + s.len;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        unsigned flags = chars_flags(cp);
        if (flags & (CHARS_LETTER | CHARS_DIGIT))
            return flags;
    }
    return 0;
}

/* The text behind the controls of direction that lines from right to left begin with. */
static struct slice behind_controls(struct slice s)
{
    uint32_t cp;
    size_t n;
    while (s.len > 0 && (unsigned char)*s.ptr >= 0x80) {
        n = utf8_next(s.ptr, s.ptr + s.len, &cp);
        if (!(chars_flags(cp) & CHARS_IGNORE))
            break;
        s = slice_from(s, n);
    }
    return s;
}

/* Whether an item of a list starts behind the line above. */
static bool starts_item(const struct line *above, const struct line *line)
{
    struct slice text = behind_controls(line->text);
    return has_bullet(text) || (may_be_item(text) && prose_ends(above->text))
        || (may_be_east_asian_item(text) && (prose_ends(above->text) || slice_ends(above->text, SLICE("\xEF\xBC\x9B"))));
}

/* Whether a NEL stands before the line. Such lines are never joined: NEL ends lines
 * only in a text without LF, and clean text has LFs, so there both would be one line. */
static bool after_nel(const struct line *line)
{
    return (unsigned char)line->start[-1] == 0x85 && (unsigned char)line->start[-2] == 0xC2;
}

/* Whether the line begins with an ASCII letter at once, as most do: it has no indent
 * and is no item. */
static bool is_plain(const struct line *line)
{
    return line->start == line->text.ptr && ascii_is_letter(*line->start);
}

/* Whether the line is too wide to be wrapped, whoever counted. */
static bool is_too_wide(const struct line *line)
{
    return line->width[MEASURE_POINTS] > WRAP_WIDEST
        && (!line->odd || (line->width[MEASURE_COLUMNS] > WRAP_WIDEST && line->width[MEASURE_BASES] > WRAP_WIDEST));
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Takes a line's width into account: that of an odd one in w, that of any other, which
 * is the same by all measures, in *even. */
static void add_to_run(struct wrap *w, size_t *even, const struct line *line)
{
    if (!line->odd) {
        *even = larger(*even, line->width[0]);
        return;
    }
    w->measures = N_MEASURES;
    for (size_t how = 0; how < N_MEASURES; how++)
        w->width[how] = larger(w->width[how], measure_room(line, (enum measure)how));
}

bool wrap_measure(struct line_run *run, struct wrap *w)
{
    size_t even = 0;   /* width of the widest line that is not odd */
    *w = (struct wrap){ .measures = 1, .margin = SIZE_MAX / 2 };
    for (size_t i = 0; i < run->n; i++) {
        struct line *line = &run->lines[i];
        if (line->text.len > WIDEST_BYTES)
            return false;
        measure_line(line);
        if (is_too_wide(line))
            return false;
        add_to_run(w, &even, line);
        line->first = first_flags(line->text);
        if (i == 0 || (!is_plain(line) && starts_item(line - 1, line)))
            continue;
        size_t indent = is_plain(line) ? 0 : indent_of(line);
        if (indent < w->margin)
            w->margin = indent;
    }
    for (size_t how = 0; how < N_MEASURES; how++)
        w->width[how] = larger(w->width[how], even);
    return true;
}

bool wrap_joins(const struct wrap *w, const struct prose *p, const struct line *below)
{
    const struct line *above = p->last;
    size_t slack = p->n == 1 ? FIRST_INDENT : 0;
    return above->width[p->measure] + slack + measure_word(above, below, p->measure) > w->width[p->measure]
        && (is_plain(below) || (indent_of(below) < w->margin + DEEPER && !starts_item(above, below)))
        && !after_nel(below);
}
