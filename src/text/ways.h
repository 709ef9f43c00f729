/* ways -- the ways of ascii.h for any machine and for SSE2, in line for code that goes over
 * whole texts with one of them. Text layer; ways_half.h and ways_wide.h have the others. */
#ifndef TEXT_WAYS_H
#define TEXT_WAYS_H

#include <string.h>

#include "text/ascii.h"
#include "text/tables.h"

/* A loop is written once for all ways, and compiled for each with its functions in line. */
#define INLINE static inline __attribute__((always_inline))

/* ---- any machine ---- */

/* The mask of the first n bytes of a block. */
INLINE uint64_t below(size_t n)
{
    return n < ASCII_BLOCK ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
}

/* Sorts the characters beyond ASCII of a block of n bytes. */
typedef struct ascii_known known_function(const struct ascii_block *b, size_t n);

static inline void look_portable(const char *p, size_t n, struct ascii_block *b)
{
    *b = (struct ascii_block){ .from = p };
    for (unsigned i = 0; i < ASCII_BLOCK && i < n; i++) {
        uint64_t bit = UINT64_C(1) << i;
        b->kept |= ascii_is_word(p[i]) || p[i] == '$' || p[i] == '%' ? bit : 0;
        b->digits |= ascii_is_digit(p[i]) ? bit : 0;
        b->spaces |= p[i] == ' ' ? bit : 0;
        b->ends |= p[i] == '\n' ? bit : 0;
        b->marks |= ascii_is_mark(p[i]) ? bit : 0;
        b->hyphens |= p[i] == '-' ? bit : 0;
        b->beyond |= (unsigned char)p[i] >= 0x80 ? bit : 0;
        b->inner |= ((unsigned char)p[i] & 0xC0) == 0x80 ? bit : 0;
    }
}

static inline size_t keep_portable(const struct ascii_block *b, uint64_t which, char *out)
{
    size_t n = 0;
    for (const char *p = b->from; which; p++, which >>= 1)
        if (which & 1)
            out[n++] = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p == '\n' ? ' ' : *p;
    return n;
}

#ifdef __SSE2__
#include <immintrin.h>

/* ---- SSE2, which every x86-64 has ---- */

/* Bytes low to high give 0xFF, all others 0: shifted so that they are the
 * greatest signed bytes and one comparison finds them. */
static inline __m128i in_range(__m128i v, char low, char high)
{
    __m128i shifted = _mm_add_epi8(v, _mm_set1_epi8((char)(127 - high)));
    return _mm_cmpgt_epi8(shifted, _mm_set1_epi8((char)(127 - (high - low) - 1)));
}

static inline __m128i load(const char *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline __m128i kept_of(__m128i v)
{
    __m128i letters = in_range(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 'z');
    return _mm_or_si128(_mm_or_si128(letters, in_range(v, '0', '9')), in_range(v, '$', '%'));
}

static inline __m128i marks_of(__m128i v)
{
    __m128i a = _mm_or_si128(in_range(v, '!', '"'), in_range(v, '\'', ')'));
    __m128i b = _mm_or_si128(in_range(v, ',', '/'), in_range(v, ':', ';'));
    return _mm_or_si128(_mm_or_si128(a, b), _mm_cmpeq_epi8(v, _mm_set1_epi8('?')));
}

/* A bit for each of 64 bytes. */
static inline uint64_t bits(__m128i a, __m128i b, __m128i c, __m128i d)
{
    uint32_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
    uint32_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;
    return low | (uint64_t)high << 32;
}

/* Where whole registers may read `most` bytes of the block at p: there, or, when fewer
 * are left of the text (n), in a copy with zeros behind them. */
INLINE const char *from_of(const char *p, size_t n, size_t most, struct ascii_block *block)
{
    block->from = p;
    if (n < most) {
        memset(block->copy, 0, sizeof block->copy);
        memcpy(block->copy, p, n);
        block->from = block->copy;
    }
    return block->from;
}

static inline void look_sse2(const char *p, size_t n, struct ascii_block *block)
{
    p = from_of(p, n, sizeof block->copy, block);   /* keep_sse2 goes up to 31 bytes on */
    __m128i a = load(p), b = load(p + 16), c = load(p + 32), d = load(p + 48);
    const __m128i space = _mm_set1_epi8(' '), hyphen = _mm_set1_epi8('-'), lf = _mm_set1_epi8('\n');
    block->kept = bits(kept_of(a), kept_of(b), kept_of(c), kept_of(d));
    block->marks = bits(marks_of(a), marks_of(b), marks_of(c), marks_of(d));
    block->digits = bits(in_range(a, '0', '9'), in_range(b, '0', '9'),
                         in_range(c, '0', '9'), in_range(d, '0', '9'));
    block->spaces = bits(_mm_cmpeq_epi8(a, space), _mm_cmpeq_epi8(b, space),
                         _mm_cmpeq_epi8(c, space), _mm_cmpeq_epi8(d, space));
    block->ends = bits(_mm_cmpeq_epi8(a, lf), _mm_cmpeq_epi8(b, lf),
                       _mm_cmpeq_epi8(c, lf), _mm_cmpeq_epi8(d, lf));
    block->hyphens = bits(_mm_cmpeq_epi8(a, hyphen), _mm_cmpeq_epi8(b, hyphen),
                          _mm_cmpeq_epi8(c, hyphen), _mm_cmpeq_epi8(d, hyphen));
    block->beyond = bits(a, b, c, d);
    const __m128i lead = _mm_set1_epi8((char)0xC0);   /* as signed bytes, continuation bytes are the least */
    block->inner = bits(_mm_cmplt_epi8(a, lead), _mm_cmplt_epi8(b, lead),
                        _mm_cmplt_epi8(c, lead), _mm_cmplt_epi8(d, lead));
}

static inline void lower16(const char *p, char *out)
{
    __m128i v = load(p);
    __m128i change = _mm_and_si128(in_range(v, 'A', 'Z'), _mm_set1_epi8(0x20));
    __m128i ends = _mm_cmpeq_epi8(v, _mm_set1_epi8('\n'));
    change = _mm_or_si128(change, _mm_and_si128(ends, _mm_set1_epi8('\n' ^ ' ')));
    _mm_storeu_si128((__m128i *)(void *)out, _mm_xor_si128(v, change));
}

/* Copies n bytes and up to 31 more, A to Z in lower case, a line feed as a space. */
static inline void lower(const char *p, size_t n, char *out)
{
    for (size_t i = 0; i == 0 || i < n; i += 32) {
        lower16(p + i, out + i);
        lower16(p + i + 16, out + i + 16);
    }
}

/* One run of wanted bytes after the other. */
static inline size_t keep_sse2(const struct ascii_block *b, uint64_t which, char *out)
{
    const char *p = b->from;
    char *start = out;
    for (unsigned at = 0; which; which &= which + (UINT64_C(1) << at)) {
        at = (unsigned)__builtin_ctzll(which);
        uint64_t behind = ~(which >> at);
        unsigned n = behind ? (unsigned)__builtin_ctzll(behind) : ASCII_BLOCK;
        lower(p + at, n, out);
        out += n;
    }
    return (size_t)(out - start);
}

#endif

#endif
