#include "text/ascii.h"

#include "text/ways.h"

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

/* [ and { differ by the bit of lower case. */
bool ascii_has_bracket_portable(const char *p, size_t n)
{
    bool found = false;
    for (size_t i = 0; i < n; i++)
        found |= p[i] == '(' || (p[i] | 0x20) == '{';
    return found;
}

/* Of ASCII only A to Z become a to z by this bit; of what is beyond nothing does. */
static char lower_of(char c)
{
    return (char)(c | 0x20);
}

size_t ascii_find_pair_portable(const char *p, size_t n, char a, char b)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (lower_of(p[i]) == a && lower_of(p[i + 1]) == b)
            return i;
    return n;
}

#if defined(__x86_64__) && defined(__SSE2__)
static size_t find_pair_sse2(const char *p, size_t n, char a, char b)
{
    const __m128i bit = _mm_set1_epi8(0x20), first = _mm_set1_epi8(a), second = _mm_set1_epi8(b);
    size_t i = 0;
    for (; i + 17 <= n; i += 16) {
        __m128i at = _mm_cmpeq_epi8(_mm_or_si128(load(p + i), bit), first);
        __m128i next = _mm_cmpeq_epi8(_mm_or_si128(load(p + i + 1), bit), second);
        int both = _mm_movemask_epi8(_mm_and_si128(at, next));
        if (both)
            return i + (size_t)__builtin_ctz((unsigned)both);
    }
    size_t rest = ascii_find_pair_portable(p + i, n - i, a, b);
    return i + rest;
}

/* Adds 16 bytes of text to the two sums of lanes; `use` leaves bytes out. */
static inline void count16(__m128i v, __m128i use, __m128i *points, __m128i *spaces)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i is_point = _mm_cmpgt_epi8(v, _mm_set1_epi8((char)0xBF));
    __m128i is_space = _mm_cmpeq_epi8(v, _mm_set1_epi8(' '));
    *points = _mm_add_epi64(*points, _mm_sad_epu8(_mm_and_si128(is_point, use), zero));
    *spaces = _mm_add_epi64(*spaces, _mm_sad_epu8(_mm_and_si128(is_space, use), zero));
}

static bool has_bracket_sse2(const char *p, size_t n)
{
    const __m128i bit = _mm_set1_epi8(0x20), round = _mm_set1_epi8('('), curly = _mm_set1_epi8('{');
    __m128i found = _mm_setzero_si128();
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        __m128i v = load(p + i);
        found = _mm_or_si128(found, _mm_or_si128(_mm_cmpeq_epi8(v, round),
                                                 _mm_cmpeq_epi8(_mm_or_si128(v, bit), curly)));
    }
    return _mm_movemask_epi8(found) || ascii_has_bracket_portable(p + i, n - i);
}

static inline size_t sum_of(__m128i lanes)
{
    uint64_t sums[2];
    _mm_storeu_si128((__m128i *)(void *)sums, lanes);
    return (size_t)(sums[0] + sums[1]);
}

static struct ascii_counts count_sse2(const char *p, size_t n)
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
#endif

static const struct ascii_way PORTABLE = { look_portable, keep_portable };

#if defined(__x86_64__) && defined(__SSE2__)
static const struct ascii_way SSE2 = { look_sse2, keep_sse2 };
static const struct ascii_way WIDE_WAY = { look_wide, keep_wide };

WIDE static struct ascii_counts count_wide(const char *p, size_t n)
{
    struct ascii_counts counts = { 0, 0 };
    const __m512i space = _mm512_set1_epi8(' '), continuation = _mm512_set1_epi8((char)0xBF);
    for (size_t i = 0; i < n; i += ASCII_BLOCK) {
        size_t left = n - i;
        __m512i v = load_wide(p + i, left);
        uint64_t points = _mm512_cmpgt_epi8_mask(v, continuation);
        points &= left < ASCII_BLOCK ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
        counts.points += (size_t)__builtin_popcountll(points);
        counts.spaces += (size_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(v, space));
    }
    return counts;
}

