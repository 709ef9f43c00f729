/* keystore -- a set of keys (keyset.h) that moves to files (spill.h) when it
 * outgrows a memory cap. Dedupe layer. Without a cap it is the set alone, and costs
 * what that costs. Not thread-safe. */
#ifndef DEDUPE_KEYSTORE_H
#define DEDUPE_KEYSTORE_H

#include "dedupe/budget.h"
#include "dedupe/keyset.h"

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

#endif
