#include "dedupe/keys/filter.h"

#include <stdlib.h>

enum { BITS = 3 };   /* set in a line for each key: 2 spare less when it is half empty, 4 when it is full */

bool filter_init(struct filter *f, size_t bytes)
{
    f->n = bytes / sizeof *f->lines;
    f->lines = f->n ? calloc(f->n, sizeof *f->lines) : NULL;
    return !f->n || f->lines;
}

void filter_release(struct filter *f)
{
    free(f->lines);
    *f = (struct filter){ 0 };
}

/* The key's line; *spread gets 9 bits for the place of each of its bits there. Mixed by
 * multiplying (golden ratio), as keys may agree in many of their bits. */
static size_t line_of(const struct filter *f, uint64_t key, uint64_t *spread)
{
    uint64_t mixed = (key ^ key >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    *spread = (mixed ^ mixed >> 29) * UINT64_C(0xBF58476D1CE4E5B9) >> 32;
    return (size_t)((mixed >> 32) * f->n >> 32);
}

void filter_add(struct filter *f, uint64_t key)
{
    uint64_t spread;
    if (!f->n)
        return;
    struct filter_line *line = &f->lines[line_of(f, key, &spread)];
    for (int i = 0; i < BITS; i++, spread >>= 9)
        line->bits[spread >> 6 & 7] |= UINT64_C(1) << (spread & 63);
}

bool filter_maybe(const struct filter *f, uint64_t key)
{
    uint64_t spread;
    if (!f->n)
        return true;
    const struct filter_line *line = &f->lines[line_of(f, key, &spread)];
    for (int i = 0; i < BITS; i++, spread >>= 9)
        if (!(line->bits[spread >> 6 & 7] >> (spread & 63) & 1))
            return false;
    return true;
}

size_t filter_memory(const struct filter *f)
{
    return f->n * sizeof *f->lines;
}
