/* keyset -- remembers 96-bit keys and where each was first met.
 *
 * Open addressing with linear probing in key order: home slots rise with the
 * key, and a run of neighbours is kept sorted, so the table is a sorted array
 * with gaps:
 *
 *     home:   0     1     2     3     4     5   ...  | spare
 *           [ k0 ][ k1 ][ k1'][    ][ k4 ][    ] ... |
 *
 * A look-up that misses stops at the first larger key (5 slots on average at
 * the fullest, not 41), the keys come out sorted, and growing is two passes within
 * the table, without a second one. Slots are 20 bytes; filled to 5/6 and grown by
 * 1/7, so a key costs 24 to 28 bytes, in a large table, filled to 8/9, 22 to 25. Small
 * ones grow faster, for speed costs little there: of under a million keys one costs
 * 23 to 40, of under 400,000 up to 108. A set may be told to do so up to a limit only.
 * Grown tables are sized by the count alone: nothing depends on timing.
 *
 * 96 bits: n keys lose a paragraph wrongly with odds n*n/2^97, 6e-12 for 10^9
 * (birthday bound). Not thread-safe. */
#ifndef DEDUPE_KEYSET_H
#define DEDUPE_KEYSET_H

#include "base/hash.h"

#include <stdbool.h>

/* Where a key was met. article is never 0: that marks a free slot. */
struct place {
    uint32_t article;   /* its number, from 1 */
    uint32_t line;      /* from 1; 0: the whole article. The largest number that is kept stands for larger ones */
};

enum { PLACE_LINE_MOST = 0xffffff };   /* of a line in what is remembered across articles: a key run has 3 bytes */

struct keyset_slot;

struct keyset {
    struct keyset_slot *slots;   /* the first `end` of them in use */
    size_t home;                 /* number of home slots */
    size_t full;                 /* with so many keys it grows */
    size_t end;                  /* home and spare slots */
    size_t room;                 /* slots allocated */
    size_t n;                    /* keys */
    size_t most;                 /* 0, or bytes up to which it grows fast, and then by a tenth */
};

/* Zero-initialise, then reset before the first use. Reset empties the set and
 * makes it ready for about `expected` keys; memory is kept. False when memory
 * is short: the set is empty then. */
bool keyset_reset(struct keyset *k, size_t expected);
void keyset_release(struct keyset *k);

bool keyset_find(const struct keyset *k, struct key key, struct place *place);

/* Adds key with *place and returns 1; or, when it is there, returns 0 and sets
 * *place to where it was first met; -1 when memory is short, set unchanged. */
int keyset_add(struct keyset *k, struct key key, struct place *place);

/* The same in two steps, with others between. Seek finds the key: *place, or of
 * article 0; returns where it is, or belongs. Then keyset_add_at need not search
 * again: what was added meanwhile, or anything else, as `at` is no mistake. */
size_t keyset_seek(const struct keyset *k, struct key key, struct place *place);
int keyset_add_at(struct keyset *k, size_t at, struct key key, struct place *place);

/* The keys in rising order, with the low half of lo 0: from *at = 0 on, until
 * it returns false. */
bool keyset_next(const struct keyset *k, size_t *at, struct key *key, struct place *place);

/* Fetches the line of memory that key's look-up will touch. */
void keyset_prefetch(const struct keyset *k, struct key key);

/* Bytes allocated; and with so many keys more, as far as it grows once for them. */
size_t keyset_memory(const struct keyset *k);
size_t keyset_memory_with(const struct keyset *k, size_t more);

#endif
