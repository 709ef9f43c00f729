#include "read/paragraphs/measure.h"

#include "base/lanes.h"
#include "text/ascii.h"
#include "text/chars.h"
#include "text/context.h"
#include "text/utf8.h"

_Static_assert(N_MEASURES == sizeof((struct line *)0)->width / sizeof(uint16_t), "a width by each measure");

enum { HANG = 2 };   /* marks that may hang beyond the margin: a full stop and a bracket */

static unsigned columns_of(unsigned wrap)
{
    return wrap & TEXT_COLUMNS;
}

/* The same without marks, all of which are at most one column wide. */
static unsigned bases_of(unsigned wrap)
{
    return wrap & TEXT_MARKS ? 0 : wrap & TEXT_COLUMNS;
}

static unsigned width_of(unsigned wrap, enum measure how)
{
    return how == MEASURE_POINTS ? 1 : how == MEASURE_COLUMNS ? columns_of(wrap) : bases_of(wrap);
}

/* Whether a mark may not begin a line among Han and kana. */
static bool may_hang(uint32_t cp)
{
    unsigned wrap = text_wrap(cp);
    return (columns_of(wrap) == 2 || wrap & TEXT_CLOSES) && !(wrap & TEXT_OPENS) && chars_flags(cp) & CHARS_PUNCT;
}

/* Sets how many such marks, HANG at most, end the line, and their columns. */
static void measure_hang(struct line *line)
{
    const char *start = line->text.ptr, *p = start + line->text.len;
    for (uint32_t cp; line->hang < HANG && p > start && may_hang(cp = context_before(line->text, p)); line->hang++) {
        line->hang_columns = (uint8_t)(line->hang_columns + columns_of(text_wrap(cp)));
        p = utf8_prev(start, p);
    }
}

/* ---- lines of which every character is one column wide ---- */

/* Where among LANES bytes at p a character may begin that is not one column wide, is a mark,
 * or is of a script without blanks between words. Those up to U+057F are none, but for some from
 * U+0300 to 036F and from U+0480 to 04BF; nor are U+2010 to 2027, dashes and quotes. Reads two bytes behind. */
static inline lanes find_uneven(const char *p)
{
    lanes c = lanes_at(p), d = lanes_at(p + 1), e = lanes_at(p + 2), zero = { 0 };
    lanes cc = zero + 0xCC, cd = zero + 0xCD, d2 = zero + 0xD2, d5 = zero + 0xD5;
    lanes e2 = zero + 0xE2, x80 = zero + 0x80, from = zero + 0x90, to = zero + 0xA7;
    lanes mark = (lanes)(c == e2) & (lanes)(d == x80) & (lanes)(e >= from) & (lanes)(e <= to);
    return ((lanes)(c > d5) & ~mark) | (lanes)(c == cc) | (lanes)(c == cd) | (lanes)(c == d2);
}

static bool is_even(struct slice s)
{
    const char *p = s.ptr;
    size_t n = s.len;
    for (; n >= LANES + 2; p += LANES, n -= LANES)
        if (lanes_any(find_uneven(p)))
            return false;
    char rest[2 * LANES + 2] = { 0 };
    memcpy(rest, p, n);
    return !lanes_any(find_uneven(rest)) && !lanes_any(find_uneven(rest + LANES));
}

/* ---- widths ---- */

/* Sets line's widths, its points aside, and returns all bits of its characters, those of
 * the columns if any is not one column wide. */
static unsigned add_widths(struct line *line)
{
    const char *p = line->text.ptr, *end = p + line->text.len;
    unsigned columns = 0, bases = 0, seen = 0;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        unsigned wrap = text_wrap(cp);
        columns += columns_of(wrap);
        bases += bases_of(wrap);
        seen |= wrap ^ 1;
    }
    line->width[MEASURE_COLUMNS] = (uint16_t)columns;
    line->width[MEASURE_BASES] = (uint16_t)bases;
    return seen;
}

void measure_line(struct line *line)
{
    uint16_t points = (uint16_t)ascii_count(line->text.ptr, line->text.len).points;
    line->width[MEASURE_POINTS] = line->width[MEASURE_COLUMNS] = line->width[MEASURE_BASES] = points;
    line->odd = line->whole = false;
    line->hang = line->hang_columns = 0;
    if (points == line->text.len || is_even(line->text))   /* ASCII, as most are, and many others */
        return;
    unsigned seen = add_widths(line);
    line->odd = seen & (TEXT_COLUMNS | TEXT_MARKS | TEXT_BROKEN | TEXT_PHRASED);
    if (!line->odd) {
        line->width[MEASURE_COLUMNS] = line->width[MEASURE_BASES] = points;
        return;
    }
    if (seen & TEXT_BROKEN)
        measure_hang(line);
    line->whole = seen & TEXT_PHRASED && !(seen & (TEXT_BLANK | TEXT_BROKEN));
}

