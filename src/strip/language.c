/* DESIGN. The vote looks at every article, so it is kept to some twenty
 * instructions a word: stop words are short, and one of up to seven bytes is
 * compared as one number. Words are what stands between blanks; in scripts
 * without spaces every character is one. Most paragraphs are decided within
 * their first ten words. */
#include "strip/language.h"

#include <stdlib.h>

#include "text/fold.h"

static const struct row { const char *name, *script; uint8_t needed; const char *words; } ROWS[] = {
#include "languages.inc"
};
enum { N_ROWS = sizeof ROWS / sizeof *ROWS };
_Static_assert((int)N_ROWS <= (int)LANGUAGE_MAX, "a set has a bit for each");

/* A paragraph is looked at so far (guess; 160 bytes are 25 English words). */
enum { LOOK_BYTES = 160, MIN_WORDS = 8, MIN_DENSE_CHARS = 20 };

enum { WORD = 8, SLOTS = 4096 };   /* bytes at a time; 22 languages have under 700 words */

struct slot {
    uint64_t word;      /* its bytes; 0: empty */
    language_set of;
};

struct languages {
    struct slot slots[SLOTS];
    uint8_t needed[LANGUAGE_MAX];   /* words to be shown */
};

static size_t home(uint64_t word)
{
    return (size_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> 52);   /* the upper 12 bits: SLOTS */
}

static const struct slot *find(const struct languages *l, uint64_t word)
{
    size_t i = home(word);
    while (l->slots[i].word && l->slots[i].word != word)
        i = (i + 1) % SLOTS;
    return &l->slots[i];
}

/* Is this the first byte of a character that stands for a word: kana, Han,
 * Hangul, and full-width marks between them? */
static bool is_dense(unsigned char c)
{
    return c >= 0xE3 && c <= 0xEF;
}

#define EACH_BYTE(b) ((b) * UINT64_C(0x0101010101010101))

/* Eight bytes as one number, the first the lowest; one load where that is the
 * machine's own order. */
static inline uint64_t load(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24
        | (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

static unsigned lowest_bit(uint64_t set)
{
    return (unsigned)__builtin_ctzll(set);
}

/* How many of the eight bytes stand in front of the first blank. */
static unsigned before_blank(uint64_t bytes)
{
    uint64_t other = bytes ^ EACH_BYTE(' ');
    uint64_t blanks = (other - EACH_BYTE(1)) & ~other & EACH_BYTE(0x80);   /* the lowest one is sure */
    return blanks ? lowest_bit(blanks) / 8 : WORD;
}

/* ASCII letters in lower case, bytes beyond ASCII as they are; the first n. */
static uint64_t word_of(uint64_t bytes, unsigned n)
{
    uint64_t lower = bytes | (~bytes & EACH_BYTE(0x80)) >> 2;
    return n == WORD ? lower : lower & ((UINT64_C(1) << n * 8) - 1);
}

/* The next word of *text, which is left behind it; 0 for one of 8 bytes or
 * more. *text has 8 bytes or more. */
static uint64_t next_word(struct slice *text)
{
    uint64_t bytes = load(text->ptr);
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
    while (text->len >= WORD && (n = before_blank(load(text->ptr))) == WORD)
        *text = slice_from(*text, WORD);
    *text = slice_from(*text, text->len >= WORD ? n + 1 : text->len);
    return 0;
}

language_set languages_of_text(const struct languages *l, struct slice text)
{
    uint8_t needed[N_ROWS];
    language_set shown = 0;
    memcpy(needed, l->needed, sizeof needed);
    if (text.len > LOOK_BYTES)
        text.len = LOOK_BYTES;
    while (text.len >= WORD && !shown) {
        uint64_t word = next_word(&text);
        language_set of = word ? find(l, word)->of : 0;
        for (; of; of &= of - 1)
            if (--needed[lowest_bit(of)] == 0)
                shown |= of & -of;
    }
    return shown;
}

language_set languages_of(const struct languages *l, const struct para *paras, size_t n)
{
    language_set shown = 0;
    for (size_t i = 0; i < n; i++) {
        const struct para *p = &paras[i];
        bool prose = p->words >= MIN_WORDS || (p->fold & FOLD_DENSE && p->chars >= MIN_DENSE_CHARS);
        if (prose && p->action != COPYDESK_DROP)
            shown |= languages_of_text(l, p->text);
    }
    return shown;
}

/* ---- the table ---- */

static void add_word(struct languages *l, struct slice word, int number)
{
    char bytes8[WORD] = { 0 };
    if (!word.len || word.len >= WORD)
        return;   /* a test holds languages.tsv to this */
    memcpy(bytes8, word.ptr, word.len);
    uint64_t bytes = word_of(load(bytes8), (unsigned)word.len);
    size_t i = (size_t)(find(l, bytes) - l->slots);
    l->slots[i].word = bytes;
    l->slots[i].of |= UINT64_C(1) << number;
}

struct languages *languages_new(void)
{
    struct languages *l = calloc(1, sizeof *l);
    for (int row = 0; l && row < N_ROWS; row++) {
        struct slice rest = slice_str(ROWS[row].words);
        l->needed[row] = ROWS[row].needed;
        while (rest.len) {
            const char *blank = memchr(rest.ptr, ' ', rest.len);
            size_t n = blank ? (size_t)(blank - rest.ptr) : rest.len;
            add_word(l, slice_of(rest.ptr, n), row);
            rest = slice_from(rest, blank ? n + 1 : n);
        }
    }
    return l;
}

void languages_free(struct languages *l)
{
    free(l);
}

int languages_number(const struct languages *l, struct slice name)
{
    (void)l;
    for (int row = 0; row < N_ROWS; row++)
        if (slice_equal(slice_str(ROWS[row].name), name))
            return row;
    return -1;
}

bool languages_is_latin(const struct languages *l, int number)
{
    (void)l;
    return strcmp(ROWS[number].script, "latin") == 0;
}
