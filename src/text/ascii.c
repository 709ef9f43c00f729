#include "text/ascii.h"

#include <string.h>

static bool is_mark(char c)
{
    return c != '\0' && strchr("!\"'(),-./:;?", c) != NULL;
}

static void look_portable(const char *p, size_t n, struct ascii_block *b)
{
    *b = (struct ascii_block){ .from = p };
    for (unsigned i = 0; i < ASCII_BLOCK && i < n; i++) {
        uint64_t bit = UINT64_C(1) << i;
        b->kept |= ascii_is_word(p[i]) || p[i] == '$' || p[i] == '%' ? bit : 0;
        b->digits |= ascii_is_digit(p[i]) ? bit : 0;
        b->spaces |= p[i] == ' ' ? bit : 0;
        b->marks |= is_mark(p[i]) ? bit : 0;
        b->hyphens |= p[i] == '-' ? bit : 0;
        b->beyond |= (unsigned char)p[i] >= 0x80 ? bit : 0;
    }
}

static size_t keep_portable(const struct ascii_block *b, uint64_t which, char *out)
{
    size_t n = 0;
    for (const char *p = b->from; which; p++, which >>= 1)
        if (which & 1)
            out[n++] = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    return n;
}

static const struct ascii_way PORTABLE = { look_portable, keep_portable };

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

/* Reads whole registers, up to 31 bytes more than it wants: the end of a text
 * is looked at in a copy, with zeros behind it. */
static void look_sse2(const char *p, size_t n, struct ascii_block *block)
{
    block->from = p;
    if (n < sizeof block->copy) {
        memset(block->copy, 0, sizeof block->copy);
        memcpy(block->copy, p, n);
        block->from = p = block->copy;
    }
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

/* At least n bytes, and up to 31 more. */
static inline void lower(const char *p, size_t n, char *out)
{
    for (size_t i = 0; i == 0 || i < n; i += 32) {
        lower16(p + i, out + i);
        lower16(p + i + 16, out + i + 16);
    }
}

/* One run of wanted bytes after the other. */
static size_t keep_sse2(const struct ascii_block *b, uint64_t which, char *out)
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

static const struct ascii_way SSE2 = { look_sse2, keep_sse2 };

/* Adds 16 bytes of text to the two sums of lanes; `use` leaves bytes out. */
static inline void count16(__m128i v, __m128i use, __m128i *points, __m128i *spaces)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i is_point = _mm_cmpgt_epi8(v, _mm_set1_epi8((char)0xBF));
    __m128i is_space = _mm_cmpeq_epi8(v, _mm_set1_epi8(' '));
    *points = _mm_add_epi64(*points, _mm_sad_epu8(_mm_and_si128(is_point, use), zero));
    *spaces = _mm_add_epi64(*spaces, _mm_sad_epu8(_mm_and_si128(is_space, use), zero));
}

static inline size_t sum_of(__m128i lanes)
{
    uint64_t sums[2];
    _mm_storeu_si128((__m128i *)(void *)sums, lanes);
    return (size_t)(sums[0] + sums[1]);
}

struct ascii_counts ascii_count(const char *p, size_t n)
{
    /* ones behind zeros: the last 16 bytes overlap what is counted already */
    static const char NEW[32] = { [16] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
    __m128i points = _mm_setzero_si128(), spaces = points;
    size_t i = 0;
    if (n < 16)
        return ascii_count_portable(p, n);
    for (; i + 16 <= n; i += 16)
        count16(load(p + i), _mm_set1_epi8(1), &points, &spaces);
    count16(load(p + n - 16), load(NEW + (n - i)), &points, &spaces);
    return (struct ascii_counts){ sum_of(points), sum_of(spaces) };
}
#else
struct ascii_counts ascii_count(const char *p, size_t n)
{
    return ascii_count_portable(p, n);
}
#endif

#if defined(__x86_64__) && defined(__SSE2__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx512bw,avx512vbmi2,popcnt")))

/* Bytes low to high. */
WIDE static inline __mmask64 within(__m512i v, char low, char high)
{
    __m512i from_low = _mm512_sub_epi8(v, _mm512_set1_epi8(low));
    return _mm512_cmple_epu8_mask(from_low, _mm512_set1_epi8((char)(high - low)));
}

/* The first n bytes at p, zeros behind them. */
WIDE static inline __m512i load_wide(const char *p, size_t n)
{
    return _mm512_maskz_loadu_epi8(n < ASCII_BLOCK ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0), p);
}

WIDE static void look_wide(const char *p, size_t n, struct ascii_block *b)
{
    __m512i v = load_wide(p, n);
    b->from = p;
    b->digits = within(v, '0', '9');
    b->kept = within(_mm512_or_si512(v, _mm512_set1_epi8(0x20)), 'a', 'z') | b->digits
            | within(v, '$', '%');
    b->spaces = within(v, ' ', ' ');
    b->marks = within(v, '!', '"') | within(v, '\'', ')') | within(v, ',', '/')
             | within(v, ':', ';') | within(v, '?', '?');
    b->hyphens = within(v, '-', '-');
    b->beyond = _mm512_movepi8_mask(v);
}

WIDE static size_t keep_wide(const struct ascii_block *b, uint64_t which, char *out)
{
    __m512i v = _mm512_maskz_loadu_epi8(which, b->from);
    v = _mm512_mask_add_epi8(v, within(v, 'A', 'Z'), v, _mm512_set1_epi8(0x20));
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(which, v));
    return (size_t)__builtin_popcountll(which);
}

static const struct ascii_way AVX512 = { look_wide, keep_wide };

const struct ascii_way *ascii_way(void)
{
    bool wide = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
    return wide ? &AVX512 : &SSE2;
}

const struct ascii_way *ascii_way_number(unsigned i)
{
    const struct ascii_way *ways[] = { &PORTABLE, &SSE2, ascii_way() };
    return i < sizeof ways / sizeof *ways ? ways[i] : NULL;
}
#else
const struct ascii_way *ascii_way(void)
{
    return &PORTABLE;
}

const struct ascii_way *ascii_way_number(unsigned i)
{
    return i == 0 ? &PORTABLE : NULL;
}
#endif
