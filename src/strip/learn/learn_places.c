#include "strip/learn/learn_places.h"

#include "strip/headline.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

/* ---- what stands above the prose ---- */

enum {
    DATE_LENGTH = 7, DATE_WORDS = 3,  /* words in all, and of letters; without spaces between words letters (guesses) */
    DATE_LETTERS = 7,
    NAME_WORDS = 4, NAME_DENSE = 8, BARE_WORDS = 3, ROLE_WORDS = 5
};

struct top {
    size_t prose;    /* the first paragraph of prose; when there is none, n */
    size_t own;      /* the first line of its own before that, names and dates apart; or the last there, if boxes name
                        it on too few pages for a rule; else the same as prose */
    size_t title[2]; /* the last line before the prose that is no name and no date; and, since that may be
                        a name all the same, the one before; none: the same as prose */
    size_t name;     /* the last line before the prose that is, or may be, a name; none: 0 */
};

static bool is_prose(const struct para *p)
{
    return headline_prose(p) || (p->chars >= LEARN_UNMARKED && learn_is_unmarked(p->text));
}

/* A short line with numbers in it: "Monday, 14 March 2021, 10:30". */
static bool is_date(const struct para *p)
{
    unsigned words = 0, letters = 0, digits = 0;
    bool inside = false;
    const char *end = p->text.ptr + p->text.len;
    for (const char *s = p->text.ptr; s < end && p->words <= DATE_LENGTH;) {
        uint32_t cp;
        s += utf8_next(s, end, &cp);
        bool letter = (chars_flags(cp) & (CHARS_LETTER | CHARS_MARK)) != 0;
        digits += (chars_flags(cp) & CHARS_DIGIT) != 0;
        letters += letter;
        words += letter && !inside;
        inside = letter;
    }
    return digits > 0 && (p->fold & FOLD_DENSE ? letters <= DATE_LETTERS : words <= DATE_WORDS);
}

/* A place, or a name that words in lower case, or a script without capitals, hide: "Par Yann Le Goff"? */
static bool may_be_name(struct learn *l, const struct para *p)
{
    return (p->fold & FOLD_DENSE ? p->chars <= NAME_DENSE : p->words <= NAME_WORDS)
        && (learn_may_be_name(p->text) || learn_is_proper(l, p->text));
}

/* "Ada Lund", "By Ada Lund", "Ada Lund, Corrow"; more words are a headline's: "Rollo Penhallow buys Corrow". */
static bool is_named(struct learn *l, const struct para *p)
{
    struct slice text = p->text;
    const char *blank = memchr(text.ptr, ' ', text.len);
    if (p->words > BARE_WORDS && blank && !memchr(text.ptr, ',', text.len) && !memchr(text.ptr, '&', text.len))
        return p->words == BARE_WORDS + 1 && learn_is_proper(l, slice_from(text, (size_t)(blank + 1 - text.ptr)));
    return p->words <= ROLE_WORDS ? learn_is_named(l, p->text) : learn_is_name(l, p->text, false);
}

static bool is_repeat(const struct para *p)
{
    return p->action == COPYDESK_DROP && p->reason == COPYDESK_REPEAT;
}

static struct top find_top(struct learn *l, const struct para *paras, const uint8_t *flags, size_t n)
{
    struct top top = { .prose = 0 };
    while (top.prose < n && !(flags[top.prose] & LEARN_STANDS && is_prose(&paras[top.prose])))
        top.prose++;
    top.own = top.title[0] = top.title[1] = top.prose;
    for (size_t i = 0; i < top.prose; i++) {
        const struct para *p = &paras[i];
        bool stands = flags[i] & LEARN_STANDS && p->fold & FOLD_KEYED;
        if ((!stands && !is_repeat(p)) || is_date(p))
            continue;
        if (is_named(l, p)) {
            top.name = i;
            continue;
        }
        top.title[1] = top.title[0];
        top.title[0] = i;
        if (flags[i] & LEARN_ALONE && top.own == top.prose)
            top.own = i;
    }
    if (top.title[0] < top.prose && !may_be_name(l, &paras[top.title[0]]))
        top.title[1] = top.prose;
    if (top.title[1] < top.prose && top.name < top.title[0])
        top.name = top.title[0];
    size_t title = top.title[1] < top.prose ? top.title[1] : top.title[0];
    if (top.own == top.prose && title < top.prose && (flags[title] & (LEARN_STANDS | LEARN_RECURS)) == LEARN_STANDS)
        top.own = title;
    return top;
}

