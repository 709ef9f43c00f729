/* Lines that a hard wrap made out of a paragraph become one line again. When the text is
 * one paragraph as split judges it, all of them do: with a blank between, or none, as
 * the script and the mark at the line's end want it. Else it may be verse or a
 * list, and a line end goes only before a small letter, and not behind an end mark or
 * a colon.
 *
 * A word that was hyphenated becomes one word: a hyphen between letters at the end, a small
 * letter at the start of the next line; not where the hyphen is suspended ("Sport-",
 * "und Freizeit"). Korean and Thai have blanks, but some programs break lines inside their
 * words, too: where that may have been, the line ends stay. */
#include "normalize/steps.h"
#include "read/paragraphs/split.h"
#include "read/paragraphs/wrap.h"
#include "text/chars.h"
#include "text/context.h"
#include "text/utf8.h"

enum { FULL = 2 };   /* columns that a line which is broken anywhere lacks at most: a wide character's, and an odd one */

static const char *const WORDS[] = {
#include "suspended_words.inc"
};

/* Whether text starts with one of the words before which a hyphen is suspended. */
static bool is_suspended(struct slice text)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        struct slice word = slice_str(WORDS[i]);
        uint32_t next = slice_starts(text, word) ? context_after(text, text.ptr + word.len) : '-';
        if (next != '-' && !(chars_flags(next) & (CHARS_LETTER | CHARS_MARK)))
            return true;
    }
    return false;
}

/* ---- what becomes of a line end ---- */

enum join { JOIN_NONE, JOIN_SPACE, JOIN_TIGHT, JOIN_WORD };

/* The line end at p, and the characters beside it. */
struct seam {
    struct slice text;
    const char *p;
    uint32_t before, last, next;   /* before: the last but one of the line above */
};

static struct seam seam_at(struct slice text, const char *p)
{
    struct seam seam = { .text = text, .p = p, .before = UTF8_BAD };
    seam.last = context_before(text, p);
    seam.next = context_after(text, p + 1);
    if (p > text.ptr)
        seam.before = context_before(text, utf8_prev(text.ptr, p));
    return seam;
}

static bool is_hyphen(uint32_t cp)
{
    return cp == '-' || cp == 0x2010;
}

/* A word hyphenated between small letters. */
static bool parts_word(const struct seam *s)
{
    return is_hyphen(s->last) && chars_flags(s->before) & CHARS_LOWER && chars_flags(s->next) & CHARS_LOWER
        && !is_suspended(slice_from(s->text, (size_t)(s->p + 1 - s->text.ptr)));
}

/* Of text that may be verse or a list. */
static enum join join_line(const struct seam *s)
{
    if (s->last == UTF8_BAD || s->next == UTF8_BAD || !(chars_flags(s->next) & CHARS_LOWER)
        || chars_flags(s->last) & CHARS_END || s->last == ':')
        return JOIN_NONE;
    return parts_word(s) ? JOIN_WORD : JOIN_SPACE;
}

/* Whether the mark at the line's end has no blank behind it: a hyphen, dash or slash with
 * none before it, save a suspended hyphen. */
static bool holds_next(const struct seam *s)
{
    const unsigned word = CHARS_LETTER | CHARS_DIGIT | CHARS_MARK;
    if (!(chars_flags(s->before) & word))
        return false;
    if (is_hyphen(s->last))
        return !is_suspended(slice_from(s->text, (size_t)(s->p + 1 - s->text.ptr)));
    return s->last == '/' || (s->last >= 0x2012 && s->last <= 0x2014);
}

/* Of a paragraph. glued: in it letters of Han or kana and Latin ones have no blanks between. */
static enum join join_prose(const struct seam *s, bool glued)
{
    if (parts_word(s))
        return JOIN_WORD;
    bool tight = measure_is_tight(s->last), next = measure_is_tight(s->next);
    unsigned flags = chars_flags(s->last) | chars_flags(s->next);
    if (holds_next(s) || (tight && next) || s->last == 0xF0B || chars_flags(s->next) & CHARS_MARK)
        return JOIN_TIGHT;
    if (!tight && !next)
        return JOIN_SPACE;
    bool mark = chars_flags(tight ? s->last : s->next) & CHARS_PUNCT;
    return mark || (glued && flags & (CHARS_LETTER | CHARS_DIGIT)) ? JOIN_TIGHT : JOIN_SPACE;
}

