#include "strip/hint.h"

#include "text/ascii.h"

enum { SHORTEST = 3 };   /* letters: a shorter word tells little (guess) */

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
    h.rare = h.word.len ? rarest(h.word) : 0;
    return h;
}

/* Whether the word, of which letter number `rare` is at `at`, is there. */
static bool is_word(const struct hint *h, struct slice text, size_t at)
{
    if (at < h->rare || text.len - (at - h->rare) < h->word.len)
        return false;
    const char *p = text.ptr + at - h->rare;
    for (size_t i = 0; i < h->word.len; i++)   /* of ASCII only A to Z become a to z by this bit */
        if (((unsigned char)p[i] | 0x20) != (unsigned char)h->word.ptr[i])
            return false;
    return true;
}

bool hint_stands(const struct hint *h, struct slice text)
{
    const char *pair = h->word.ptr + h->rare;
    for (size_t at = 0; at < text.len; at++) {
        at += ascii_find_pair(text.ptr + at, text.len - at, pair[0], pair[1]);
        if (at < text.len && is_word(h, text, at))
            return true;
    }
    return false;
}
