/* filter -- is this key certainly not among those that were added? Dedupe
 * layer. What spares most look-ups in files, since most keys are new: a Bloom
 * filter of a size that is fixed, of which a key touches one line of memory.
 *
 * Wrongly "maybe" for 3 of 100 keys that were not added at 8 bits for each that
 * was, 15 at 4, 45 at 2 (reckoned): the fuller, the less it spares, and nothing
 * worse. Not thread-safe. */
#ifndef DEDUPE_FILTER_H
#define DEDUPE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct filter_line { uint64_t bits[8]; };   /* 64 bytes */

struct filter {
    struct filter_line *lines;   /* NULL: it has no bits, and says maybe */
    size_t n;
};

/* Of so many bytes, rounded down; 0 is fine. False when memory is short. */
bool filter_init(struct filter *f, size_t bytes);
void filter_release(struct filter *f);

void filter_add(struct filter *f, uint64_t key);
bool filter_maybe(const struct filter *f, uint64_t key);

size_t filter_memory(const struct filter *f);   /* bytes allocated */

#endif
