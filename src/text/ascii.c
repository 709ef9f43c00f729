#include "text/ascii.h"

#include <string.h>

static bool is_mark(char c)
{
    return c != '\0' && strchr("!\"'(),-./:;?", c) != NULL;
}

void ascii_look_portable(const char *p, struct ascii_block *b)
{
    *b = (struct ascii_block){ 0 };
    for (unsigned i = 0; i < ASCII_BLOCK; i++) {
        uint64_t bit = UINT64_C(1) << i;
        b->kept |= ascii_is_word(p[i]) || p[i] == '$' || p[i] == '%' ? bit : 0;
        b->digits |= ascii_is_digit(p[i]) ? bit : 0;
        b->spaces |= p[i] == ' ' ? bit : 0;
        b->marks |= is_mark(p[i]) ? bit : 0;
        b->hyphens |= p[i] == '-' ? bit : 0;
        b->beyond |= (unsigned char)p[i] >= 0x80 ? bit : 0;
    }
}

struct ascii_counts ascii_count_portable(const char *p, size_t n)
{
    struct ascii_counts counts = { 0, 0 };
    for (size_t i = 0; i < n; i++) {
        counts.points += ((unsigned char)p[i] & 0xC0) != 0x80;
        counts.spaces += p[i] == ' ';
    }
    return counts;
}

size_t ascii_lower_letters(const char *p, size_t n)
{
    size_t letters = 0;
    for (size_t i = 0; i < n; i++)
        letters += p[i] >= 'a' && p[i] <= 'z';
    return letters;
}

#ifdef __SSE2__
#include <emmintrin.h>

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

void ascii_look(const char *p, struct ascii_block *block)
{
    __m128i a = load(p), b = load(p + 16), c = load(p + 32), d = load(p + 48);
    const __m128i space = _mm_set1_epi8(' '), hyphen = _mm_set1_epi8('-');
    block->kept = bits(kept_of(a), kept_of(b), kept_of(c), kept_of(d));
    block->marks = bits(marks_of(a), marks_of(b), marks_of(c), marks_of(d));
    block->digits = bits(in_range(a, '0', '9'), in_range(b, '0', '9'),
                         in_range(c, '0', '9'), in_range(d, '0', '9'));
    block->spaces = bits(_mm_cmpeq_epi8(a, space), _mm_cmpeq_epi8(b, space),
                         _mm_cmpeq_epi8(c, space), _mm_cmpeq_epi8(d, space));
    block->hyphens = bits(_mm_cmpeq_epi8(a, hyphen), _mm_cmpeq_epi8(b, hyphen),
                          _mm_cmpeq_epi8(c, hyphen), _mm_cmpeq_epi8(d, hyphen));
    block->beyond = bits(a, b, c, d);
}

static inline void lower16(const char *p, char *out)
{
    __m128i v = load(p);
    __m128i change = _mm_and_si128(in_range(v, 'A', 'Z'), _mm_set1_epi8(0x20));
    _mm_storeu_si128((__m128i *)(void *)out, _mm_or_si128(v, change));
}

void ascii_lower(const char *p, size_t n, char *out)
{
    for (size_t i = 0;; i += 32) {
        lower16(p + i, out + i);
        lower16(p + i + 16, out + i + 16);
        if (n <= i + 32)
            return;
    }
}

struct ascii_counts ascii_count(const char *p, size_t n)
{
    const __m128i zero = _mm_setzero_si128(), one = _mm_set1_epi8(1);
    __m128i points = zero, spaces = zero;
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        __m128i v = load(p + i);
        __m128i is_point = _mm_cmpgt_epi8(v, _mm_set1_epi8((char)0xBF));
        __m128i is_space = _mm_cmpeq_epi8(v, _mm_set1_epi8(' '));
        points = _mm_add_epi64(points, _mm_sad_epu8(_mm_and_si128(is_point, one), zero));
        spaces = _mm_add_epi64(spaces, _mm_sad_epu8(_mm_and_si128(is_space, one), zero));
    }
    struct ascii_counts rest = ascii_count_portable(p + i, n - i);
    uint64_t sums[4];
    _mm_storeu_si128((__m128i *)(void *)sums, points);
    _mm_storeu_si128((__m128i *)(void *)(sums + 2), spaces);
    rest.points += (size_t)(sums[0] + sums[1]);
    rest.spaces += (size_t)(sums[2] + sums[3]);
    return rest;
}
#else
void ascii_look(const char *p, struct ascii_block *b)
{
    ascii_look_portable(p, b);
}

void ascii_lower(const char *p, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + 32) : p[i];
}

struct ascii_counts ascii_count(const char *p, size_t n)
{
    return ascii_count_portable(p, n);
}
#endif
