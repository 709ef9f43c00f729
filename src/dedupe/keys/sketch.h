/* sketch -- about how often was this key counted? A count-min sketch: memory
 * is fixed, and the answer is never too low. Dedupe layer.
 *
 * Four rows of saturating 16-bit counters; a key has one in each, the smallest
 * tells. Only counters that are too low are raised ("conservative update"),
 * which keeps the error of rare keys at about the number of distinct keys
 * divided by the counters of a row. Counters that nobody touched take no RAM.
 * Not thread-safe. */
#ifndef DEDUPE_SKETCH_H
#define DEDUPE_SKETCH_H

#include "base/hash.h"

struct sketch;

/* bits: 2^bits counters in each row, 8 << bits bytes in all. NULL when memory
 * is short. */
struct sketch *sketch_new(unsigned bits);
void sketch_free(struct sketch *s);   /* NULL is fine */

/* Counts key once more; returns the count, this one included (at most 65535). */
unsigned sketch_add(struct sketch *s, struct key key);
unsigned sketch_count(const struct sketch *s, struct key key);

#endif
