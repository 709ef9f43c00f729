/* ways -- the ways of ascii.h, in line for who goes over whole texts with one of
 * them. Text layer, for the few files that have a way of their own for AVX-512. */
#ifndef TEXT_WAYS_H
#define TEXT_WAYS_H

#include <string.h>

#include "text/ascii.h"
#include "text/tables.h"

/* ---- any machine ---- */

/* Bits for the first n bytes of a block. */
static inline __attribute__((always_inline)) uint64_t below(size_t n)
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

/* Where a block of the n bytes at p is looked at by whole registers, and kept from by up to 31
 * bytes more than wanted: the end of a text in a copy, with zeros behind it. */
static inline __attribute__((always_inline)) const char *from_of(const char *p, size_t n, struct ascii_block *block)
{
    block->from = p;
    if (n < sizeof block->copy) {
        memset(block->copy, 0, sizeof block->copy);
        memcpy(block->copy, p, n);
        block->from = block->copy;
    }
    return block->from;
}

static inline void look_sse2(const char *p, size_t n, struct ascii_block *block)
{
    p = from_of(p, n, block);
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

/* At least n bytes, and up to 31 more. */
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

#if defined(__x86_64__) && defined(__SSE2__)

/* ---- AVX2 ---- */

#define HALF __attribute__((target("avx2,popcnt,bmi,bmi2,lzcnt")))

/* What a byte is by its two halves: the bits that both have. Of bytes beyond
 * ASCII no bit stays. */
enum {
    BY_ODD = 1, BY_EVEN = 2,       /* letters: columns 4 and 6 of the code chart, 5 and 7 */
    BY_DIGIT = 4, BY_SIGN = 8,     /* $ % */
    BY_SPACE = 16, BY_MARK = 32,   /* ! " ' ( ) , - . / */
    BY_COLON = 64, BY_END = 128,   /* : ; ? */
    BY_LETTER = BY_ODD | BY_EVEN, BY_WORD = BY_LETTER | BY_DIGIT
};

HALF static inline __m256i kinds_half(__m256i v)
{
    const __m128i low = _mm_setr_epi8(
        BY_EVEN | BY_DIGIT | BY_SPACE, BY_WORD | BY_MARK, BY_WORD | BY_MARK, BY_WORD,
        BY_WORD | BY_SIGN, BY_WORD | BY_SIGN, BY_WORD, BY_WORD | BY_MARK, BY_WORD | BY_MARK, BY_WORD | BY_MARK,
        (char)(BY_LETTER | BY_COLON | BY_END), BY_ODD | BY_COLON, BY_ODD | BY_MARK, BY_ODD | BY_MARK,
        BY_ODD | BY_MARK, BY_ODD | BY_MARK | BY_COLON);
    const __m128i high = _mm_setr_epi8((char)BY_END, 0, BY_SIGN | BY_SPACE | BY_MARK, BY_DIGIT | BY_COLON,
                                       BY_ODD, BY_EVEN, BY_ODD, BY_EVEN, 0, 0, 0, 0, 0, 0, 0, 0);
    __m256i upper = _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(0x0F));
    return _mm256_and_si256(_mm256_shuffle_epi8(_mm256_broadcastsi128_si256(low), v),
                            _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(high), upper));
}

