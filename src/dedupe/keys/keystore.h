/* keystore -- a set of keys (keyset.h) that moves to files (spill.h) when it
 * outgrows a memory cap. Dedupe layer. Without a cap it is the set alone, and costs
 * what that costs. Not thread-safe, but for keystore_find while nobody adds. */
#ifndef DEDUPE_KEYSTORE_H
#define DEDUPE_KEYSTORE_H

#include "dedupe/keys/budget.h"
#include "dedupe/keys/keyrun.h"

struct spill;

struct keystore {
    struct budget budget;           /* set before the first use */
    struct keyset set;
    struct spill *spill;            /* NULL: all is in the set */
    struct copydesk_error error;    /* why something failed; without a path: memory is short */
};

/* Zero-initialise. Empties it, for about `expected` keys; false: failed. */
bool keystore_reset(struct keystore *k, size_t expected);
void keystore_release(struct keystore *k);

/* As keyset_add: 1 new, 0 there before, -1 failed (k->error). The line of a place that
 * has been in a file is PLACE_LINE_MOST at the most. */
int keystore_add(struct keystore *k, struct key key, struct place *place);

/* 1 and *place; 0: not there; -1: failed, error filled. */
int keystore_find(const struct keystore *k, struct key key, struct place *place, struct copydesk_error *error);
int keystore_find_filed(const struct keystore *k, struct key key, struct place *place, struct copydesk_error *error);   /* in files alone */

/* Moves all keys to files; false: failed (k->error). */
bool keystore_spill(struct keystore *k);

/* Moves all keys to one file, which is asked faster than several, or than one and a set; it
 * stays the store's. NULL: failed (k->error), or there are no keys. */
const struct keyrun *keystore_whole(struct keystore *k);

size_t keystore_memory(const struct keystore *k);   /* bytes allocated */
uint64_t keystore_filed(const struct keystore *k);  /* bytes in files */
uint64_t keystore_count(const struct keystore *k);  /* keys */

#endif
