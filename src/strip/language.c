/* DESIGN. The vote looks at every article, so it is kept to a few instructions a
 * word, and no branch depends on one, for nobody can guess which words come: stop words are
 * short, and one of up to seven bytes is compared as one number (text/shorts.h). A small
 * table says of most words that they are none of the list; the others, of many paragraphs
 * in a row, are looked up, each in two places, and counted for all languages at once: a bit for each
 * says that a word of it was met once, another one that two were. */
#include "strip/language.h"

#include <stdlib.h>

#include "text/fold.h"
#include "text/shorts.h"

static const struct row { const char *name, *script; uint8_t needed; const char *words; } ROWS[] = {
#include "languages.inc"
};
enum { N_ROWS = sizeof ROWS / sizeof *ROWS };
_Static_assert((int)N_ROWS <= (int)LANGUAGE_MAX, "a set has a bit for each");

enum { MIN_WORDS = 8, MIN_DENSE_CHARS = 20 };

enum { BATCH = 512 };      /* words that are counted in one go */

enum {
    SLOTS = 1024,          /* in each half of the table; 22 languages have under 700 words */
    VOTES = 256,           /* different sets of languages that have the same word */
    NUMBER_BITS = 8,       /* of an index of votes */
    NEEDED_MOST = 3        /* words, of any language */
};

struct languages {
    struct shorts_list known;
    uint64_t slots[2][SLOTS];        /* a word in one of two places, above the index of its votes; 0: empty */
    language_set votes[VOTES];       /* the first one is of no word */
    size_t n_votes;
    language_set two, one;           /* those that need two words at most, only one */
    bool full;                       /* a word found no room */
};

static inline size_t place_in(unsigned half, uint64_t word)
{
    return (half ? shorts_hash(word) / SLOTS : shorts_hash(word)) % SLOTS;
}

/* The index of votes in a slot when the word stands there, else 0. */
static inline uint64_t index_if(uint64_t slot, uint64_t word)
{
    uint64_t index = slot ^ word << NUMBER_BITS;
    return index < VOTES ? index : 0;
}

static inline language_set votes_of(const struct languages *l, uint64_t word)
{
    return l->votes[index_if(l->slots[0][place_in(0, word)], word) | index_if(l->slots[1][place_in(1, word)], word)];
}

/* The languages that any of some texts shows, by their words: in front of each
 * text's stands a 0. A text is done when it has shown one; several may be shown by
 * one word. */
static language_set count(const struct languages *l, const uint64_t *words, size_t n)
{
    language_set once = 0, twice = 0, open = 0, shown = 0;
    for (size_t i = 0; i < n; i++) {
        language_set begin = words[i] ? 0 : ~(language_set)0;
        once = (once & ~begin) | (l->two & begin);
        twice = (twice & ~begin) | (l->one & begin);
        open |= begin;
        language_set votes = votes_of(l, words[i]) & open, enough = twice & votes;
        twice |= once & votes;
        once |= votes;
        shown |= enough;
        open = enough ? 0 : open;
    }
    return shown;
}

/* Adds a text's words, and the 0. Returns how many these are. */
static size_t add_text(const struct languages *l, struct slice text, uint64_t words[SHORTS_MOST + 1])
{
    words[0] = 0;
    return 1 + shorts_of(text, &l->known, words + 1);
}

language_set languages_of_text(const struct languages *l, struct slice text)
{
    uint64_t words[SHORTS_MOST + 1];
    size_t n = add_text(l, text, words);
    return count(l, words, n);
}

static bool is_prose(const struct para *p)
{
    return p->words >= MIN_WORDS || (p->fold & FOLD_DENSE && p->chars >= MIN_DENSE_CHARS);
}

language_set languages_of(const struct languages *l, const struct para *paras, size_t n)
{
    uint64_t words[BATCH + SHORTS_MOST + 1];
    language_set shown = 0;
    size_t n_words = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_prose(&paras[i]) || paras[i].action == COPYDESK_DROP)
            continue;
        n_words += add_text(l, paras[i].text, words + n_words);
        if (n_words >= BATCH) {
            shown |= count(l, words, n_words);
            n_words = 0;
        }
    }
    return shown | count(l, words, n_words);
}

/* ---- the table ---- */

/* Finds the word room: who stands in its place moves to the other one of its two. */
static bool make_room(struct languages *l, uint64_t word)
{
    uint64_t moving = word << NUMBER_BITS;
    unsigned half = 0;
    for (size_t steps = 0; moving && steps < SLOTS; steps++) {
        uint64_t *slot = &l->slots[half][place_in(half, moving >> NUMBER_BITS)], other = *slot;
        *slot = moving;
        moving = other;
        half = !half;
    }
    return !moving;
}

/* The slot of the word, which is added where it is new; NULL: there is no room. */
static uint64_t *slot_of(struct languages *l, uint64_t word)
{
    for (unsigned half = 0; half < 2; half++)
        if (l->slots[half][place_in(half, word)] >> NUMBER_BITS == word)
            return &l->slots[half][place_in(half, word)];
    shorts_add(&l->known, word);
    return make_room(l, word) ? slot_of(l, word) : NULL;
}

/* The index of these votes; VOTES when there is no room. */
static size_t index_of(struct languages *l, language_set votes)
{
    size_t i = 0;
    while (i < l->n_votes && l->votes[i] != votes)
        i++;
    if (i == l->n_votes && i < VOTES)
        l->votes[l->n_votes++] = votes;
    return i;
}

/* A test holds languages.tsv to words that are short, and have room. */
static void add_word(struct languages *l, struct slice word, int number)
{
    if (!word.len || word.len > SHORTS_LONGEST)
        return;
    uint64_t *slot = slot_of(l, shorts_number(word));
    language_set votes = slot ? l->votes[*slot % VOTES] : 0;
    size_t index = slot ? index_of(l, votes | (language_set)1 << number) : VOTES;
    if (index < VOTES)
        *slot = *slot / VOTES * VOTES + index;
    else
        l->full = true;
}

struct languages *languages_new(void)
{
    struct languages *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    l->n_votes = 1;
    for (int row = 0; row < N_ROWS; row++) {
        struct slice rest = slice_str(ROWS[row].words);
        l->two |= (language_set)(ROWS[row].needed <= 2) << row;
        l->one |= (language_set)(ROWS[row].needed <= 1) << row;
        while (rest.len) {
            const char *blank = memchr(rest.ptr, ' ', rest.len);
            size_t n = blank ? (size_t)(blank - rest.ptr) : rest.len;
            add_word(l, slice_of(rest.ptr, n), row);
            rest = slice_from(rest, blank ? n + 1 : n);
        }
    }
    return l;
}

bool languages_full(const struct languages *l)
{
    return l->full;
}

void languages_free(struct languages *l)
{
    free(l);
}

int languages_number(const struct languages *l, struct slice name)
{
    (void)l;
    for (int row = 0; row < N_ROWS; row++)
        if (slice_equal(slice_str(ROWS[row].name), name))
            return row;
    return -1;
}

bool languages_is_latin(const struct languages *l, int number)
{
    (void)l;
    return strcmp(ROWS[number].script, "latin") == 0;
}
