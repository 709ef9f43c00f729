/* suggest -- which known word did they mean? Try every candidate, then ask. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include "base/slice.h"

struct suggest {
    struct slice typed;
    const char *best;      /* NULL until one is near enough */
    size_t distance;       /* of best; before that, one more than may be */
};

struct suggest suggest_for(struct slice typed);

/* Near: at most one slip (a letter wrong, missing, added, or two swapped) for
 * each three letters begun. The first of the nearest stays. */
void suggest_try(struct suggest *s, const char *candidate);

/* The number of slips between two words; SIZE_MAX when one is too long. */
size_t suggest_distance(struct slice a, struct slice b);

#endif
