/* shingles -- what an article says, as a set: every three words that follow
 * one another, hashed. Two articles are compared by what their sets share.
 *
 * Made of the folded text of the paragraphs that stand: case, punctuation and
 * spelling of spaces do not matter, digits do. The end of a paragraph does not
 * break a shingle, so the same text in other paragraphs gives the same set. In a
 * paragraph of a script without spaces a shingle is five characters instead of
 * three words.
 *
 *     folded  "the pier stays closed until spring"
 *     set     h(the pier stays) h(pier stays closed) h(stays closed until) ...
 *
 * A shingle is 40 bits: two articles of 500 words have one in common by
 * accident with odds of 500 * 500 / 2^40, 2e-7. The words themselves are kept in their
 * order (row.h): the set is made of them again, and by them two reports of one
 * template are told apart (swaps.h). */
#ifndef DEDUPE_SHINGLES_H
#define DEDUPE_SHINGLES_H

#include <stdint.h>

#include "base/arena.h"
#include "dedupe/near/row.h"

enum {
    SHINGLE_BITS = 40,
    SHINGLE_WORDS = 3,   /* true pairs of wire copies share 30 % of them, fewer of longer ones (NEWS-COPY) */
    SHINGLE_CHARS = 5    /* about as rare as three words (guess) */
};

/* An article's set; the function that fills it says how long it lives. */
struct shingle_set {
    const uint64_t *hashes;             /* sorted, each value once */
    size_t n;
    const uint64_t *lines;              /* for each of hashes: the line of the paragraph in which it first ends; NULL: not wanted */
    struct slice coded;                 /* the words in their order, as bytes: see shingles_decode */
};

/* One worker's scratch. Zero-initialise; release in the end. */
struct shingles {
    struct row row;
    struct hash_list hashes, sorted;
    bool with_lines;                    /* sets have lines; decided before the first use */
    struct hash_list word_lines;        /* then: of each word */
    struct hash_list order;             /* hashes as they come, each followed by its line */
    struct hash_list lines;             /* and the lines of the sorted hashes */
    struct buf coded;
};

void shingles_release(struct shingles *s);

/* Makes the set of the paragraphs that stand (were not dropped); it lives in s until
 * that is used again. False when memory is short. */
bool shingles_make(struct shingles *s, const struct para *paras, size_t n, struct shingle_set *set);

/* A copy of set in the arena. NULL when memory is short. */
const struct shingle_set *shingles_copy(const struct shingle_set *set, struct arena *arena);

/* Reads a set from the start of bytes, and sets its coded to what it took; the lists
 * live in s. False when bytes end before the set does, or memory is short. */
bool shingles_decode(struct shingles *s, struct slice bytes, struct shingle_set *set);

/* How many words the set is made of, and the first of them (row.h): to[0 .. n). */
size_t shingles_n_words(const struct shingle_set *set);
void shingles_words(const struct shingle_set *set, uint64_t *to, size_t n);

/* How many words the shingle has that ends with this one. */
static inline size_t shingle_width(uint64_t word)
{
    return row_kind(word) & ROW_DENSE ? SHINGLE_CHARS : SHINGLE_WORDS;
}

/* Mixes x: numbers that differ in any bit give values that differ all over. */
static inline uint64_t shingle_mix(uint64_t x)
{
    x ^= x >> 32;                         /* the finish of MurmurHash3, 64 bits */
    x *= UINT64_C(0xff51afd7ed558ccd);
    x ^= x >> 33;
    x *= UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ x >> 33;
}

/* The shingle of so many words. */
static inline uint64_t shingle_of(const uint64_t *words, size_t width)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < width; i++)
        hash = hash * UINT64_C(0x9e3779b97f4a7c15) + row_text(words[i]) + 1;
    return shingle_mix(hash) >> (64 - SHINGLE_BITS);
}

#endif
