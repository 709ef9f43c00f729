/* DESIGN. Two windows of 64 bytes cover what is looked at. Of each a mask has a
 * bit for each byte where a short word starts, and one for each blank behind such a
 * word. With AVX-512 eight words at once are moved to a lane each and cut, hashed,
 * and looked up in a table that fits into registers: no branch depends on a word,
 * nor on how many there are, for guessing these would cost more than the rest. */
#include "text/shorts.h"

#include "text/ways_half.h"
#include "text/ways_wide.h"

enum { WORD = SHORTS_LONGEST + 1 };   /* bytes of a word that are looked at: it, and the blank behind */

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
    uint64_t blanks = (other - EACH_BYTE(1)) & ~other & EACH_BYTE(0x80);   /* the lowest bit is right */
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

void shorts_add(struct shorts_list *list, uint64_t word)
{
    uint32_t hash = shorts_hash(word);
    list->rows[hash % SHORTS_ROWS] |= (uint16_t)(1u << hash / SHORTS_ROWS % SHORTS_BITS);
}

static bool may_have(const struct shorts_list *list, uint64_t word)
{
    uint32_t hash = shorts_hash(word);
    return list->rows[hash % SHORTS_ROWS] >> hash / SHORTS_ROWS % SHORTS_BITS & 1;
}

static struct slice near_start(struct slice text)
{
    return slice_of(text.ptr, text.len < SHORTS_BYTES ? text.len : SHORTS_BYTES);
}

struct slice shorts_rest(struct slice text)
{
    size_t i = SHORTS_BYTES - SHORTS_LONGEST;
    if (text.len <= i)
        return SLICE("");
    while (i < text.len && text.ptr[i - 1] != ' ' && !is_dense((unsigned char)text.ptr[i]))
        i++;
    return slice_from(text, i);
}

size_t shorts_of_portable(struct slice text, const struct shorts_list *list, uint64_t out[SHORTS_MOST])
{
    size_t n = 0;
    for (text = near_start(text); text.len >= WORD;) {
        uint64_t word = next_word(&text);
        out[n] = word;
        n += word && may_have(list, word);
    }
    return n;
}

#if defined(__x86_64__) && defined(__SSE2__)

enum {
    OWN = ASCII_BLOCK - WORD,      /* bytes of a window in which its words start: they end in it, too */
    WINDOWS = 2,
    GROUPS = 2                     /* of eight words; a window with more is rare */
};
_Static_assert(OWN * WINDOWS >= SHORTS_BYTES, "all is looked at");

/* Where short words start in a window, of which n bytes are text. *looking: whether a word
 * may start at its first byte; set for the next window. A start that falls on a mark or
 * digit moves on to the end of their run, by a sum that carries past it. */
INLINE uint64_t starts_of(uint64_t blanks, uint64_t marks, size_t n, uint64_t *looking)
{
    size_t n_starts = n < WORD ? 0 : n - SHORTS_LONGEST;
    uint64_t after = blanks << 1 | *looking, own = below(OWN);
    uint64_t reached = after | ((after & marks & own) + (marks & own));
    uint64_t before = blanks >> 1 | blanks >> 2;
    before |= before >> 2;
    before |= before >> 3;         /* by 1 to SHORTS_LONGEST bytes */
    *looking = reached >> OWN & 1;
    return reached & ~marks & before & own & below(n_starts);
}

/* ---- SSE2 and AVX2 ---- */

/* A bit for each byte of a window. */
struct masks { uint64_t blanks, marks, dense; };

typedef struct masks masks_function(const char *p);

static inline struct masks masks_sse2(const char *p)
{
    __m128i a = load(p), b = load(p + 16), c = load(p + 32), d = load(p + 48);
    const __m128i blank = _mm_set1_epi8(' ');
    return (struct masks){
        bits(_mm_cmpeq_epi8(a, blank), _mm_cmpeq_epi8(b, blank), _mm_cmpeq_epi8(c, blank), _mm_cmpeq_epi8(d, blank)),
        bits(in_range(a, ' ', '?'), in_range(b, ' ', '?'), in_range(c, ' ', '?'), in_range(d, ' ', '?')),
        bits(in_range(a, '\xE3', '\xEF'), in_range(b, '\xE3', '\xEF'), in_range(c, '\xE3', '\xEF'), in_range(d, '\xE3', '\xEF'))
    };
}

