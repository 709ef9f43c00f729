#include "text/ascii.h"

#include <stdint.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

size_t ascii_words_portable(const char *p, size_t n, char *out)
{
    size_t i = 0;
    for (; i < n; i++) {
        if (ascii_is_word(p[i]))
            out[i] = lower(p[i]);
        else if (p[i] == ' ' && i + 1 < n && ascii_is_word(p[i + 1]) && (i == 0 || p[i - 1] != ' '))
            out[i] = ' ';
        else
            break;
    }
    return i;
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

/* Which of 16 bytes are what, a bit each. */
struct masks { uint32_t words, spaces; };

/* Lower-cases the 16 bytes at p into out. */
static inline struct masks look(const char *p, char *out)
{
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i upper = in_range(v, 'A', 'Z');
    __m128i low = _mm_or_si128(v, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
    _mm_storeu_si128((__m128i *)(void *)out, low);
    __m128i word = _mm_or_si128(in_range(low, 'a', 'z'), in_range(v, '0', '9'));
    __m128i space = _mm_cmpeq_epi8(v, _mm_set1_epi8(' '));
    return (struct masks){ (uint32_t)_mm_movemask_epi8(word), (uint32_t)_mm_movemask_epi8(space) };
}

/* How many of the first bytes belong. A space in the last place does not: the
 * byte behind it is not seen. */
static inline unsigned belonging(struct masks m, unsigned size)
{
    uint32_t good = m.words | (m.spaces & (m.words << 1 | 1) & m.words >> 1);
    return (unsigned)__builtin_ctzll(~(uint64_t)good | (uint64_t)1 << size);
}

static inline unsigned block16(const char *p, char *out)
{
    return belonging(look(p, out), 16);
}

/* Two at once: the way from one position to the next is what takes time. */
static inline unsigned block32(const char *p, char *out)
{
    struct masks a = look(p, out), b = look(p + 16, out + 16);
    return belonging((struct masks){ a.words | b.words << 16, a.spaces | b.spaces << 16 }, 32);
}

size_t ascii_words(const char *p, size_t n, char *out)
{
    size_t done = 0;
    while (n - done >= 32) {
        unsigned good = block32(p + done, out + done);
        done += good;
        if (good < 31 || (good == 31 && p[done] != ' '))
            return done;
    }
    while (n - done >= 16) {
        unsigned good = block16(p + done, out + done);
        done += good;
        if (good < 15 || (good == 15 && p[done] != ' '))
            return done;
    }
    char last[16] = { 0 };
    if (n > done)
        memcpy(last, p + done, n - done);
    return done + block16(last, out + done);
}

struct ascii_counts ascii_count(const char *p, size_t n)
{
    const __m128i zero = _mm_setzero_si128(), one = _mm_set1_epi8(1);
    __m128i points = zero, spaces = zero;
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
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
size_t ascii_words(const char *p, size_t n, char *out)
{
    return ascii_words_portable(p, n, out);
}

struct ascii_counts ascii_count(const char *p, size_t n)
{
    return ascii_count_portable(p, n);
}
#endif
