/* suggest -- which known word was meant by a mistyped one? Try every candidate, then
 * look at best. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include "base/slice.h"

struct suggest {
    struct slice typed;
    const char *best;      /* NULL until one is near enough */
    size_t distance;       /* of best; before there is one, one more than is allowed */
};

struct suggest suggest_for(struct slice typed);

/* Near enough: at most one slip (a letter wrong, missing or added, or two swapped) for
 * each three letters begun. Of equally near ones the first stays. */
void suggest_try(struct suggest *s, const char *candidate);

/* The number of slips between two words; SIZE_MAX when one is too long. */
size_t suggest_distance(struct slice a, struct slice b);

#endif
