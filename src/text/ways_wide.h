/* ways_wide -- the way of ascii.h with AVX-512, VBMI and VBMI2, in line; a machine that
 * has those has all that is older. Text layer, and those that read and write JSON. */
#ifndef TEXT_WAYS_WIDE_H
#define TEXT_WAYS_WIDE_H

#include "text/ways.h"

#if defined(__x86_64__) && defined(__SSE2__)

#define WIDE __attribute__((target("avx512bw,avx512vbmi,avx512vbmi2,popcnt,bmi,bmi2,lzcnt")))

/* A mask in a general register: gcc would work on in mask registers, which are slow to
 * get into and out of. */
WIDE INLINE uint64_t as_bits(__mmask64 mask)
{
    uint64_t b = mask;
    __asm__("" : "+r"(b));
    return b;
}

/* The mask of the bytes low to high. */
WIDE static inline uint64_t within(__m512i v, char low, char high)
{
    __m512i from_low = _mm512_sub_epi8(v, _mm512_set1_epi8(low));
    return as_bits(_mm512_cmple_epu8_mask(from_low, _mm512_set1_epi8((char)(high - low))));
}

/* The bytes 0 to 63. */
WIDE static inline __m512i places_wide(void)
{
    static const uint8_t PLACES[ASCII_BLOCK] = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
        28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53,
        54, 55, 56, 57, 58, 59, 60, 61, 62, 63
    };
    return _mm512_loadu_si512(PLACES);
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

/* One look-up knows all 128 ASCII characters; of a byte beyond, it sees the low bits
 * only: `ascii` leaves these out. */
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

/* Masks of characters, at their last bytes. */
struct lasts { uint64_t letters, dense, loose, marks; };

WIDE static inline uint64_t byte_is(__m512i v, char c)
{
    return as_bits(_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c)));
}

/* Adds the characters that end at `ends`, where kinds has what they are. */
WIDE INLINE void add_kinds(struct lasts *l, __m512i kinds, uint64_t ends)
{
    l->letters |= of_kind(kinds, ends, TEXT_PLAIN_LETTER);
    l->loose |= of_kind(kinds, ends, TEXT_PLAIN_LOOSE);
    l->marks |= of_kind(kinds, ends, TEXT_PLAIN_MARK);
}

/* Makes the capitals among them small, by shifts at the same places; returns their mask. */
WIDE INLINE uint64_t make_small_wide(__m512i *small, __m512i kinds, __m512i shifts, uint64_t ends)
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

/* Four rows at once: of the last two for the bytes in `upper`. */
WIDE static inline __m512i look_up_four(const uint8_t *row, __m512i at, uint64_t upper)
{
    return _mm512_mask_blend_epi8(upper, look_up_two(row, at), look_up_two(row + 128, at));
}

/* Gives `lead` back, as a constant behind a branch for the two scripts that most such
 * text is in. The machine guesses the branch, and need not wait for the byte to know
 * which row to look up: 0.82 of the time. */
INLINE unsigned foreseen(unsigned lead)
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
 * the lowest bit only go together: few scripts have others. Latin letters have four, and
 * no loop. before: for each place of v the byte before it. In small, unless it is NULL,
 * capitals become small letters; then they count as letters. */
WIDE INLINE struct lasts twos_wide(__m512i v, __m512i before, uint64_t starts, const unsigned char *p, __m512i *small)
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
WIDE INLINE struct lasts threes_wide(__m512i v, uint64_t starts, const unsigned char *p)
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

/* Of the 64 characters that begin with these two bytes, the marks, at their last bytes. */
WIDE static inline uint64_t marks_of_row(__m512i v, char first, char second, const uint8_t *row)
{
    uint64_t ends = byte_is(v, first) << 2 & byte_is(v, second) << 1;
    return of_kind(_mm512_permutexvar_epi8(v, _mm512_loadu_si512(row)), ends & within(v, '\x80', '\xBF'), TEXT_PLAIN_MARK);
}

/* Bytes that may begin a plain character of three: E0 not where that is an overlong form, nor
 * ED, which begins surrogates, nor EE, which begins private use. */
WIDE static inline uint64_t leads_of_three(__m512i v)
{
    return within(v, '\xE1', '\xEC') | byte_is(v, '\xEF') | (byte_is(v, '\xE0') & within(v, '\xA0', '\xBF') >> 1);
}

/* Looks up at once all characters that are alike up to their last byte. Leaves out
 * some leading bytes that few characters have. v has the n bytes at p; small is as in
 * twos_wide. */
WIDE INLINE struct ascii_known known_of(__m512i v, const char *p, size_t n, __m512i *small)
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
