/* lanes -- sixteen bytes side by side, for scans that go over whole texts; comparing two
 * gives 0xFF where it holds. Base layer. The extension is gcc's and clang's; left to gcc's
 * vectoriser, which widens the bytes, the scan for line ends took more time than all the
 * rest of a split (measured). */
#ifndef BASE_LANES_H
#define BASE_LANES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 16 };   /* bytes: a vector register */

typedef unsigned char lanes __attribute__((vector_size(LANES)));

static inline __attribute__((always_inline)) lanes lanes_at(const char *p)
{
    lanes v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline __attribute__((always_inline)) bool lanes_any(lanes v)
{
    uint64_t half[2];
    memcpy(half, &v, sizeof half);
    return (half[0] | half[1]) != 0;
}

#endif
