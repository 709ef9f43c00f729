#include "text/ascii.h"

#include "text/ways_half.h"
#include "text/ways_wide.h"

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

/* The bit makes A to Z a to z, and no other byte one of these. */
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

size_t ascii_printable_portable(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && p[i] >= '!' && p[i] <= '~')
        i++;
    return i;
}

size_t ascii_line_feeds_portable(const char *p, size_t n, uint16_t *feeds, bool *odd)
{
    const char *end = p + n, *at = p;
    size_t lines = 0;
    for (; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        feeds[lines++] = (uint16_t)(at - p);
    *odd = true;
    return lines;
}

#if defined(__x86_64__) && defined(__SSE2__)
/* Where a and b stand side by side in the 17 bytes at p, a bit for each place. */
static inline unsigned pairs16(const char *p, __m128i a, __m128i b)
{
    const __m128i bit = _mm_set1_epi8(0x20);
    __m128i at = _mm_cmpeq_epi8(_mm_or_si128(load(p), bit), a);
    __m128i next = _mm_cmpeq_epi8(_mm_or_si128(load(p + 1), bit), b);
    return (unsigned)_mm_movemask_epi8(_mm_and_si128(at, next));
}

/* The last 17 bytes are looked at as such: what they share with those before has no pair. */
static size_t find_pair_sse2(const char *p, size_t n, char a, char b)
{
    const __m128i first = _mm_set1_epi8(a), second = _mm_set1_epi8(b);
    if (n < 17)
        return ascii_find_pair_portable(p, n, a, b);
    for (size_t i = 0; i + 1 < n; i += 16) {
        size_t at = i + 17 <= n ? i : n - 17;
        unsigned pairs = pairs16(p + at, first, second);
        if (pairs)
            return at + (size_t)__builtin_ctz(pairs);
    }
    return n;
}

size_t ascii_printable(const char *p, size_t n)
{
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        unsigned others = 0xFFFFu & ~(unsigned)_mm_movemask_epi8(in_range(load(p + i), '!', '~'));
        if (others)
            return i + (size_t)__builtin_ctz(others);
    }
    return i + ascii_printable_portable(p + i, n - i);
}

/* Traces of other line ends: the least value that each lane of 8 bits has had. */
struct parting {
    __m128i ends;          /* 0 to 2: a VT, FF or CR was there */
    __m128i pairs;         /* 0: the end of U+2028 or U+2029 was, 80 A8 or 80 A9 */
};

/* The line feeds among the 16 bytes at p, a bit each; one byte more is read. */
static inline uint64_t feeds16(const char *p, struct parting *parting)
{
    __m128i v = load(p), next = load(p + 1);
    __m128i third = _mm_xor_si128(_mm_and_si128(next, _mm_set1_epi8((char)0xFE)), _mm_set1_epi8((char)0xA8));
    __m128i pair = _mm_or_si128(third, _mm_xor_si128(v, _mm_set1_epi8((char)0x80)));
    parting->ends = _mm_min_epu8(parting->ends, _mm_sub_epi8(v, _mm_set1_epi8('\v')));
    parting->pairs = _mm_min_epu8(parting->pairs, pair);
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));
}

static inline uint64_t feeds64(const char *p, struct parting *parting)
{
    return feeds16(p, parting) | feeds16(p + 16, parting) << 16 | feeds16(p + 32, parting) << 32
        | feeds16(p + 48, parting) << 48;
}

static bool parts_lines(const struct parting *parting)
{
    __m128i most = _mm_set1_epi8('\r' - '\v');
    __m128i end = _mm_cmpeq_epi8(_mm_max_epu8(parting->ends, most), most);
    __m128i pair = _mm_cmpeq_epi8(parting->pairs, _mm_setzero_si128());
    return _mm_movemask_epi8(_mm_or_si128(end, pair)) != 0;
}

/* The lowest bit set; any number when none is. */
static inline size_t first_bit(uint64_t which)
{
    return which ? (size_t)__builtin_ctzll(which) : ASCII_BLOCK;
}

