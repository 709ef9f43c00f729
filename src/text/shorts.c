/* DESIGN. With AVX-512 words go eight at a time. A mask has a bit for each byte
 * where a word starts; the eight bytes from each start on are gathered, and
 * what follows their first blank is cut off. No branch depends on a word. */
#include "text/shorts.h"

#include "text/ways.h"

enum { WORD = SHORTS_LONGEST + 1 };   /* bytes looked at */

#define EACH_BYTE(b) ((b) * UINT64_C(0x0101010101010101))

/* Is this the first byte of a character that stands for a word: kana, Han,
 * Hangul, and full-width marks between them? */
static bool is_dense(unsigned char c)
{
    return c >= 0xE3 && c <= 0xEF;
}

/* Eight bytes as one number, the first the lowest; one load where that is the
 * machine's own order. */
static inline uint64_t eight_at(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24
        | (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

/* How many of the eight bytes stand in front of the first blank. */
static unsigned before_blank(uint64_t bytes)
{
    uint64_t other = bytes ^ EACH_BYTE(' ');
    uint64_t blanks = (other - EACH_BYTE(1)) & ~other & EACH_BYTE(0x80);   /* the lowest one is sure */
    return blanks ? (unsigned)__builtin_ctzll(blanks) / 8 : WORD;
}

/* The first n bytes, fewer than eight: ASCII ones with the bit of lower case. */
static uint64_t word_of(uint64_t bytes, unsigned n)
{
    uint64_t lower = bytes | (~bytes & EACH_BYTE(0x80)) >> 2;
    return lower & ((UINT64_C(1) << n * 8) - 1);
}

uint64_t shorts_number(struct slice word)
{
    char bytes[WORD] = { 0 };
    memcpy(bytes, word.ptr, word.len);
    return word_of(eight_at(bytes), (unsigned)word.len);
}

/* The next word of *text, which is left behind it; 0 for none, or a longer one.
 * *text has eight bytes or more. */
static uint64_t next_word(struct slice *text)
{
    uint64_t bytes = eight_at(text->ptr);
    if (text->ptr[0] >= ' ' && text->ptr[0] < '@') {   /* marks and digits before a word */
        *text = slice_from(*text, 1);
        return 0;
    }
    if (is_dense((unsigned char)text->ptr[0])) {
        *text = slice_from(*text, 3);
        return word_of(bytes, 3);
    }
    unsigned n = before_blank(bytes);
    if (n < WORD) {
        *text = slice_from(*text, n + 1);
        return word_of(bytes, n);
    }
    while (text->len >= WORD && (n = before_blank(eight_at(text->ptr))) == WORD)
        *text = slice_from(*text, WORD);
    *text = slice_from(*text, text->len >= WORD ? n + 1 : text->len);
    return 0;
}

static struct slice near_start(struct slice text)
{
    return slice_of(text.ptr, text.len < SHORTS_BYTES ? text.len : SHORTS_BYTES);
}

size_t shorts_of_portable(struct slice text, uint64_t out[SHORTS_MOST])
{
    size_t n = 0;
    for (text = near_start(text); text.len >= WORD;) {
        uint64_t word = next_word(&text);
        out[n] = word;
        n += word != 0;
    }
    return n;
}

#if defined(__x86_64__) && defined(__SSE2__)

/* The short words that start at the bits of starts, 64 bytes from p on. */
WIDE static size_t gather_words(const char *p, uint64_t starts, uint64_t *out)
{
    static const char NUMBERS[64] = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
        29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54,
        55, 56, 57, 58, 59, 60, 61, 62, 63
    };
    char at[64];
    size_t n = (size_t)__builtin_popcountll(starts);
    _mm512_storeu_si512(at, _mm512_maskz_compress_epi8(starts, _mm512_loadu_si512(NUMBERS)));
    const __m512i blank = _mm512_set1_epi8(' '), high = _mm512_set1_epi8('\x80'), one = _mm512_set1_epi64(1);
    for (size_t i = 0; i < n; i += 8) {
        __m512i from = _mm512_cvtepu8_epi64(_mm_loadl_epi64((const __m128i *)(const void *)(at + i)));
        __m512i bytes = _mm512_i64gather_epi64(from, p, 1);
        __m512i lower = _mm512_or_si512(bytes, _mm512_srli_epi64(_mm512_andnot_si512(bytes, high), 2));
        /* 0x80 at each blank; then all bits below the first one's byte */
        __m512i blanks = _mm512_and_si512(_mm512_movm_epi8(_mm512_cmpeq_epi8_mask(bytes, blank)), high);
        __m512i front = _mm512_andnot_si512(blanks, _mm512_sub_epi64(blanks, one));
        __mmask8 is_short = _mm512_test_epi64_mask(blanks, blanks);
        front = _mm512_maskz_srli_epi64(is_short, front, SHORTS_LONGEST);
        _mm512_storeu_si512(out + i, _mm512_and_si512(lower, front));
    }
    return n;
}

/* A start that falls on a mark or digit moves on to the end of their run, by a
 * sum that carries past it. Lanes that gather nothing read the first bytes. */
WIDE static size_t shorts_wide(struct slice text, uint64_t *out)
{
    size_t n = 0, last = text.len - WORD;   /* no word starts behind that */
    uint64_t start = 1;                     /* at the next block's first byte */
    for (size_t i = 0; i <= last; i += 64) {
        __m512i v = load_wide(text.ptr + i, text.len - i);
        if (within(v, '\xE3', '\xEF'))
            return shorts_of_portable(text, out);
        uint64_t blanks = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' ')), marks = within(v, ' ', '?');
        uint64_t at = blanks << 1 | start, passed = at & marks, sum = passed + marks;
        uint64_t starts = (at | sum) & ~marks;
        start = blanks >> 63 | (sum < passed);
        if (last - i < 64)
            starts &= ~UINT64_C(0) >> (63 - (last - i));
        n += gather_words(text.ptr + i, starts, out + n);
    }
    return n;
}

size_t shorts_of(struct slice text, uint64_t out[SHORTS_MOST])
{
    text = near_start(text);
    return text.len >= WORD && ascii_wide() ? shorts_wide(text, out) : shorts_of_portable(text, out);
}
#else
size_t shorts_of(struct slice text, uint64_t out[SHORTS_MOST])
{
    return shorts_of_portable(text, out);
}
#endif
