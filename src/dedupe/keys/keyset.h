/* keyset -- remembers 96-bit keys and where each was first met.
 *
 * Open addressing with linear probing in key order: home slots rise with the
 * key, and a run of neighbours is kept sorted, so the table is a sorted array
 * with gaps:
 *
 *     home:   0     1     2     3     4     5   ...  | spare
 *           [ k0 ][ k1 ][ k1'][    ][ k4 ][    ] ... |
 *
 * A look-up that misses stops at the first larger key (after 5 slots on average in
 * the fullest table; in any order it would take 41), the keys come out sorted, and
 * growing is two passes within the table, without a second one.
 *
 * Slots are 20 bytes. The larger a table, the fuller it gets and the smaller the
 * steps in which it grows (FILLINGS in keyset.c): a key costs 22 to 25 bytes in a
 * large table (filled to 8/9), 24 to 28 in one of a million or two (filled to 5/6,
 * grown by 1/7), 23 to 40 when there are under a million keys, and up to 108 under
 * 400,000, where speed costs few bytes. With a limit (`most`) the large steps end
 * there. The size follows from the number of keys alone: nothing depends on timing.
 *
 * 96 bits: the odds that two of n keys collide, and a paragraph is lost wrongly, are
 * n*n/2^97, 6e-12 for 10^9 (birthday bound). Not thread-safe. */
#ifndef DEDUPE_KEYSET_H
#define DEDUPE_KEYSET_H

#include "base/hash.h"

#include <stdbool.h>

/* Where a key was met. article is never 0: that marks a free slot. */
struct place {
    uint32_t article;   /* its number, from 1 */
    uint32_t line;      /* from 1; 0: the whole article. What is too large is stored as the largest that fits */
};

enum { PLACE_LINE_MOST = 0xffffff };   /* the largest line remembered across articles: a key run has 3 bytes for it */

struct keyset_slot;

struct keyset {
    struct keyset_slot *slots;   /* the first `end` of them in use */
    size_t home;                 /* number of home slots */
    size_t full;                 /* number of keys at which it grows */
    size_t end;                  /* home and spare slots */
    size_t room;                 /* slots allocated */
    size_t n;                    /* keys */
    size_t most;                 /* bytes up to which it grows in large steps, then by a tenth; 0: no such limit */
};

/* Zero-initialise, then reset before the first use. Reset empties the set and
 * makes it ready for about `expected` keys; memory is kept. False when memory
 * is short: the set is empty then. */
bool keyset_reset(struct keyset *k, size_t expected);
void keyset_release(struct keyset *k);

/* Whether the key is there; sets *place to where it was first met, or leaves it alone. */
bool keyset_find(const struct keyset *k, struct key key, struct place *place);

/* Adds key with *place and returns 1; or, when it is there, returns 0 and sets
 * *place to where it was first met; -1 when memory is short, set unchanged. */
int keyset_add(struct keyset *k, struct key key, struct place *place);

/* The same in two steps, between which others may come. keyset_seek sets *place to
 * where the key was first met, its article 0 when it was not, and returns the slot
 * where it is or belongs. keyset_add_at then searches from slot `at` on; that is only
 * a hint: keys may have been added meanwhile, and any number does no harm. */
size_t keyset_seek(const struct keyset *k, struct key key, struct place *place);
int keyset_add_at(struct keyset *k, size_t at, struct key key, struct place *place);

/* Iterates over the keys in rising order, the low half of their lo 0. Begin with
 * *at = 0; false: there are no more. */
bool keyset_next(const struct keyset *k, size_t *at, struct key *key, struct place *place);

/* Prefetches the lines of memory that looking key up, or adding it, will touch. */
void keyset_prefetch(const struct keyset *k, struct key key);

/* Bytes allocated; and after `more` keys are added, if it grows for them once at most. */
size_t keyset_memory(const struct keyset *k);
size_t keyset_memory_with(const struct keyset *k, size_t more);

#endif
