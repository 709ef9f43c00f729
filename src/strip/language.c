/* DESIGN. The vote looks at every article, so it is kept to some ten
 * instructions a word: stop words are short, and one of up to seven bytes is
 * compared as one number (text/shorts.h). A small set of hashes says of most
 * words that they are none of the list; for the others a bucket holds which
 * languages they speak for, as counts of all languages that are added at once.
 * Most paragraphs are decided within their first ten words. */
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

enum {
    BUCKETS = 1024, IN_BUCKET = 4,   /* 22 languages have under 700 words */
    HASHES = 32 * BUCKETS,
    VOTES = 256            /* different sets of languages that have the same word */
};

/* Counts of all languages, a byte each; one that has enough has the upper bit. */
enum { LANES = 3 };
_Static_assert((int)N_ROWS <= 8 * LANES, "each language is counted");
struct votes { uint64_t lane[LANES]; };

static const uint64_t ENOUGH = UINT64_C(0x8080808080808080);

struct bucket {
    uint64_t word[IN_BUCKET];        /* 0: empty */
    uint8_t votes[IN_BUCKET];        /* of each, an index */
};

struct languages {
    uint64_t known[HASHES / 64];     /* the hashes of words */
    struct bucket buckets[BUCKETS];
    struct votes votes[VOTES];       /* the first one is of no word */
    size_t n_votes;
    struct votes start;              /* so many short of enough as words are needed */
    bool full;                       /* a word found no room */
};

static size_t hash_of(uint64_t word)
{
    return (size_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> 49);   /* the upper 15 bits: HASHES */
}

/* The votes of number i of a bucket when it is the word, else 0. */
static inline unsigned votes_if(const struct bucket *b, int i, uint64_t word)
{
    return b->votes[i] & -(unsigned)(b->word[i] == word);
}

/* Counts a word of bucket b, or of none. The languages that have enough now: none
 * had before. Nobody can guess which words are on the list, so no branch does. */
static language_set count(const struct languages *l, const struct bucket *b, uint64_t word,
                          struct votes *so_far)
{
    const struct votes *more = &l->votes[votes_if(b, 0, word) | votes_if(b, 1, word)
                                         | votes_if(b, 2, word) | votes_if(b, 3, word)];
    so_far->lane[0] += more->lane[0];
    so_far->lane[1] += more->lane[1];
    so_far->lane[2] += more->lane[2];
    if (!((so_far->lane[0] | so_far->lane[1] | so_far->lane[2]) & ENOUGH))
        return 0;
    language_set shown = 0;
    for (int i = 0; i < N_ROWS; i++)
        shown |= (language_set)(so_far->lane[i / 8] >> (i % 8 * 8 + 7) & 1) << i;
    return shown;
}

language_set languages_of_text(const struct languages *l, struct slice text)
{
    uint64_t words[SHORTS_MOST];
    size_t n = shorts_of(text, words);
    struct votes so_far = l->start;
    language_set shown = 0;
    for (size_t i = 0; i < n && !shown; i++) {
        size_t hash = hash_of(words[i]);
        if (l->known[hash / 64] >> hash % 64 & 1)
            shown = count(l, &l->buckets[hash / (HASHES / BUCKETS)], words[i], &so_far);
    }
    return shown;
}

language_set languages_of(const struct languages *l, const struct para *paras, size_t n)
{
    language_set shown = 0;
    for (size_t i = 0; i < n; i++) {
        const struct para *p = &paras[i];
        bool prose = p->words >= MIN_WORDS || (p->fold & FOLD_DENSE && p->chars >= MIN_DENSE_CHARS);
        if (prose && p->action != COPYDESK_DROP)
            shown |= languages_of_text(l, p->text);
    }
    return shown;
}

/* ---- the table ---- */

/* Where the word stands, or is to stand; NULL: its bucket is full. */
static uint8_t *place_of(struct languages *l, uint64_t word)
{
    size_t hash = hash_of(word);
    struct bucket *b = &l->buckets[hash / (HASHES / BUCKETS)];
    l->known[hash / 64] |= UINT64_C(1) << hash % 64;
    for (int i = 0; i < IN_BUCKET; i++)
        if (!b->word[i] || b->word[i] == word) {
            b->word[i] = word;
            return &b->votes[i];
        }
    return NULL;
}

/* The index of votes like these; VOTES when there is no room. */
static size_t index_of(struct languages *l, struct votes votes)
{
    size_t i = 0;
    while (i < l->n_votes && memcmp(&l->votes[i], &votes, sizeof votes) != 0)
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
    uint8_t *place = place_of(l, shorts_number(word));
    struct votes votes = place ? l->votes[*place] : l->votes[0];
    votes.lane[number / 8] |= UINT64_C(1) << number % 8 * 8;
    size_t index = place ? index_of(l, votes) : VOTES;
    if (index < VOTES)
        *place = (uint8_t)index;
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
        l->start.lane[row / 8] |= (uint64_t)(0x80 - ROWS[row].needed) << row % 8 * 8;
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