/* Writes where the bits of `which` are, in a block that begins at `at`. Two are written in
 * any case: a block has none, one, or the two of a blank line, and nobody can guess which. */
static inline uint16_t *put_feeds(uint16_t *out, size_t at, uint64_t which)
{
    uint64_t rest = which & (which - 1);
    out[0] = (uint16_t)(at + first_bit(which));
    out[1] = (uint16_t)(at + first_bit(rest));
    out += (which != 0) + (rest != 0);
    for (rest &= rest - 1; rest; rest &= rest - 1)
        *out++ = (uint16_t)(at + first_bit(rest));
    return out;
}

static size_t line_feeds_sse2(const char *p, size_t n, uint16_t *feeds, bool *odd)
{
    struct parting parting = { _mm_set1_epi8((char)0xFF), _mm_set1_epi8((char)0xFF) };
    char rest[ASCII_BLOCK + 16] = { 0 };   /* the last block, zeros behind it */
    size_t last = (n - 1) / ASCII_BLOCK * ASCII_BLOCK;
    uint16_t *out = feeds;
    memcpy(rest, p + last, n - last);
    for (size_t at = 0; at <= last; at += ASCII_BLOCK)
        out = put_feeds(out, at, feeds64(at < last ? p + at : rest, &parting));
    *odd = parts_lines(&parting) || p[n - 1] == (char)0x80;
    return (size_t)(out - feeds);
}

/* Adds what 16 bytes of text have to two sums of 64 bits each; `use` is 1 for bytes that count, else 0. */
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
static const struct ascii_way HALF_WAY = { look_half, keep_half };
static const struct ascii_way WIDE_WAY = { look_wide, keep_wide };

/* As pairs16, in the 33 bytes at p. */
HALF static inline unsigned pairs32(const char *p, __m256i a, __m256i b)
{
    const __m256i bit = _mm256_set1_epi8(0x20);
    __m256i at = _mm256_cmpeq_epi8(_mm256_or_si256(load_half(p), bit), a);
    __m256i next = _mm256_cmpeq_epi8(_mm256_or_si256(load_half(p + 1), bit), b);
    return (unsigned)_mm256_movemask_epi8(_mm256_and_si256(at, next));
}

HALF static size_t find_pair_half(const char *p, size_t n, char a, char b)
{
    const __m256i first = _mm256_set1_epi8(a), second = _mm256_set1_epi8(b);
    if (n < 33)
        return find_pair_sse2(p, n, a, b);
    for (size_t i = 0; i + 1 < n; i += 32) {
        size_t at = i + 33 <= n ? i : n - 33;
        unsigned pairs = pairs32(p + at, first, second);
        if (pairs)
            return at + (size_t)__builtin_ctz(pairs);
    }
    return n;
}

WIDE static struct ascii_counts count_wide(const char *p, size_t n)
{
    struct ascii_counts counts = { 0, 0 };
    const __m512i space = _mm512_set1_epi8(' '), continuation = _mm512_set1_epi8((char)0xBF);
    for (size_t i = 0; i < n; i += ASCII_BLOCK) {
        size_t left = n - i;
        __m512i v = load_wide(p + i, left);
        uint64_t points = _mm512_cmpgt_epi8_mask(v, continuation);
        counts.points += (size_t)__builtin_popcountll(points & below(left));
        counts.spaces += (size_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(v, space));
    }
    return counts;
}

/* Writes where the bytes `which` names are, in a block that begins at `base`. */
WIDE static inline void put_places(uint16_t *out, uint64_t which, size_t n, __m512i base)
{
    __m512i places = _mm512_maskz_compress_epi8(which, places_wide());
    __m512i low = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(places));
    _mm512_storeu_si512(out, _mm512_add_epi16(low, base));
    if (n > ASCII_FEEDS) {
        __m512i high = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(places, 1));
        _mm512_storeu_si512(out + ASCII_FEEDS, _mm512_add_epi16(high, base));
    }
}

/* The state of a look for line feeds, from block to block. */
struct feeding {
    uint16_t *out;
    __m512i base;          /* where the block begins, in every lane of 16 bits */
    __m512i ends, pairs;   /* the least of each lane: 0 to 2, a VT, FF or CR was there; 0, the end of U+2028 or U+2029 */
};

