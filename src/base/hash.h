/* hash -- names for bytes: the 128-bit key of a folded paragraph, and 64-bit
 * check sums. Base layer; the only module that touches xxHash. Among n distinct
 * texts two share a key with odds near n*n/2^129 (birthday bound; XXH3 is not built
 * to resist someone who looks for collisions). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/slice.h"

struct key { uint64_t hi, lo; };

struct key key_of(struct slice folded);

/* The key of a sequence, made of its key so far and the key of what comes next. */
struct key key_chain(struct key before, struct key next);

static inline bool key_equal(struct key a, struct key b)
{
    return a.hi == b.hi && a.lo == b.lo;
}

/* XXH3-64, for checking that bytes are the same ones. */
uint64_t hash_bytes(struct slice bytes);

/* For qsort and bsearch: uint64_t hashes in rising order. */
int hash_order(const void *a, const void *b);

/* How many hashes two sorted rows have in common; a repeated one counts as often as both have it. */
size_t hash_common(const uint64_t *x, size_t n, const uint64_t *y, size_t m);

/* hash_bytes over bytes that come in pieces. */
struct hash_state;
struct hash_state *hash_new(void);               /* NULL if out of memory */
void hash_reset(struct hash_state *h);
void hash_add(struct hash_state *h, struct slice bytes);
uint64_t hash_value(const struct hash_state *h);
struct key hash_key(const struct hash_state *h);   /* as key_of the same bytes */
void hash_free(struct hash_state *h);

#endif