/* ---- words ---- */

bool measure_is_tight(uint32_t cp)
{
    unsigned wrap = text_wrap(cp);
    return wrap & TEXT_BROKEN || (columns_of(wrap) == 2 && chars_flags(cp) & CHARS_PUNCT);
}

/* Whether a blank may have stood between the lines. */
static bool had_blank(const struct line *above, uint32_t next)
{
    return !measure_is_tight(next) || !measure_is_tight(context_before(above->text, above->text.ptr + above->text.len));
}

/* Whether the break is between two words of ASCII: then the one below goes on up to a
 * blank, for some programs break wide text there only. */
static bool is_between_words(const struct line *above, const struct line *below)
{
    return ascii_is_letter(above->text.ptr[above->text.len - 1]) && ascii_is_letter(*below->text.ptr);
}

/* Whether a line is not broken at the blank at p: Emacs does not behind a full stop, lest
 * the blank be taken for two. */
static bool is_unbroken(struct slice s, const char *p)
{
    return p > s.ptr && p[-1] == '.' && p + 1 < s.ptr + s.len && *p == ' ' && p[1] != ' ';
}

/* Length of the first word of ASCII, with what is not broken off; 0 when a character
 * beyond ASCII, or a tab, is in it. */
static size_t ascii_word(struct slice s)
{
    size_t n = 0, more;
    do {
        more = ascii_printable(s.ptr + n, s.len - n);
        n += more;
    } while (more > 0 && n < s.len && is_unbroken(s, s.ptr + n) && ++n);
    return more > 0 && (n == s.len || s.ptr[n] == ' ') ? n : 0;
}

/* Whether a character stands on the line of what is before it. */
static bool is_behind(uint32_t cp, unsigned wrap)
{
    return wrap & (TEXT_CLINGS | TEXT_MARKS) || columns_of(wrap) == 0
        || (!(wrap & TEXT_OPENS) && chars_flags(cp) & CHARS_PUNCT);
}

size_t measure_word(const struct line *above, const struct line *below, enum measure how)
{
    struct slice s = below->text;
    const char *p = s.ptr, *end = p + s.len;
    size_t n = ascii_printable(p, s.len);
    if (n > 0 && p[n - 1] != '.' && (n == s.len || p[n] == ' '))   /* a short cut, nearly always taken */
        return n + 1;
    if ((n = ascii_word(s)) > 0)
        return n + 1;
    uint32_t cp;
    utf8_next(p, end, &cp);
    size_t blank = had_blank(above, cp);
    bool anywhere = !is_between_words(above, below), opening = true, taken = false;
    for (n = 0; p < end;) {
        bool unbroken = is_unbroken(s, p);
        p += utf8_next(p, end, &cp);
        unsigned wrap = text_wrap(cp);
        if (wrap & TEXT_BLANK && n == 0)
            continue;   /* an indent of other blanks */
        if ((wrap & TEXT_BLANK && !unbroken) || (taken && !is_behind(cp, wrap)))
            break;
        if (wrap & TEXT_BROKEN && anywhere && !taken && !opening)
            break;
        taken = taken || (wrap & TEXT_BROKEN && anywhere);
        opening = opening && wrap & TEXT_OPENS;
        n += width_of(wrap, how);
    }
    return n + blank;
}

enum script measure_script(const struct line *line)
{
    const char *p = line->text.ptr, *end = p + line->text.len;
    size_t letters = 0, wide = 0, phrased = 0;
    if (!line->odd)
        return SCRIPT_SPACED;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        unsigned wrap = text_wrap(cp);
        letters += (chars_flags(cp) & CHARS_LETTER) != 0;
        wide += (wrap & TEXT_BROKEN) != 0;
        phrased += (wrap & TEXT_PHRASED) != 0;
    }
    if ((wide + phrased) * 2 <= letters)
        return SCRIPT_SPACED;
    return wide >= phrased ? SCRIPT_WIDE : SCRIPT_PHRASED;
}
