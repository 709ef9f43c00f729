/* DESIGN. Joins are judged pair by pair, with two numbers of the whole run, its
 * width and margin; the prose test then looks at nothing but the group itself.
 *
 * Why the verdict on a group stays when the text around it is removed, so that
 * clean text splits as it did before: alone, a group's width is at most the run's,
 * so every join still holds. Its margin, over fewer lines, is at least the run's,
 * and the indent of a first line or an item, which the paragraph's slice has lost,
 * is never looked at; so no line turns into a first line. The prose test is the
 * same. And what was not joined stands between blank lines from then on.
 *
 * Ruled out: evidence from the rest of the article (such as other groups that
 * are prose), because it goes when the rest goes. */
#include "read/wrap.h"

#include "text/ascii.h"
#include "text/chars.h"
#include "text/utf8.h"

enum {
    TAB = 8,
    DEEPER = 2,            /* columns beyond the margin that make a paragraph's first line; one is noise (guess) */
    FIRST_INDENT = 4,      /* columns of indent that a paragraph's first line may have lost (guess) */
    PROSE_WIDTH = 30,      /* code points that the longest line of wrapped prose has at least (guess) */
    PROSE_DENSE_WIDTH = 20,    /* the same, of scripts without spaces */
    PROSE_LINES = 3        /* lines that fill their column; so many do not by chance (guess) */
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

/* ---- edges of a line ---- */

static bool is_end(uint32_t cp, unsigned flags)
{
    return (flags & CHARS_END) || cp == ':' || cp == 0xFF1A;
}

static bool ends_sentence(struct slice s)
{
    /* quotes, brackets and trailing NBSP may follow the mark */
    const unsigned behind = CHARS_CLOSER | CHARS_SPACE | CHARS_IGNORE;
    const char *p = s.ptr + s.len, *at;
    uint32_t cp = (unsigned char)p[-1];
    if (cp < 0x80 && !(chars_flags(cp) & behind))   /* a short cut, nearly always taken */
        return is_end(cp, chars_flags(cp));
    for (; p > s.ptr; p = at) {
        at = utf8_prev(s.ptr, p);
        utf8_next(at, p, &cp);
        unsigned flags = chars_flags(cp);
        if (is_end(cp, flags))
            return true;
        if (!(flags & behind))
            return false;
    }
    return false;
}

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

/* Code points that a wrapper would have had to fit behind the line above: the first
 * word of s and a blank before it; or, in a script without spaces, one character and
 * the marks behind it, which may not begin a line. */
static size_t first_word(struct slice s)
{
    const char *p = s.ptr, *end = p + s.len;
    size_t n = ascii_printable(s.ptr, s.len);
    if (n > 0 && (n == s.len || s.ptr[n] == ' '))
        return n + 1;
    bool dense = false;
    n = 0;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        unsigned flags = chars_flags(cp);
        if (flags & CHARS_SPACE) {
            if (n > 0)
                break;
            continue;
        }
        if (dense && !(flags & (CHARS_PUNCT | CHARS_MARK)))
            return n;
        if (flags & CHARS_DENSE) {
            if (n > 0)
                return n;
            dense = true;
        }
        n++;
    }
    return dense ? n : n + 1;
}

/* Whether more than half of the letters are of scripts without spaces. */
static bool mostly_dense(struct slice s)
{
    const char *p = s.ptr, *end = p + s.len;
    size_t letters = 0, dense = 0;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        unsigned flags = chars_flags(cp);
        letters += (flags & CHARS_LETTER) != 0;
        dense += (flags & CHARS_DENSE) != 0;
    }
    return dense * 2 > letters;
}

/* Whether an item of a list starts behind the line above. */
static bool starts_item(const struct line *above, const struct line *line)
{
    return has_bullet(line->text) || (may_be_item(line->text) && ends_sentence(above->text));
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

/* ---- runs, joins, prose ---- */

bool wrap_measure(struct line_run *run, struct wrap *w)
{
    *w = (struct wrap){ .margin = SIZE_MAX / 2 };
    for (size_t i = 0; i < run->n; i++) {
        struct line *line = &run->lines[i];
        /* no code point has more than four bytes */
        if (line->text.len > 4 * WRAP_WIDEST)
            return false;
        line->width = ascii_count(line->text.ptr, line->text.len).points;
        if (line->width > WRAP_WIDEST)
            return false;
        if (line->width > w->width)
            w->width = line->width;
        line->first = first_flags(line->text);
        if (i == 0 || (!is_plain(line) && starts_item(line - 1, line)))
            continue;
        size_t indent = is_plain(line) ? 0 : indent_of(line);
        if (indent < w->margin)
            w->margin = indent;
    }
    return true;
}

bool wrap_joins(const struct wrap *w, const struct prose *p, const struct line *below)
{
    /* ideographic indents are part of the line: nothing was lost */
    bool dense = below->first & CHARS_DENSE;
    size_t slack = p->n == 1 && !dense ? FIRST_INDENT : 0;
    return p->last->width + slack + first_word(below->text) > w->width
        && (is_plain(below) || (indent_of(below) < w->margin + DEEPER && !starts_item(p->last, below)))
        && !after_nel(below);
}

void prose_begin(struct prose *p, const struct line *first)
{
    *p = (struct prose){
        .first = first, .last = first, .longest = first->width, .shortest = SIZE_MAX, .n = 1,
        .all_ended = true, .all_upper = true,
    };
}

void prose_add(struct prose *p, const struct line *next)
{
    size_t above = p->last->width;
    bool ended = ends_sentence(p->last->text);
    p->shortest = above < p->shortest ? above : p->shortest;
    p->all_ended = p->all_ended && ended;
    p->any_ended = p->any_ended || ended;
    p->all_upper = p->all_upper && (next->first & CHARS_UPPER);
    p->cased = p->cased || (next->first & (CHARS_UPPER | CHARS_LOWER));
    p->longest = next->width > p->longest ? next->width : p->longest;
    p->last = next;
    p->n++;
}

bool prose_is(const struct prose *p)
{
    if (p->longest < PROSE_DENSE_WIDTH || (p->longest < PROSE_WIDTH && !mostly_dense(p->first->text)))
        return false;
    if (p->all_ended || p->all_upper)
        return false;
    if (ends_sentence(p->last->text))
        return true;
    /* not finished: a list or a table, unless a sentence ends at some line's
     * end, or the lines fill their column; and where case tells nothing, no */
    bool filled = p->n >= PROSE_LINES && p->shortest * 4 >= p->longest * 3;
    return p->cased && (p->any_ended || filled);
}
