#include "cli/suggest.h"

#include <stdint.h>

enum { LONGEST = 32 };   /* no option or command is so long */

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: Levenshtein, and a swap of neighbours costs one. */
size_t suggest_distance(struct slice a, struct slice b)
{
    if (a.len > LONGEST || b.len > LONGEST)
        return SIZE_MAX;
    size_t d[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= a.len; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= b.len; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = d[i - 1][j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            d[i][j] = min(change, min(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.len][b.len];
}

struct suggest suggest_for(struct slice typed)
{
    return (struct suggest){ typed, NULL, (typed.len + 2) / 3 + 1 };
}

void suggest_try(struct suggest *s, const char *candidate)
{
    size_t distance = suggest_distance(s->typed, slice_str(candidate));
    /* as many slips as letters: nothing in common */
    if (distance < s->distance && distance < s->typed.len) {
        s->best = candidate;
        s->distance = distance;
    }
}
