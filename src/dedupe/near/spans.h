/* spans -- which paragraphs two near articles share: for each paragraph of one, the
 * paragraph of the other with which it has the most shingles in common, if those are
 * half of its own or more. Dedupe layer. */
#ifndef DEDUPE_SPANS_H
#define DEDUPE_SPANS_H

#include "dedupe/near/shingles.h"

/* Zero-initialise; release in the end. */
struct spans {
    struct copydesk_span *at;   /* in the order of their lines; until the next find */
    size_t n, room;
    struct hash_list pairs;     /* scratch */
};

void spans_release(struct spans *s);

/* Fills s->at for the paragraphs of set. Both sets must have lines. False when memory is short. */
bool spans_find(struct spans *s, const struct shingle_set *set, const struct shingle_set *kept);

#endif