/* ---- the paragraph ---- */

/* Whether most places where a letter of Han or kana and one of ASCII meet are without a blank. */
static bool is_glued(struct slice text)
{
    const char *p = text.ptr, *end = p + text.len;
    size_t glued = 0, apart = 0;
    uint32_t before = UTF8_BAD, last = UTF8_BAD;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        uint32_t other = last == ' ' ? before : last;
        bool wide = text_wrap(cp) & TEXT_BROKEN, wide_before = text_wrap(other) & TEXT_BROKEN;
        bool ascii = cp < 0x80 && ascii_is_word((char)cp), ascii_before = other < 0x80 && ascii_is_word((char)other);
        if ((wide && ascii_before) || (ascii && wide_before))
            *(last == ' ' ? &apart : &glued) += 1;
        before = last;
        last = cp;
    }
    return glued >= apart;
}

/* Whether a character is of a script that has blanks, but may have been broken without. */
static bool is_unsure(uint32_t cp)
{
    unsigned wrap = text_wrap(cp);
    return wrap & (TEXT_PHRASED | TEXT_MARKS) || (!(wrap & TEXT_BROKEN) && (wrap & TEXT_COLUMNS) == 2 && chars_flags(cp) & CHARS_LETTER);
}

static bool is_unsure_break(const struct line *above, const struct line *below)
{
    return above->odd && below->odd && is_unsure(context_before(above->text, above->text.ptr + above->text.len))
        && is_unsure(context_after(below->text, below->text.ptr));
}

/* Whether the lines of a paragraph may have been broken inside words of Hangul or Thai: no
 * line that ends in one would have had room for more of it. */
static bool may_part_words(struct slice paragraph, struct line_run *run)
{
    struct lines l;
    struct wrap w;
    size_t most = 0;
    bool unsure = false;
    lines_init(&l, paragraph, false);
    lines_run(&l, run);
    wrap_measure(run, &w);
    const struct line *end = run->lines + run->n;
    for (const struct line *line = run->lines; line < end; line++)
        most = line->width[MEASURE_COLUMNS] > most ? line->width[MEASURE_COLUMNS] : most;
    for (const struct line *line = run->lines; line + 1 < end; line++) {
        bool full = line->width[MEASURE_COLUMNS] + (size_t)FULL >= most;
        if (is_unsure_break(line, line + 1) && !full)
            return false;
        unsure = unsure || is_unsure_break(line, line + 1);
    }
    return unsure;
}

static void add_joined(struct buf *out, const char *from, const char *p, const struct seam *s, enum join join)
{
    const char *end = join == JOIN_WORD ? utf8_prev(s->text.ptr, p) : p;
    buf_add(out, from, (size_t)(end - from));
    if (join == JOIN_SPACE)
        buf_addch(out, ' ');
}

unsigned step_unwrap(struct slice in, struct line_run *run, struct buf *out)
{
    const char *p = in.ptr, *end = in.ptr + in.len, *copied = p;
    buf_clear(out);
    if (!memchr(in.ptr, '\n', in.len))
        return 0;
    bool prose = split_is_wrapped(run, in), glued = prose && is_glued(in);
    out->failed = out->failed || run->failed;
    if (prose && may_part_words(in, run))
        return 0;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        struct seam seam = seam_at(in, p);
        enum join join = prose ? join_prose(&seam, glued) : join_line(&seam);
        if (join != JOIN_NONE) {
            add_joined(out, copied, p, &seam, join);
            copied = p + 1;
        }
        p++;
    }
    if (copied == in.ptr)
        return 0;
    buf_add(out, copied, (size_t)(end - copied));
    return 1u << COPYDESK_FIX_UNWRAP;
}