HALF static inline uint64_t bits_half(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

/* Where the kinds have one of those. */
HALF static inline uint64_t any_half(const __m256i kinds[2], int of)
{
    const __m256i these = _mm256_set1_epi8((char)of), none = _mm256_setzero_si256();
    return ~bits_half(_mm256_cmpeq_epi8(_mm256_and_si256(kinds[0], these), none),
                      _mm256_cmpeq_epi8(_mm256_and_si256(kinds[1], these), none));
}

HALF static inline __m256i load_half(const char *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

HALF static inline void look_half(const char *p, size_t n, struct ascii_block *block)
{
    p = from_of(p, n, block);
    __m256i a = load_half(p), b = load_half(p + 32), kinds[2] = { kinds_half(a), kinds_half(b) };
    const __m256i hyphen = _mm256_set1_epi8('-'), lead = _mm256_set1_epi8((char)0xC0);
    block->kept = any_half(kinds, BY_WORD | BY_SIGN);
    block->digits = any_half(kinds, BY_DIGIT);
    block->spaces = any_half(kinds, BY_SPACE);
    block->ends = any_half(kinds, BY_END);
    block->marks = any_half(kinds, BY_MARK | BY_COLON);
    block->hyphens = bits_half(_mm256_cmpeq_epi8(a, hyphen), _mm256_cmpeq_epi8(b, hyphen));
    block->beyond = bits_half(a, b);
    block->inner = bits_half(_mm256_cmpgt_epi8(lead, a), _mm256_cmpgt_epi8(lead, b));
}

HALF static inline __m256i lower_half(__m256i v)
{
    __m256i kinds = _mm256_add_epi8(v, _mm256_set1_epi8(127 - 'Z'));
    __m256i capital = _mm256_cmpgt_epi8(kinds, _mm256_set1_epi8(127 - 26));
    __m256i end = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\n'));
    v = _mm256_xor_si256(v, _mm256_and_si256(capital, _mm256_set1_epi8(0x20)));
    return _mm256_xor_si256(v, _mm256_and_si256(end, _mm256_set1_epi8('\n' ^ ' ')));
}

/* Those of the first eight bytes that `which` has. Returns where the next go. */
HALF static inline char *squeeze8(__m128i v, unsigned which, char *out)
{
    __m128i places = _mm_loadl_epi64((const __m128i *)(const void *)text_squeeze[which]);
    _mm_storel_epi64((__m128i *)(void *)out, _mm_shuffle_epi8(v, places));
    return out + __builtin_popcount(which);
}

HALF static inline char *squeeze16(__m128i v, unsigned which, char *out)
{
    out = squeeze8(v, which & 0xFF, out);
    return squeeze8(_mm_srli_si128(v, 8), which >> 8 & 0xFF, out);
}

/* Without a branch: where runs of wanted bytes end nobody can guess. */
HALF static inline size_t keep_half(const struct ascii_block *b, uint64_t which, char *out)
{
    char *start = out;
    for (unsigned i = 0; i < ASCII_BLOCK; i += 32, which >>= 32) {
        __m256i v = lower_half(load_half(b->from + i));
        out = squeeze16(_mm256_castsi256_si128(v), (unsigned)which & 0xFFFF, out);
        out = squeeze16(_mm256_extracti128_si256(v, 1), (unsigned)(which >> 16) & 0xFFFF, out);
    }
    return (size_t)(out - start);
}

/* ---- AVX-512 with VBMI and VBMI2; what has those has all that is older ---- */

#define WIDE __attribute__((target("avx512bw,avx512vbmi,avx512vbmi2,popcnt,bmi,bmi2,lzcnt")))

/* In a general register from here on: gcc would go on in mask registers, in and out
 * of which the way is long. */
WIDE static inline __attribute__((always_inline)) uint64_t as_bits(__mmask64 mask)
{
    uint64_t b = mask;
    __asm__("" : "+r"(b));
    return b;
}

/* Bytes low to high. */
WIDE static inline uint64_t within(__m512i v, char low, char high)
{
    __m512i from_low = _mm512_sub_epi8(v, _mm512_set1_epi8(low));
    return as_bits(_mm512_cmple_epu8_mask(from_low, _mm512_set1_epi8((char)(high - low))));
}

/* The first n bytes at p, zeros behind them. */
WIDE static inline __m512i load_wide(const char *p, size_t n)
{
    return _mm512_maskz_loadu_epi8(below(n), p);
}

WIDE static inline uint64_t of_kind(__m512i kinds, __mmask64 among, enum text_plain bit)
{
    return among & as_bits(_mm512_test_epi8_mask(kinds, _mm512_set1_epi8((char)bit)));
}

/* All 128 ASCII characters are looked up at once; of what is beyond the look-up
 * sees the low bits only. */
WIDE static inline void look_wide(const char *p, size_t n, struct ascii_block *b)
{
    __m512i v = load_wide(p, n);
    b->from = p;
    __m512i kinds = _mm512_permutex2var_epi8(_mm512_loadu_si512(text_plain), v,
                                             _mm512_loadu_si512(text_plain + 64));
    __mmask64 ascii = _mm512_testn_epi8_mask(v, _mm512_set1_epi8('\x80'));
    b->kept = of_kind(kinds, ascii, TEXT_PLAIN_LETTER);
    b->digits = of_kind(kinds, ascii, TEXT_PLAIN_DIGIT);
    b->spaces = of_kind(kinds, ascii, TEXT_PLAIN_SPACE);
    b->ends = of_kind(kinds, ascii, TEXT_PLAIN_END);
    b->marks = of_kind(kinds, ascii, TEXT_PLAIN_MARK);
    b->hyphens = of_kind(kinds, ascii, TEXT_PLAIN_HYPHEN);
    b->beyond = _mm512_movepi8_mask(v);
    b->inner = within(v, '\x80', '\xBF');
}

WIDE static inline size_t keep_wide(const struct ascii_block *b, uint64_t which, char *out)
{
    __m512i v = _mm512_maskz_loadu_epi8(which, b->from);
    v = _mm512_mask_add_epi8(v, within(v, 'A', 'Z'), v, _mm512_set1_epi8(0x20));
    v = _mm512_mask_blend_epi8(_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')), v, _mm512_set1_epi8(' '));
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(which, v));
    return (size_t)__builtin_popcountll(which);
}

/* Bits at the last bytes of characters. */
struct lasts { uint64_t letters, dense, loose, marks; };

WIDE static inline uint64_t byte_is(__m512i v, char c)
{
    return as_bits(_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c)));
}