WIDE static bool has_bracket_wide(const char *p, size_t n)
{
    const __m512i bit = _mm512_set1_epi8(0x20), round = _mm512_set1_epi8('('), curly = _mm512_set1_epi8('{');
    __mmask64 found = 0;
    for (size_t i = 0; i < n; i += ASCII_BLOCK) {   /* to the end: no branch depends on what stands there */
        __m512i v = load_wide(p + i, n - i);
        found |= _mm512_cmpeq_epi8_mask(v, round) | _mm512_cmpeq_epi8_mask(_mm512_or_si512(v, bit), curly);
    }
    return found != 0;
}

bool ascii_has_bracket(const char *p, size_t n)
{
    return ascii_wide() ? has_bracket_wide(p, n) : has_bracket_sse2(p, n);
}

/* U+2028 and U+2029 end in 80 A8 and 80 A9; a pair that lies in two blocks is
 * carried over. */
WIDE static bool may_part_wide(const char *p, size_t n)
{
    const __m512i even = _mm512_set1_epi8((char)0xFE), x80 = _mm512_set1_epi8((char)0x80), a8 = _mm512_set1_epi8((char)0xA8);
    __mmask64 found = 0, before = 0;
    for (size_t i = 0; i < n; i += ASCII_BLOCK) {
        __m512i v = load_wide(p + i, n - i);
        __mmask64 first = _mm512_cmpeq_epi8_mask(v, x80);
        found |= within(v, '\v', '\r')
               | ((first << 1 | before) & _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, even), a8));
        before = first >> (ASCII_BLOCK - 1);
    }
    return found != 0;
}

bool ascii_may_part_lines(const char *p, size_t n)
{
    return !ascii_wide() || may_part_wide(p, n);
}

struct ascii_counts ascii_count(const char *p, size_t n)
{
    return ascii_wide() ? count_wide(p, n) : count_sse2(p, n);
}

/* The last byte of a block is looked at again as the first of the next. */
WIDE static size_t find_pair_wide(const char *p, size_t n, char a, char b)
{
    const __m512i bit = _mm512_set1_epi8(0x20), first = _mm512_set1_epi8(a), second = _mm512_set1_epi8(b);
    for (size_t i = 0; i < n; i += ASCII_BLOCK - 1) {
        __m512i v = _mm512_or_si512(load_wide(p + i, n - i), bit);
        uint64_t both = _mm512_cmpeq_epi8_mask(v, first) & _mm512_cmpeq_epi8_mask(v, second) >> 1;
        if (both)
            return i + (size_t)__builtin_ctzll(both);
    }
    return n;
}

size_t ascii_find_pair(const char *p, size_t n, char a, char b)
{
    return ascii_wide() ? find_pair_wide(p, n, a, b) : find_pair_sse2(p, n, a, b);
}

bool ascii_wide(void)
{
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi")
        && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2");
}

const struct ascii_way *ascii_way(void)
{
    return ascii_wide() ? &WIDE_WAY : &SSE2;
}

const struct ascii_way *ascii_way_number(unsigned i)
{
    const struct ascii_way *ways[] = { &PORTABLE, &SSE2, ascii_way() };
    return i < sizeof ways / sizeof *ways ? ways[i] : NULL;
}
#else
bool ascii_may_part_lines(const char *p, size_t n)
{
    (void)p;
    (void)n;
    return true;
}

bool ascii_has_bracket(const char *p, size_t n)
{
    return ascii_has_bracket_portable(p, n);
}

struct ascii_counts ascii_count(const char *p, size_t n)
{
    return ascii_count_portable(p, n);
}

size_t ascii_find_pair(const char *p, size_t n, char a, char b)
{
    return ascii_find_pair_portable(p, n, a, b);
}

bool ascii_wide(void)
{
    return false;
}

const struct ascii_way *ascii_way(void)
{
    return &PORTABLE;
}

const struct ascii_way *ascii_way_number(unsigned i)
{
    return i == 0 ? &PORTABLE : NULL;
}
#endif