HALF static inline struct masks masks_half(const char *p)
{
    __m256i a = load_half(p), b = load_half(p + 32);
    const __m256i blank = _mm256_set1_epi8(' ');
    return (struct masks){
        bits_half(_mm256_cmpeq_epi8(a, blank), _mm256_cmpeq_epi8(b, blank)),
        bits_half(within_half(a, ' ', '?'), within_half(b, ' ', '?')),
        bits_half(within_half(a, '\xE3', '\xEF'), within_half(b, '\xE3', '\xEF'))
    };
}

/* Writes the words of a window that are on the list; returns how many. */
INLINE size_t listed_words(const char *p, uint64_t starts, uint64_t blanks, const struct shorts_list *list, uint64_t *out)
{
    size_t kept = 0;
    for (; starts; starts &= starts - 1) {
        unsigned at = (unsigned)__builtin_ctzll(starts);
        out[kept] = word_of(eight_at(p + at), (unsigned)__builtin_ctzll(blanks >> at));
        kept += out[kept] && may_have(list, out[kept]);
    }
    return kept;
}

enum { LOOKED_AT = OWN * WINDOWS + WORD };

INLINE size_t shorts_by(struct slice text, const struct shorts_list *list, uint64_t *out, masks_function *masks)
{
    char copy[LOOKED_AT];
    const char *p = text.ptr;
    struct masks m[WINDOWS];
    uint64_t looking = 1;
    size_t n = 0;
    if (text.len < LOOKED_AT) {   /* so that windows have zeros behind the text */
        memset(copy, 0, sizeof copy);
        p = text.len ? memcpy(copy, text.ptr, text.len) : copy;
    }
    text = near_start(text);
    for (size_t i = 0; i < WINDOWS; i++)
        m[i] = masks(p + i * OWN);
    if (m[0].dense | m[1].dense)
        return shorts_of_portable(text, list, out);
    for (size_t i = 0; i < WINDOWS && i * OWN < text.len; i++) {
        uint64_t starts = starts_of(m[i].blanks, m[i].marks, text.len - i * OWN, &looking);
        n += listed_words(p + i * OWN, starts, m[i].blanks, list, out + n);
    }
    return n;
}

static size_t shorts_sse2(struct slice text, const struct shorts_list *list, uint64_t *out)
{
    return shorts_by(text, list, out, masks_sse2);
}

HALF static size_t shorts_half(struct slice text, const struct shorts_list *list, uint64_t *out)
{
    return shorts_by(text, list, out, masks_half);
}

/* ---- AVX-512 ---- */

struct window {
    __m512i bytes;                 /* ASCII letters in lower case */
    uint64_t starts, ends;         /* where short words start, and the blanks behind them */
};

/* The window at byte `at` of text. A sum finds the blanks behind words. */
WIDE static inline struct window window_at(struct slice text, size_t at, uint64_t *looking)
{
    size_t n = text.len > at ? text.len - at : 0;
    __m512i v = load_wide(text.ptr + at, n);
    uint64_t blanks = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' '));
    uint64_t starts = starts_of(blanks, within(v, ' ', '?'), n, looking);
    __m512i upper = _mm512_andnot_si512(v, _mm512_set1_epi8('\x80'));
    return (struct window){ _mm512_or_si512(v, _mm512_srli_epi16(upper, 2)), starts, (~blanks + starts) & blanks };
}

/* Eight words, in order, from number `first` on; 0 where there are no more. For each word starts
 * has where it starts in the window, cuts how many of the 64 bits from there on are behind it. */
WIDE static inline __m512i words_at(__m512i bytes, __m512i starts, __m512i cuts, char first)
{
    const __m512i ahead = _mm512_set1_epi64(0x0706050403020100);
    const __m512i eight = _mm512_set_epi64(EACH_BYTE(7), EACH_BYTE(6), EACH_BYTE(5), EACH_BYTE(4),
                                           EACH_BYTE(3), EACH_BYTE(2), EACH_BYTE(1), 0);
    __m512i numbers = _mm512_add_epi8(eight, _mm512_set1_epi8(first));
    __m512i from = _mm512_add_epi8(_mm512_permutexvar_epi8(numbers, starts), ahead);
    __m512i cut = _mm512_maskz_permutexvar_epi8(EACH_BYTE(1), numbers, cuts);
    return _mm512_and_si512(_mm512_permutexvar_epi8(from, bytes), _mm512_srlv_epi64(_mm512_set1_epi64(-1), cut));
}