static bool is_title(const struct top *top, const struct para *paras, size_t i)
{
    for (size_t k = 0; k < 2; k++)
        if (top->title[k] < top->prose && key_equal(paras[i].key, paras[top->title[k]].key))
            return true;
    return false;
}

/* The bit of a place, where it holds. */
static uint16_t bit(enum learn_place place, bool holds)
{
    return (uint16_t)(holds << place);
}

static uint16_t place_in_top(const struct top *top, const struct para *paras, size_t i)
{
    bool untitled = top->own == top->prose;
    bool under = i > top->own || (i == top->title[0] && top->title[1] < top->prose);
    return bit(AT_OVER, i < top->name) | bit(AT_UNDER, under)
        | bit(AT_HEADING, untitled) | bit(AT_TITLE, untitled && is_title(top, paras, i));
}

/* ---- beside what ---- */

static bool corroborates(unsigned flags)
{
    return flags & (LEARN_RECURS | LEARN_TAKEN) && !(flags & LEARN_NAME);
}

/* Will it stand in the clean text, as far as the zones are concerned? Names stay. */
static bool stays(unsigned flags)
{
    return flags & LEARN_STANDS && (!(flags & LEARN_RECURS) || flags & LEARN_NAME);
}

/* The zones, and the neighbours: the nearest paragraphs that are not gone for other reasons than a rule. */
static void mark_neighbours(const uint8_t *flags, size_t n, uint16_t *places)
{
    enum { NEIGHBOUR = LEARN_STANDS | LEARN_TAKEN };
    size_t before = 0, own = 0;
    unsigned above = 0, below = 0;
    for (size_t i = 0; i < n; i++)
        own += stays(flags[i]);
    size_t head = strip_zone(own, false), tail = strip_zone(own, true);
    for (size_t i = 0; i < n; i++) {
        places[i] = bit(AT_HEAD, before < head) | bit(AT_TAIL, own - before < tail) | bit(AT_BESIDE, corroborates(above));
        before += stays(flags[i]);
        above = flags[i] & NEIGHBOUR ? flags[i] : above;
    }
    for (size_t i = n; i-- > 0;) {
        places[i] |= bit(AT_BESIDE, corroborates(below)) | bit(AT_LEADS, below & LEARN_SENTENCE);
        below = flags[i] & NEIGHBOUR ? flags[i] : below;
    }
}

/* What no line of this article alone stands above, or behind; and whether a line of half of the articles, or
 * a label of a fifth, stands between it and those. */
static void mark_outside(const uint8_t *flags, size_t n, bool above, uint16_t *places)
{
    size_t outside = 0;
    uint16_t met = bit(above ? AT_FIRST : AT_LAST, true);
    while (outside < n && !(flags[above ? outside : n - 1 - outside] & LEARN_ALONE))
        outside++;
    while (outside-- > 0) {
        size_t i = above ? outside : n - 1 - outside;
        places[i] |= met;
        met |= bit(AT_HALF, flags[i] & LEARN_HALF) | bit(AT_FIFTH, flags[i] & LEARN_FIFTH);
    }
}

bool learn_places(struct learn *l, const struct para *paras, const uint8_t *flags, size_t n, uint16_t *places)
{
    struct top top = find_top(l, paras, flags, n);
    mark_neighbours(flags, n, places);
    mark_outside(flags, n, true, places);
    mark_outside(flags, n, false, places);
    for (size_t i = 0; i < n; i++)
        places[i] |= i < top.prose ? place_in_top(&top, paras, i)
                   : bit(AT_INSIDE, i > top.prose && !(places[i] & bit(AT_LAST, true)));
    return top.own == top.prose;
}
