/* Whether a group of lines reads like prose. The evidence differs by script: case, where
 * there is one; else end marks; and in scripts without blanks between words, in
 * which nearly any lines may seem to join, something that shows that a line goes on. */
#include "read/paragraphs/prose.h"

#include "text/chars.h"
#include "text/context.h"
#include "text/utf8.h"

enum {
    WIDTH = 30,            /* code points that the longest line of wrapped prose has at least (guess) */
    DENSE_WIDTH = 20,      /* the same, of scripts without spaces */
    PAIR_WIDE = 30,        /* of Han or kana, when there are but two lines: a headline is seldom so long (guess) */
    PAIR_PHRASED = 60,     /* the same, of Thai, Lao, Khmer and Burmese */
    LINES = 3              /* lines that fill their column; so many do not by chance (guess) */
};

static const char *const CONTINUING[] = {
#include "continuing_words.inc"
};

/* ---- ends ---- */

static bool is_end(uint32_t cp, unsigned flags)
{
    return (flags & CHARS_END) || cp == ':' || cp == 0xFF1A;
}

bool prose_ends(struct slice s)
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

/* ---- lines that go on ---- */

/* Whether a character cannot begin a paragraph: a closing bracket, a comma or full stop,
 * a mark or vowel behind its consonant. */
static bool cannot_begin(uint32_t cp)
{
    return text_wrap(cp) & (TEXT_CLOSES | TEXT_CLINGS) || chars_flags(cp) & CHARS_MARK
        || cp == 0x3001 || cp == 0x3002 || cp == 0xFF0C || cp == 0xFF0E
        || cp == 0xE30 || cp == 0xE32 || cp == 0xE33 || cp == 0xE45 || cp == 0xEB0 || cp == 0xEB2 || cp == 0xEB3;
}

/* Whether the line begins with a character or word that begins no paragraph. */
static bool begins_inside(struct slice s)
{
    uint32_t cp;
    utf8_next(s.ptr, s.ptr + s.len, &cp);
    for (size_t i = 0; cp >= 0xE00 && cp <= 0xEFF && i < sizeof CONTINUING / sizeof *CONTINUING; i++)
        if (slice_starts(s, slice_str(CONTINUING[i])))
            return true;
    return cannot_begin(cp);
}

/* How many brackets and double quotes are open behind the text, when so many are before it. */
static size_t count_open(struct slice s, size_t open)
{
    const char *p = s.ptr, *end = p + s.len;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        unsigned wrap = cp == 0x2018 || cp == 0x2019 || cp == 0x201B ? 0 : text_wrap(cp);   /* an apostrophe */
        if (wrap & TEXT_OPENS)
            open++;
        else if (wrap & TEXT_CLOSES && open > 0)
            open--;
    }
    return open;
}

/* Whether some line of the group goes on in the next for sure. */
static bool goes_on(const struct prose *p)
{
    size_t open = 0;
    for (const struct line *line = p->first; line < p->last; line++) {
        open = count_open(line->text, open);
        if (begins_inside(line[1].text) || (open > 0 && !prose_ends(line->text)))
            return true;
    }
    return false;
}

/* ---- scripts without blanks between words ---- */

/* What a text of Han or kana shows of what it is. */
struct signs {
    bool stop;             /* has a full stop: headlines have none, though they may end in ! or ? */
    bool pause;            /* has one, or a comma, before its last character */
    size_t blanks;         /* between two letters of Han or kana: in tables, menus and lists of names */
};

static bool is_stop(uint32_t cp)
{
    return cp == 0x3002 || cp == 0xFF0E || cp == 0xFF61;
}

static bool is_comma(uint32_t cp)
{
    return cp == 0x3001 || cp == 0xFF0C || cp == 0xFF64;
}

static struct signs signs_of(struct slice s)
{
    struct signs signs = { .stop = slice_ends(s, SLICE(".")) };
    const char *p = s.ptr, *end = p + s.len;
    bool wide = false, blank = false;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        bool space = cp == ' ' || cp == 0x3000, letter = text_wrap(cp) & TEXT_BROKEN;
        signs.stop = signs.stop || is_stop(cp);
        signs.pause = signs.pause || (p < end && (is_stop(cp) || is_comma(cp)));
        signs.blanks += blank && letter;
        blank = space && (wide || blank);
        wide = letter;
    }
    return signs;
}

