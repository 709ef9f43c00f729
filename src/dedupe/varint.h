/* varint -- small numbers in few bytes: 7 bits in each, the lowest first, and all
 * bytes but the last 128 or more. Dedupe layer. Reading is up to those who know how
 * far they may trust the bytes: ids.c, nearrun.c, shingles.c. */
#ifndef DEDUPE_VARINT_H
#define DEDUPE_VARINT_H

#include <stddef.h>
#include <stdint.h>

enum { VARINT_MOST = 10 };   /* bytes */

/* Writes value to `to`; returns how many bytes it takes. */
static inline size_t varint_put(char *to, uint64_t value)
{
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        to[n++] = (char)(value | 0x80);
    to[n++] = (char)value;
    return n;
}

#endif