WIDE static inline void words_of(const struct window *w, __m512i words[GROUPS])
{
    __m512i numbers = places_wide();
    __m512i starts = _mm512_maskz_compress_epi8(w->starts, numbers);
    __m512i lengths = _mm512_sub_epi8(_mm512_maskz_compress_epi8(w->ends, numbers), starts);
    __m512i cuts = _mm512_sub_epi8(_mm512_set1_epi8(64), _mm512_slli_epi16(lengths, 3));
    for (int i = 0; i < GROUPS; i++)
        words[i] = words_at(w->bytes, starts, cuts, (char)(8 * i));
}

/* 16 bits of the shorts_hash of n times eight words, n being 4 at most: lane 4 i + k has that of
 * word i of words[k]. */
WIDE static inline __m512i hashes_of(const __m512i *words, int n)
{
    __m512i hashes = _mm512_setzero_si512();
    for (int k = 0; k < n; k++) {
        __m512i both = _mm512_xor_si512(words[k], _mm512_srli_epi64(words[k], 32));
        __m512i product = _mm512_mul_epu32(both, _mm512_set1_epi64(SHORTS_FACTOR));
        __m512i turned = _mm512_rorv_epi64(product, _mm512_set1_epi64(SHORTS_BELOW - SHORTS_BITS * k));
        hashes = _mm512_mask_mov_epi16(hashes, 0x11111111u << k, turned);
    }
    return hashes;
}

/* For each of 32 hashes its row among 64, by its lower 6 bits. */
WIDE static inline __m512i row_of(const uint16_t *rows, __m512i hashes)
{
    return _mm512_permutex2var_epi16(_mm512_loadu_si512(rows), hashes, _mm512_loadu_si512(rows + 32));
}

/* For each of 32 hashes of 16 bits: 0 if it is not on the list. */
WIDE static inline __m512i find(const struct shorts_list *list, __m512i hashes)
{
    __mmask32 odd = _mm512_test_epi16_mask(hashes, _mm512_set1_epi16(64));
    __mmask32 last = _mm512_test_epi16_mask(hashes, _mm512_set1_epi16(128));
    __m512i low = _mm512_mask_mov_epi16(row_of(list->rows, hashes), odd, row_of(list->rows + 64, hashes));
    __m512i high = _mm512_mask_mov_epi16(row_of(list->rows + 128, hashes), odd, row_of(list->rows + 192, hashes));
    __m512i bit = _mm512_and_si512(_mm512_srli_epi16(hashes, 8), _mm512_set1_epi16(SHORTS_BITS - 1));
    return _mm512_and_si512(_mm512_mask_mov_epi16(low, last, high), _mm512_sllv_epi16(_mm512_set1_epi16(1), bit));
}

/* Writes those of n times eight words that are listed, n being 4 at most; returns how many. */
WIDE static inline size_t keep_listed(const struct shorts_list *list, const __m512i *words, int n, uint64_t *out)
{
    size_t kept = 0;
    __m512i found = find(list, hashes_of(words, n));
    for (int k = 0; k < n; k++) {
        __m512i own = _mm512_set1_epi64((long long)(UINT64_C(0xFFFF) << SHORTS_BITS * k));
        __mmask8 these = _mm512_mask_test_epi64_mask(_mm512_test_epi64_mask(words[k], words[k]), found, own);
        _mm512_storeu_si512(out + kept, _mm512_maskz_compress_epi64(these, words[k]));
        kept += (size_t)__builtin_popcount(these);
    }
    return kept;
}

WIDE static size_t shorts_wide(struct slice text, const struct shorts_list *list, uint64_t *out)
{
    struct window windows[WINDOWS];
    uint64_t looking = 1, dense = 0;
    bool crowded = false;
    for (size_t i = 0; i < WINDOWS; i++) {
        windows[i] = window_at(text, i * OWN, &looking);
        dense |= within(windows[i].bytes, '\xE3', '\xEF');
        crowded |= __builtin_popcountll(windows[i].starts) > 8 * GROUPS;
    }
    if (dense || crowded)
        return shorts_of_portable(text, list, out);
    __m512i words[WINDOWS * GROUPS];
    for (size_t i = 0; i < WINDOWS; i++)
        words_of(&windows[i], words + GROUPS * i);
    return keep_listed(list, words, WINDOWS * GROUPS, out);
}

size_t shorts_of(struct slice text, const struct shorts_list *list, uint64_t out[SHORTS_MOST])
{
    return ascii_wide() ? shorts_wide(near_start(text), list, out)
        : ascii_half() ? shorts_half(text, list, out) : shorts_sse2(text, list, out);
}
#else
size_t shorts_of(struct slice text, const struct shorts_list *list, uint64_t out[SHORTS_MOST])
{
    return shorts_of_portable(text, list, out);
}
#endif
