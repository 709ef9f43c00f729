#include "dedupe/keys/sketch.h"

#include <stdlib.h>

enum { ROWS = 4 };

struct sketch {
    uint64_t mask;
    unsigned bits;
    uint16_t *counters;    /* row after row */
};

struct sketch *sketch_new(unsigned bits)
{
    struct sketch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->mask = (UINT64_C(1) << bits) - 1;
    s->bits = bits;
    s->counters = calloc((size_t)ROWS << bits, sizeof *s->counters);
    if (!s->counters) {
        free(s);
        return NULL;
    }
    return s;
}

void sketch_free(struct sketch *s)
{
    if (s)
        free(s->counters);
    free(s);
}

/* All 128 bits of a key are a hash's; each row mixes the two halves another way. */
static uint16_t *counter(const struct sketch *s, struct key key, unsigned row)
{
    uint64_t slot = (key.lo + row * (key.hi | 1)) >> 7 & s->mask;
    return s->counters + ((size_t)row << s->bits) + slot;
}

unsigned sketch_count(const struct sketch *s, struct key key)
{
    unsigned least = UINT16_MAX;
    for (unsigned row = 0; row < ROWS; row++) {
        unsigned n = *counter(s, key, row);
        least = n < least ? n : least;
    }
    return least;
}

unsigned sketch_add(struct sketch *s, struct key key)
{
    unsigned count = sketch_count(s, key);
    if (count == UINT16_MAX)
        return count;
    count++;
    for (unsigned row = 0; row < ROWS; row++) {
        uint16_t *n = counter(s, key, row);
        if (*n < count)
            *n = (uint16_t)count;
    }
    return count;
}