/* v: a block; next: the bytes one further on. U+2028 and U+2029 end in 80 A8 and 80 A9. */
WIDE INLINE void look_for_feeds(struct feeding *f, __m512i v, __m512i next)
{
    enum { XOR_AND = 0x78, OR_XOR = 0xF6 };   /* a ^ (b & c), a | (b ^ c) */
    uint64_t which = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
    size_t n = (size_t)__builtin_popcountll(which);
    __m512i third = _mm512_ternarylogic_epi32(_mm512_set1_epi8((char)0xA8), next, _mm512_set1_epi8((char)0xFE), XOR_AND);
    __m512i pair = _mm512_ternarylogic_epi32(third, v, _mm512_set1_epi8((char)0x80), OR_XOR);
    f->ends = _mm512_min_epu8(f->ends, _mm512_sub_epi8(v, _mm512_set1_epi8('\v')));
    f->pairs = _mm512_min_epu8(f->pairs, pair);
    put_places(f->out, which, n, f->base);
    f->out += n;
    f->base = _mm512_add_epi16(f->base, _mm512_set1_epi16(ASCII_BLOCK));
}

WIDE static size_t line_feeds_wide(const char *p, size_t n, uint16_t *feeds, bool *odd)
{
    const __m512i most = _mm512_set1_epi8((char)0xFF);
    struct feeding f = { feeds, _mm512_setzero_si512(), most, most };
    for (; n > ASCII_BLOCK; p += ASCII_BLOCK, n -= ASCII_BLOCK)
        look_for_feeds(&f, _mm512_loadu_si512(p), _mm512_loadu_si512(p + 1));
    look_for_feeds(&f, load_wide(p, n), load_wide(p + 1, n - 1));
    *odd = _mm512_cmple_epu8_mask(f.ends, _mm512_set1_epi8('\r' - '\v'))
        || _mm512_testn_epi8_mask(f.pairs, f.pairs) || p[n - 1] == (char)0x80;
    return (size_t)(f.out - feeds);
}

size_t ascii_line_feeds(const char *p, size_t n, uint16_t *feeds, bool *odd)
{
    return ascii_wide() ? line_feeds_wide(p, n, feeds, odd) : line_feeds_sse2(p, n, feeds, odd);
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
    return ascii_wide() ? find_pair_wide(p, n, a, b)
        : ascii_half() ? find_pair_half(p, n, a, b) : find_pair_sse2(p, n, a, b);
}

/* The tests build with fewer ways than the machine has, too. */
#ifndef ASCII_WAYS
#define ASCII_WAYS ASCII_AVX512
#endif
static enum ascii_ways limit = ASCII_WAYS;

void ascii_limit(enum ascii_ways best)
{
    limit = best < ASCII_WAYS ? best : ASCII_WAYS;
}

bool ascii_wide(void)
{
    return limit >= ASCII_AVX512 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi")
        && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2");
}

bool ascii_half(void)
{
    return limit >= ASCII_AVX2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}

const struct ascii_way *ascii_way(void)
{
    return ascii_wide() ? &WIDE_WAY : ascii_half() ? &HALF_WAY : limit >= ASCII_SSE2 ? &SSE2 : &PORTABLE;
}
#else
size_t ascii_printable(const char *p, size_t n)
{
    return ascii_printable_portable(p, n);
}

size_t ascii_line_feeds(const char *p, size_t n, uint16_t *feeds, bool *odd)
{
    return ascii_line_feeds_portable(p, n, feeds, odd);
}

struct ascii_counts ascii_count(const char *p, size_t n)
{
    return ascii_count_portable(p, n);
}

size_t ascii_find_pair(const char *p, size_t n, char a, char b)
{
    return ascii_find_pair_portable(p, n, a, b);
}

void ascii_limit(enum ascii_ways best)
{
    (void)best;
}

bool ascii_wide(void)
{
    return false;
}

bool ascii_half(void)
{
    return false;
}

const struct ascii_way *ascii_way(void)
{
    return &PORTABLE;
}
#endif