/* Of characters that end at `ends`, the plain ones: kinds are theirs, there. */
WIDE static inline __attribute__((always_inline))
void add_kinds(struct lasts *l, __m512i kinds, uint64_t ends)
{
    l->letters |= of_kind(kinds, ends, TEXT_PLAIN_LETTER);
    l->loose |= of_kind(kinds, ends, TEXT_PLAIN_LOOSE);
    l->marks |= of_kind(kinds, ends, TEXT_PLAIN_MARK);
}

/* Makes the capitals among those characters small; their kinds are with them. */
WIDE static inline __attribute__((always_inline))
uint64_t make_small_wide(__m512i *small, __m512i kinds, __m512i shifts, uint64_t ends)
{
    uint64_t capital = of_kind(kinds, ends, TEXT_PLAIN_CAPITAL);
    uint64_t next = of_kind(kinds, capital, TEXT_PLAIN_NEXT) >> 1;
    *small = _mm512_mask_add_epi8(*small, capital, *small, shifts);
    *small = _mm512_mask_add_epi8(*small, next, *small, _mm512_set1_epi8(1));
    return capital;
}

/* Two rows of a table of kinds or shifts at once: of the characters that have the leading
 * byte at `row`, or the next one. */
WIDE static inline __m512i look_up_two(const uint8_t *row, __m512i at)
{
    return _mm512_permutex2var_epi8(_mm512_loadu_si512(row), at, _mm512_loadu_si512(row + 64));
}

/* Four rows: where a byte is in `upper`, of the last two. */
WIDE static inline __m512i look_up_four(const uint8_t *row, __m512i at, uint64_t upper)
{
    return _mm512_mask_blend_epi8(upper, look_up_two(row, at), look_up_two(row + 128, at));
}

/* The same leading byte, as a constant behind a branch where it is of the two scripts
 * that most such text is in. The machine guesses the branch, and need not wait for
 * the byte to know the row to look up: 0.82 of the time. */
static inline __attribute__((always_inline)) unsigned foreseen(unsigned lead)
{
    enum { CYRILLIC = 0xD0, ARABIC = 0xD8 };
    unsigned same = lead;
    if (lead == CYRILLIC) {
        same = CYRILLIC;
        __asm__ volatile("" : "+r"(same));   /* else gcc takes the byte itself */
    } else if (lead == ARABIC) {
        same = ARABIC;
        __asm__ volatile("" : "+r"(same));
    }
    return same;
}

/* Characters of two bytes that begin at `starts`. Two leading bytes that differ in
 * the lowest bit go in one: few scripts have others. Only Latin letters are of four, and
 * have no loop. before: v, each byte one place on. small, unless NULL, gets capitals
 * as small letters; then they are letters too. */
WIDE static inline __attribute__((always_inline))
struct lasts twos_wide(__m512i v, __m512i before, uint64_t starts, const unsigned char *p, __m512i *small)
{
    struct lasts l = { 0, 0, 0, 0 };
    const __m512i low = _mm512_set1_epi8(0x3F), pair = _mm512_set1_epi8((char)0xFE);
    __m512i at = _mm512_ternarylogic_epi32(low, v, _mm512_slli_epi16(before, 6), 0xCA);   /* bits of low from v */
    uint64_t latin = starts & within(v, '\xC2', '\xC5');
    if (latin) {
        uint64_t ends = latin << 1, upper = byte_is(_mm512_and_si512(before, pair), '\xC4');
        __m512i kinds = look_up_four(text_plain + 0x80, at, upper);
        add_kinds(&l, kinds, ends);
        if (small)
            l.letters |= make_small_wide(small, kinds, look_up_four(text_shift + 0x80, at, upper), ends);
        starts &= ~latin;
    }
    while (starts) {
        unsigned lead = foreseen(p[__builtin_ctzll(starts)] & 0xFEu), row = (lead & 0x1E) << 6;
        uint64_t same = starts & byte_is(_mm512_and_si512(v, pair), (char)lead);
        __m512i kinds = look_up_two(text_plain + row, at);
        add_kinds(&l, kinds, same << 1);
        if (small)
            l.letters |= make_small_wide(small, kinds, look_up_two(text_shift + row, at), same << 1);
        starts &= ~same;
    }
    return l;
}

