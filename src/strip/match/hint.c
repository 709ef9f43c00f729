#include "strip/match/hint.h"

#include "text/ascii.h"
#include "text/chars.h"
#include "text/utf8.h"

enum { SHORTEST = 3, SHORTEST_FAR = 6 };   /* bytes: a shorter word tells little (guess) */

/* From rare to frequent in the languages of Latin script (guess). */
static const char RARE_FIRST[] = "qwjxykzvhbfgpmdculotnsraie";

static size_t rank(char letter)
{
    return (size_t)(strchr(RARE_FIRST, letter) - RARE_FIRST);
}

/* The first letter of the rarest pair side by side. */
static size_t rarest(struct slice word)
{
    size_t best = 0;
    for (size_t i = 1; i + 1 < word.len; i++)
        if (rank(word.ptr[i]) + rank(word.ptr[i + 1]) < rank(word.ptr[best]) + rank(word.ptr[best + 1]))
            best = i;
    return best;
}

/* Of bytes that differ by case only it makes the same ones: of a to z by the bit 0x20, of а to я by that of the
 * last byte, and by the lowest one of the first, D0 or D1. */
static unsigned char caseless(char byte)
{
    unsigned char c = (unsigned char)byte | 0x20;
    return c == 0xF0 ? 0xF1 : c;
}

/* Bytes of the letter at the start of text when it is beyond ASCII and a word may have it, else 0. */
static size_t far_letter(struct slice text)
{
    uint32_t cp;
    if (!text.len)
        return 0;
    size_t n = utf8_next(text.ptr, text.ptr + text.len, &cp);
    bool letter = cp != UTF8_BAD && chars_flags(cp) & CHARS_LETTER && !(chars_flags(cp) & CHARS_UPPER);
    bool known = (cp >= 0x430 && cp <= 0x44F) || (cp >= 0x620 && cp <= 0x6FF) || (cp >= 0x3040 && cp <= 0x9FFF)
        || (cp >= 0xAC00 && cp <= 0xD7A3);
    return letter && known ? n : 0;
}

/* Whether the letter of two bytes is among the most frequent in news (guess). */
static bool is_often(const char *letter)
{
    static const char OFTEN[] = "оеаинтсрвлкмاليمونرتبةع";
    for (size_t i = 0; i + 2 < sizeof OFTEN; i += 2)
        if (memcmp(OFTEN + i, letter, 2) == 0)
            return true;
    return false;
}

enum { OTHER_IN_CAPITALS = 4 };   /* the worst rank of a pair */

/* How frequent the pair of bytes at i of a word beyond ASCII is: a character's last two bytes are rare when they are
 * of three, and the two between letters of two when the second's first one is the same in either case. That of р to я
 * is not: no pair with it is found in capitals. */
static unsigned far_rank(struct slice word, size_t i)
{
    unsigned char c = (unsigned char)word.ptr[i], next = (unsigned char)word.ptr[i + 1];
    if (c == 0xD1 || next == 0xD1)
        return OTHER_IN_CAPITALS;
    if (c < 0xC0 && next < 0xC0)
        return 0;
    if (c >= 0xC0 || i == 0 || next >= 0xE0)
        return 3;
    return is_often(word.ptr + i - 1) ? 2 : 1;
}

static size_t rarest_far(struct slice word)
{
    size_t best = 0;
    for (size_t i = 0; i + 1 < word.len; i++)
        if (far_rank(word, i) < far_rank(word, best))
            best = i;
    return best;
}

/* The longest run of letters beyond ASCII. */
static struct slice far_word(struct slice needs)
{
    struct slice best = SLICE("");
    for (size_t i = 0, start = 0; i <= needs.len;) {
        size_t n = far_letter(slice_from(needs, i));
        if (n == 0 && i - start > best.len)
            best = slice_of(needs.ptr + start, i - start);
        i += n ? n : 1;
        start = n ? start : i;
    }
    return best.len >= SHORTEST_FAR ? best : SLICE("");
}

enum { DENSE = 3 };   /* bytes of a character */

static bool starts_dense(char c)
{
    return (unsigned char)c >= 0xE0;
}

static bool is_dense(struct slice word)
{
    size_t i = 0;
    while (i < word.len && starts_dense(word.ptr[i]))
        i += DENSE;
    return i == word.len;
}

struct hint hint_of(struct slice needs)
{
    struct hint h = { .word = SLICE("") };
    for (size_t i = 0, start = 0; i <= needs.len; i++) {
        if (i < needs.len && needs.ptr[i] >= 'a' && needs.ptr[i] <= 'z')
            continue;
        if (i - start >= SHORTEST && i - start > h.word.len)
            h.word = slice_of(needs.ptr + start, i - start);
        start = i + 1;
    }
    if (h.word.len) {
        h.rare = rarest(h.word);
    } else {
        h.word = far_word(needs);
        h.rare = h.word.len ? rarest_far(h.word) : 0;
        h.dense = h.word.len && is_dense(h.word);
        if (h.word.len && far_rank(h.word, h.rare) == OTHER_IN_CAPITALS)
            h = (struct hint){ .word = SLICE("") };
    }
    return h;
}

/* Whether the word, of which byte number `rare` is at `at`, is there. */
static bool is_word(const struct hint *h, struct slice text, size_t at)
{
    if (at < h->rare || text.len - (at - h->rare) < h->word.len)
        return false;
    const char *p = text.ptr + at - h->rare;
    for (size_t i = 0; i < h->word.len; i++)
        if (caseless(p[i]) != caseless(h->word.ptr[i]))
            return false;
    return true;
}

bool hint_stands(const struct hint *h, struct slice text)
{
    const char *pair = h->word.ptr + h->rare;
    for (size_t at = 0; at < text.len; at++) {
        at += ascii_find_pair(text.ptr + at, text.len - at, (char)(pair[0] | 0x20), (char)(pair[1] | 0x20));
        if (at < text.len && is_word(h, text, at))
            return true;
    }
    return false;
}

/* ---- dense words ---- */

/* The row and the bit of the character at p. */
static unsigned row_of(const char *p)
{
    return (unsigned char)p[1] % 64;
}

static uint64_t bit_of(const char *p)
{
    return UINT64_C(1) << (unsigned char)p[2] % 64;
}

void hint_dense_of(struct slice text, struct hint_dense *set)
{
    *set = (struct hint_dense){ { 0 } };
    for (size_t i = 0; i + DENSE <= text.len; i += starts_dense(text.ptr[i]) ? DENSE : 1)
        if (starts_dense(text.ptr[i]))
            set->of[row_of(text.ptr + i)] |= bit_of(text.ptr + i);
}

bool hint_may_stand(const struct hint *h, const struct hint_dense *set)
{
    bool all = true;
    for (size_t i = 0; i < h->word.len; i += DENSE)
        all = all && set->of[row_of(h->word.ptr + i)] & bit_of(h->word.ptr + i);
    return all;
}
