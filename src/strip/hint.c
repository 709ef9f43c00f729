#include "strip/hint.h"

enum { SHORTEST = 3 };   /* letters: a shorter word tells little (guess) */

/* From rare to frequent in the languages of Latin script (guess). */
static const char RARE_FIRST[] = "qwjxykzvhbfgpmdculotnsraie";

static size_t rarest(struct slice word)
{
    for (const char *c = RARE_FIRST; *c; c++) {
        const char *at = memchr(word.ptr, *c, word.len);
        if (at)
            return (size_t)(at - word.ptr);
    }
    return 0;
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
    h.rare = rarest(h.word);
    return h;
}

/* Whether the word, of which the letter `rare` is at `at`, is there. */
static bool is_word(const struct hint *h, struct slice text, const char *at)
{
    size_t before = (size_t)(at - text.ptr);
    if (before < h->rare || text.len - (before - h->rare) < h->word.len)
        return false;
    at -= h->rare;
    for (size_t i = 0; i < h->word.len; i++)   /* of ASCII only A to Z become a to z by this bit */
        if (((unsigned char)at[i] | 0x20) != (unsigned char)h->word.ptr[i])
            return false;
    return true;
}

static bool stands_with(const struct hint *h, struct slice text, char letter)
{
    const char *end = text.ptr + text.len;
    for (const char *p = text.ptr; p < end && (p = memchr(p, letter, (size_t)(end - p))); p++)
        if (is_word(h, text, p))
            return true;
    return false;
}

bool hint_stands(const struct hint *h, struct slice text)
{
    char letter = h->word.ptr[h->rare];
    return stands_with(h, text, letter) || stands_with(h, text, (char)(letter - 0x20));
}
