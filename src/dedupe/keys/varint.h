/* varint -- small numbers in few bytes: 7 bits in each, the lowest first, and all
 * bytes but the last 128 or more. Dedupe layer. */
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

/* Reads a number that begins before end; returns how many bytes it takes, 0 when it is not whole. */
static inline size_t varint_get(const unsigned char *from, const unsigned char *end, uint64_t *value)
{
    *value = 0;
    for (size_t n = 0; from + n < end && n < VARINT_MOST; n++) {
        *value |= (uint64_t)(from[n] & 0x7F) << 7 * n;
        if (from[n] < 0x80)
            return n + 1;
    }
    return 0;
}

#endif