/* Whether each line but the last ends in a mark: verse or a list. Where wide text is
 * wrapped, lines end anywhere. */
static bool is_marked(const struct prose *p)
{
    for (const struct line *line = p->first; line < p->last; line++) {
        uint32_t cp = context_before(line->text, line->text.ptr + line->text.len);
        if (cp == UTF8_BAD || !(chars_flags(cp) & CHARS_PUNCT))
            return false;
    }
    return true;
}

/* Whether two lines of Han or kana are the first, full, and the rest of a paragraph, rather
 * than a headline or caption and a line below it. */
static bool is_wide_pair(const struct prose *p, size_t blanks)
{
    const struct line *line = p->first;
    return blanks == 0 && p->longest >= PAIR_WIDE && signs_of(line->text).pause
        && line->width[p->measure] + measure_word(line, line + 1, p->measure) > p->room;
}

static bool is_wide_prose(const struct prose *p)
{
    const char *start = p->first->text.ptr;
    struct slice last = p->last->text;
    bool ended = prose_ends(last), sure = !ended && goes_on(p);
    if (!ended && !sure)
        return false;
    struct signs all = signs_of(slice_of(start, (size_t)(last.ptr + last.len - start)));
    if (all.blanks > p->n)
        return false;
    bool prose = ended && all.stop && !is_marked(p) && (p->n >= LINES || is_wide_pair(p, all.blanks));
    return prose || sure || (ended && goes_on(p));
}

/* Whether at some line's end not even a short word, a third of a line, had room. Between
 * phrases that are long that is no chance: before those any line may seem to be full. */
static bool is_tight(const struct prose *p)
{
    for (const struct line *line = p->first; line < p->last; line++) {
        size_t word = measure_word(line, line + 1, p->measure);
        if (word * 3 <= p->room && line->width[p->measure] + word > p->room)
            return true;
    }
    return false;
}

static bool is_phrased_prose(const struct prose *p)
{
    if (p->shortest * 2 < p->room || (p->n < LINES && p->longest < PAIR_PHRASED))
        return false;
    return goes_on(p) || (prose_ends(p->last->text) && is_tight(p));
}

/* ---- groups ---- */

void prose_begin(struct prose *p, const struct line *first, enum measure measure)
{
    *p = (struct prose){
        .first = first, .last = first, .measure = measure, .longest = first->width[MEASURE_POINTS],
        .room = measure_room(first, measure), .shortest = SIZE_MAX, .n = 1, .all_ended = true, .all_upper = true,
    };
}

void prose_add(struct prose *p, const struct line *next)
{
    size_t above = p->last->width[p->measure], points = next->width[MEASURE_POINTS], room = measure_room(next, p->measure);
    bool ended = prose_ends(p->last->text);
    p->shortest = above < p->shortest ? above : p->shortest;
    p->all_ended = p->all_ended && ended;
    p->any_ended = p->any_ended || ended;
    p->rest_ended = p->n == 1 || (p->rest_ended && ended);
    p->all_upper = p->all_upper && (next->first & CHARS_UPPER);
    p->cased = p->cased || (next->first & (CHARS_UPPER | CHARS_LOWER));
    p->longest = points > p->longest ? points : p->longest;
    p->room = room > p->room ? room : p->room;
    p->last = next;
    p->n++;
}

bool prose_is(const struct prose *p)
{
    bool titled = !p->cased && p->n >= LINES && p->rest_ended;
    if (p->longest < DENSE_WIDTH || p->all_ended || titled)
        return false;
    enum script script = measure_script(p->first);
    if (script != SCRIPT_SPACED)
        return script == SCRIPT_WIDE ? is_wide_prose(p) : is_phrased_prose(p);
    if (p->longest < WIDTH || p->all_upper || measure_script(p->last) != SCRIPT_SPACED)
        return false;   /* a line of English above one of Chinese is none of its paragraph */
    if (prose_ends(p->last->text))
        return true;
    /* not finished: a list or a table, unless a sentence ends at some line's
     * end, or the lines fill their column; and where case tells nothing, no */
    bool filled = p->n >= LINES && p->shortest * 4 >= p->room * 3;
    return p->cased && (p->any_ended || filled);
}
