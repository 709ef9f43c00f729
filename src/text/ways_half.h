/* ways_half -- the way of ascii.h with AVX2, in line for code that has a way of its own
 * with it. Text layer. */
#ifndef TEXT_WAYS_HALF_H
#define TEXT_WAYS_HALF_H

#include "text/ways.h"

#if defined(__x86_64__) && defined(__SSE2__)

#define HALF __attribute__((target("avx2,popcnt,bmi,bmi2,lzcnt")))

/* What a byte is, by two tables, of its lower and its upper four bits: the bits that both
 * give. For bytes beyond ASCII that is none. */
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

/* Where the kinds have one of the bits `of`: by a sum, any of them sets the uppermost bit. */
HALF static inline uint64_t any_half(const __m256i kinds[2], int of)
{
    const __m256i these = _mm256_set1_epi8((char)of), carries = _mm256_set1_epi8(127);
    return bits_half(_mm256_adds_epu8(_mm256_and_si256(kinds[0], these), carries),
                     _mm256_adds_epu8(_mm256_and_si256(kinds[1], these), carries));
}

/* The same for one bit, which is shifted there. */
HALF INLINE uint64_t one_half(const __m256i kinds[2], int bit)
{
    int up = 7 - __builtin_ctz((unsigned)bit);
    return bits_half(_mm256_slli_epi16(kinds[0], up), _mm256_slli_epi16(kinds[1], up));
}

HALF static inline __m256i load_half(const char *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

HALF INLINE void look_half(const char *p, size_t n, struct ascii_block *block)
{
    p = from_of(p, n, ASCII_BLOCK + 1, block);
    __m256i a = load_half(p), b = load_half(p + 32), kinds[2] = { kinds_half(a), kinds_half(b) };
    const __m256i hyphen = _mm256_set1_epi8('-'), lead = _mm256_set1_epi8((char)0xC0);
    block->kept = any_half(kinds, BY_WORD | BY_SIGN);
    block->digits = one_half(kinds, BY_DIGIT);
    block->spaces = one_half(kinds, BY_SPACE);
    block->ends = one_half(kinds, BY_END);
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

/* Writes those of the first eight bytes that `which` has; returns where the next go. */
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

/* ---- characters beyond ASCII ---- */

/* A block, and, place by place, the byte before each of its bytes; 0 before the first. */
struct halves { __m256i v[2], before[2]; };

HALF static inline struct halves halves_of(const char *p)
{
    __m256i a = load_half(p), b = load_half(p + 32);
    return (struct halves){
        { a, b },
        { _mm256_alignr_epi8(a, _mm256_permute2x128_si256(a, a, 0x08), 15),
          _mm256_alignr_epi8(b, _mm256_permute2x128_si256(a, b, 0x21), 15) }
    };
}

/* Bytes low to high give 0xFF, all others 0. */
HALF static inline __m256i within_half(__m256i v, char low, char high)
{
    __m256i from_low = _mm256_sub_epi8(v, _mm256_set1_epi8(low));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(from_low, _mm256_set1_epi8((char)(high - low))), from_low);
}

/* Looks up each byte of `at`, below 128, in two rows of a table of kinds or shifts. By 16 entries:
 * for any other `at` the sum sets the uppermost bit, for which a shuffle gives 0. */
HALF static inline __m256i look_up_half(const uint8_t *row, __m256i at)
{
    __m256i found = _mm256_setzero_si256();
    for (int i = 0; i < 128; i += 16) {
        __m256i table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(row + i)));
        __m256i own = _mm256_adds_epu8(_mm256_xor_si256(at, _mm256_set1_epi8((char)i)), _mm256_set1_epi8(0x70));
        found = _mm256_or_si256(found, _mm256_shuffle_epi8(table, own));
    }
    return found;
}

/* Makes the capitals small, in is->copy. kinds and shifts stand at the last bytes of their
 * characters. */
