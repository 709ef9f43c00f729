/* filter -- is this key certainly not among those that were added? Dedupe layer. A
 * Bloom filter of fixed size, of which a key touches one line of memory. Spares most
 * look-ups in files, since most keys are new.
 *
 * Of 100 keys that were not added, it says maybe to 3 when it has 8 bits for each
 * that was, to 15 with 4, to 45 with 2 (reckoned): the fuller, the less it spares, but
 * no answer is ever wrong. Not thread-safe. */
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

/* Makes one of so many bytes, rounded down to lines; 0 is fine. False when memory is short. */
bool filter_init(struct filter *f, size_t bytes);
void filter_release(struct filter *f);

void filter_add(struct filter *f, uint64_t key);

/* False: key was not added for certain. */
bool filter_maybe(const struct filter *f, uint64_t key);

size_t filter_memory(const struct filter *f);   /* bytes allocated */

#endif
