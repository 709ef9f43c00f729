/* DESIGN. The vote looks at every article, so it is kept to a few instructions a
 * word: stop words are short, and one of up to seven bytes is compared as one
 * number (text/shorts.h). A small table says of most words that they are none of the
 * list. The others are looked up, each in two places, and counted for all
 * languages at once: a bit for each says that a word of it was met once, another
 * one that two were. Words are gathered from some paragraphs before any is counted:
 * nobody can guess where a count ends, and what was done ahead is lost then. */
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

enum { TEXTS = 16 };       /* paragraphs that are counted in one go: 8 to 32 are the same (measured) */

enum {
    SLOTS = 1024,          /* in each half of the table; 22 languages have under 800 words */
    VOTES = 256,           /* different sets of languages that have the same word */
    INDEX_BITS = 8         /* of an index of votes */
};

struct languages {
    struct shorts_list known;
    uint64_t slots[2][SLOTS];        /* a word in one of two places, above the index of its votes; 0: empty */
    language_set votes[VOTES];       /* the first one is of no word */
    size_t n_votes;
    language_set two, one;           /* languages that at most two words show; that one does. The others need three */
    bool full;                       /* a word found no room, or a language needs more than three */
};

/* The word's place in a half of the table. */
static inline size_t place_in(int half, uint64_t word)
{
    return (size_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> (half ? 44 : 54)) % SLOTS;
}

/* One of its two slots may hold the word: then the votes' index is what is left. */
static inline language_set votes_of(const struct languages *l, uint64_t word)
{
    uint64_t first = l->slots[0][place_in(0, word)] ^ word << INDEX_BITS;
    uint64_t second = l->slots[1][place_in(1, word)] ^ word << INDEX_BITS;
    uint64_t index = first < second ? first : second;
    return l->votes[index < VOTES ? index : 0];
}

/* What the words show, in their order: the first that a language has enough with may
 * do so for several. */
static language_set count(const struct languages *l, const uint64_t *words, const uint64_t *end)
{
    language_set once = l->two, twice = l->one;
    for (; words < end; words++) {
        language_set votes = votes_of(l, *words), enough = twice & votes;
        if (enough)
            return enough;
        twice |= once & votes;
        once |= votes;
    }
    return 0;
}

language_set languages_of_text(const struct languages *l, struct slice text)
{
    uint64_t words[SHORTS_MOST];
    size_t n = shorts_of(text, &l->known, words);
    return count(l, words, words + n);
}

/* The words of some texts; those of text i end where those of the next one start. */
struct batch {
    size_t n;
    uint64_t *at[TEXTS + 1];
    uint64_t words[SHORTS_MOST * TEXTS];
};

static language_set count_all(const struct languages *l, struct batch *b)
{
    language_set shown = 0;
    for (size_t i = 0; i < b->n; i++)
        shown |= count(l, b->at[i], b->at[i + 1]);
    b->n = 0;
    return shown;
}

static bool is_prose(const struct para *p)
{
    return p->words >= MIN_WORDS || (p->fold & FOLD_DENSE && p->chars >= MIN_DENSE_CHARS);
}

language_set languages_of(const struct languages *l, const struct para *paras, size_t n)
{
    struct batch b;
    b.n = 0;
    b.at[0] = b.words;
    language_set shown = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_prose(&paras[i]) || paras[i].action == COPYDESK_DROP)
            continue;
        b.at[b.n + 1] = b.at[b.n] + shorts_of(paras[i].text, &l->known, b.at[b.n]);
        if (++b.n == TEXTS)
            shown |= count_all(l, &b);
    }
    return shown | count_all(l, &b);
}

/* Of Croatian, Swahili, Romanian and Slovak a seventh to nearly a half do (measured on 60 paragraphs of each), of
 * terse Russian news three fifths, of Spanish and English 19 of 20. */
bool languages_known(const struct languages *l, const struct para *paras, size_t n)
{
    enum { SHARE = 2 };
    size_t prose = 0, shown = 0;
    for (size_t i = 0; i < n; i++)
        if (is_prose(&paras[i]) && paras[i].action != COPYDESK_DROP) {
            prose++;
            shown += languages_of_text(l, paras[i].text) != 0;
        }
    return shown * SHARE >= prose && shown > 0;
}

/* ---- the table ---- */

/* Puts the word in (cuckoo hashing): the word that stands in its place moves to the other of its own two places, and so on. */
static bool make_room(struct languages *l, uint64_t word)
{
    uint64_t moving = word << INDEX_BITS;
    int half = 0;
    for (size_t steps = 0; moving && steps < SLOTS; steps++) {
        uint64_t *slot = &l->slots[half][place_in(half, moving >> INDEX_BITS)], other = *slot;
        *slot = moving;
        moving = other;
        half = !half;
    }
    return !moving;
}

/* The slot of the word, which is added where it is new; NULL: there is no room. */
static uint64_t *slot_of(struct languages *l, uint64_t word)
{
    for (int half = 0; half < 2; half++)
        if (l->slots[half][place_in(half, word)] >> INDEX_BITS == word)
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
        l->full |= ROWS[row].needed > 3;
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

int languages_number(struct slice name)
{
    for (int row = 0; row < N_ROWS; row++)
        if (slice_equal(slice_str(ROWS[row].name), name))
            return row;
    return -1;
}

bool languages_is_latin(int number)
{
    return strcmp(ROWS[number].script, "latin") == 0;
}