/* Ideographs, U+4E00 to U+9FBF: they have too many leading bytes to be looked
 * up; all of them are letters and dense. */
WIDE static inline uint64_t ideographs(__m512i v)
{
    uint64_t first = byte_is(v, '\xE4') & within(v, '\xB8', '\xBF') >> 1;
    uint64_t last = byte_is(v, '\xE9') & within(v, '\x80', '\xBE') >> 1;
    return within(v, '\xE5', '\xE8') | first | last;
}

/* Characters of three bytes that begin at `starts`: all at once that share the
 * first two. */
WIDE static inline __attribute__((always_inline))
struct lasts threes_wide(__m512i v, uint64_t starts, const unsigned char *p)
{
    uint64_t han = (starts & ideographs(v)) << 2;
    struct lasts l = { .letters = han, .dense = han };
    starts &= ~(han >> 2);
    while (starts) {
        const unsigned char *at = p + __builtin_ctzll(starts);
        uint64_t same = starts & byte_is(v, (char)at[0]) & byte_is(v, (char)at[1]) >> 1;
        const uint8_t *plain = text_plain + ((at[0] & 0xFu) << 12 | (at[1] & 0x3Fu) << 6);
        __m512i kinds = _mm512_permutexvar_epi8(v, _mm512_loadu_si512(plain));
        add_kinds(&l, kinds, same << 2);
        l.dense |= of_kind(kinds, same << 2, TEXT_PLAIN_DENSE);   /* no script of two bytes is */
        starts &= ~same;
    }
    return l;
}

/* The marks of 64 characters that share their first two bytes, at their last. */
WIDE static inline uint64_t marks_of_row(__m512i v, char first, char second, const uint8_t *row)
{
    uint64_t ends = byte_is(v, first) << 2 & byte_is(v, second) << 1;
    return of_kind(_mm512_permutexvar_epi8(v, _mm512_loadu_si512(row)), ends & within(v, '\x80', '\xBF'), TEXT_PLAIN_MARK);
}

/* Leading bytes of three that are not ideographs: overlong forms and surrogates out. */
WIDE static inline uint64_t leads_of_three(__m512i v)
{
    return within(v, '\xE1', '\xEC') | byte_is(v, '\xEF') | (byte_is(v, '\xE0') & within(v, '\xA0', '\xBF') >> 1);
}

/* Looks up at once all characters that begin alike, up to their last byte. Leaves
 * out some leading bytes that few characters have. v are the n bytes at p; small
 * as above. */
WIDE static inline __attribute__((always_inline))
struct ascii_known known_of(__m512i v, const char *p, size_t n, __m512i *small)
{
    uint64_t inner = within(v, '\x80', '\xBF'), leads = _mm512_movepi8_mask(v) & ~inner;
    /* curly quotes, dashes and the ellipsis: of what is beyond ASCII the commonest in news */
    uint64_t marks = marks_of_row(v, '\xE2', '\x80', text_plain + 0x2000);
    struct ascii_known known = { .marks = marks | marks >> 1 | marks >> 2 };
    leads &= ~known.marks;
    if (!leads)
        return known;
    uint64_t twos = leads & inner >> 1 & within(v, '\xC2', '\xDF');
    if (twos) {
        __m512i before = _mm512_maskz_loadu_epi8(below(n) & ~UINT64_C(1), p - 1);
        struct lasts l = twos_wide(v, before, twos, (const unsigned char *)p, small);
        known.letters = l.letters >> 1;
        known.kept = l.letters | known.letters;
        known.marks |= l.marks | l.marks >> 1;
        known.loose = l.loose >> 1;
        leads &= ~twos;
    }
    uint64_t threes = leads & inner >> 1 & inner >> 2;
    if (threes) {
        marks = marks_of_row(v, '\xE3', '\x80', text_plain + 0x3000) | marks_of_row(v, '\xEF', '\xBC', text_plain + 0xFF00);
        struct lasts l = threes_wide(v, threes & ~(marks >> 2) & leads_of_three(v), (const unsigned char *)p);
        l.marks |= marks;
        known.kept |= l.letters | l.letters >> 1 | l.letters >> 2;
        known.marks |= l.marks | l.marks >> 1 | l.marks >> 2;
        known.letters |= l.letters >> 2;
        known.loose |= l.loose >> 2;
        known.dense = l.dense >> 2;
    }
    return known;
}

WIDE static inline struct ascii_known known_wide(const struct ascii_block *b, size_t n)
{
    return known_of(load_wide(b->from, n), b->from, n, NULL);
}
#endif

#endif