HALF static inline void make_small_half(struct ascii_block *is, const __m256i kinds[2], const __m256i shifts[2])
{
    const __m256i capital = _mm256_set1_epi8(TEXT_PLAIN_CAPITAL), next = _mm256_set1_epi8(TEXT_PLAIN_CAPITAL | TEXT_PLAIN_NEXT);
    __m256i ends[2], firsts[2], one = _mm256_set1_epi8(1);
    for (int i = 0; i < 2; i++) {
        ends[i] = _mm256_cmpeq_epi8(_mm256_and_si256(kinds[i], capital), capital);
        firsts[i] = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_and_si256(kinds[i], next), next), one);
    }
    __m256i behind = _mm256_permute2x128_si256(firsts[1], firsts[1], 0x81);
    __m256i first[2] = {
        _mm256_alignr_epi8(_mm256_permute2x128_si256(firsts[0], firsts[1], 0x21), firsts[0], 1),
        _mm256_alignr_epi8(behind, firsts[1], 1)
    };
    for (int i = 0; i < 2; i++) {
        __m256i v = _mm256_add_epi8(load_half(is->from + 32 * i), _mm256_and_si256(shifts[i], ends[i]));
        _mm256_storeu_si256((__m256i *)(void *)(is->copy + 32 * i), _mm256_add_epi8(v, first[i]));
    }
    is->from = is->copy;
}

/* Adds the characters of two bytes that begin with `lead`, an even byte, or the next one. */
HALF static inline void add_twos(struct ascii_known *known, struct ascii_block *is, const struct halves *h, unsigned lead)
{
    const __m256i pair = _mm256_set1_epi8((char)0xFE), low = _mm256_set1_epi8(0x3F), odd = _mm256_set1_epi8(0x40);
    unsigned row = (lead & 0x1E) << 6;
    __m256i kinds[2], at[2];
    for (int i = 0; i < 2; i++) {
        __m256i own = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_and_si256(h->before[i], pair), _mm256_set1_epi8((char)(lead & 0xFE))),
                                       _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), h->v[i]));
        at[i] = _mm256_or_si256(_mm256_and_si256(h->v[i], low), _mm256_and_si256(_mm256_slli_epi16(h->before[i], 6), odd));
        kinds[i] = _mm256_and_si256(look_up_half(text_plain + row, at[i]), own);
    }
    uint64_t letters = any_half(kinds, TEXT_PLAIN_LETTER | TEXT_PLAIN_CAPITAL), marks = one_half(kinds, TEXT_PLAIN_MARK);
    known->kept |= letters | letters >> 1;
    known->letters |= letters >> 1;
    known->loose |= one_half(kinds, TEXT_PLAIN_LOOSE) >> 1;
    known->marks |= marks | marks >> 1;
    if (one_half(kinds, TEXT_PLAIN_CAPITAL)) {
        __m256i shifts[2] = { look_up_half(text_shift + row, at[0]), look_up_half(text_shift + row, at[1]) };
        make_small_half(is, kinds, shifts);
    }
}

/* Ideographs, U+4E00 to U+9FBF, at their first bytes: all are letters and dense. */
HALF static inline __m256i ideographs_half(__m256i v, __m256i next)
{
    __m256i first = _mm256_and_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('\xE4')), within_half(next, '\xB8', '\xBF'));
    __m256i last = _mm256_and_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('\xE9')), within_half(next, '\x80', '\xBE'));
    return _mm256_or_si256(within_half(v, '\xE5', '\xE8'), _mm256_or_si256(first, last));
}

/* Looks up at once all characters of two bytes whose leading bytes differ in the lowest bit only:
 * few scripts have others; and ideographs. Leaves out what few characters have. Capitals
 * become small letters. */
HALF static inline struct ascii_known known_half(struct ascii_block *is)
{
    struct ascii_known known = { 0 };
    const char *p = is->from;
    struct halves h = halves_of(p);
    uint64_t inner = is->inner, leads = is->beyond & ~inner;
    uint64_t twos = leads & inner >> 1 & bits_half(within_half(h.v[0], '\xC2', '\xDF'), within_half(h.v[1], '\xC2', '\xDF'));
    uint64_t threes = leads & ~twos & inner >> 1 & inner >> 2;
    if (threes) {
        uint64_t han = threes & bits_half(ideographs_half(h.v[0], load_half(p + 1)), ideographs_half(h.v[1], load_half(p + 33)));
        known = (struct ascii_known){ .kept = han | han << 1 | han << 2, .letters = han, .dense = han };
    }
    while (twos) {
        unsigned lead = (unsigned char)p[__builtin_ctzll(twos)] & 0xFEu;
        add_twos(&known, is, &h, lead);
        twos &= ~bits_half(_mm256_cmpeq_epi8(_mm256_and_si256(h.v[0], _mm256_set1_epi8((char)0xFE)), _mm256_set1_epi8((char)lead)),
                           _mm256_cmpeq_epi8(_mm256_and_si256(h.v[1], _mm256_set1_epi8((char)0xFE)), _mm256_set1_epi8((char)lead)));
    }
    return known;
}
#endif

#endif
