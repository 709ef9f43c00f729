/* jsonways -- looks at 64 bytes of the inside of a JSON string at once, a bit for
 * each byte. Read layer; inline, for jsonstring.c and others that look at escapes as
 * it does; for machines with AVX-512 (text/ways_wide.h). */
#ifndef READ_JSONWAYS_H
#define READ_JSONWAYS_H

#include "text/ways_wide.h"

#if defined(__x86_64__) && defined(__SSE2__)

/* An escape that starts at this byte of a block or later may go on behind the block. */
enum { JSON_LATE = ASCII_BLOCK - 6 + 1 };

/* Those of the backslashes that begin an escape: of a run of them every other one.
 * No escape may reach into the block from before it. The subtraction borrows along
 * each run, and so tells at which parity it starts (as simdjson does). */
static inline uint64_t json_starts(uint64_t slashes)
{
    const uint64_t odd = UINT64_C(0xAAAAAAAAAAAAAAAA);
    if (!(slashes & slashes << 1))
        return slashes;
    return (((slashes << 1 | odd) - slashes) ^ odd) & slashes;
}

/* How many bytes of the block stand before the first escape that may go on behind it;
 * in_block, the text's bytes in the block, when there is none. */
static inline size_t json_whole(uint64_t starts, size_t in_block)
{
    uint64_t late = starts >> JSON_LATE << JSON_LATE;
    return late ? (size_t)__builtin_ctzll(late) : in_block;
}

/* v moved up by one byte: each byte is replaced by the one before it. */
WIDE static inline __m512i json_before(__m512i v)
{
    static const char BEFORE[ASCII_BLOCK] = {
        63, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
        29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54,
        55, 56, 57, 58, 59, 60, 61, 62
    };
    return _mm512_permutexvar_epi8(_mm512_loadu_si512(BEFORE), v);
}

/* Which bytes are c. */
WIDE static inline uint64_t json_is(__m512i v, char c)
{
    return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c));
}

#endif
#endif
