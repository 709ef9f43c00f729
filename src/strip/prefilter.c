#include "strip/prefilter.h"

/* Small letter or digit: what folding makes of an ASCII letter or digit, at
 * the start of a line, whatever follows. Other characters may be respelt
 * together with their neighbours, so nothing is concluded from them. */
static int plain(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 'a';
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
}

/* How a line that starts with text's first character starts when folded: one
 * ASCII character, or 0 when that takes folding to know. Curly quotes open
 * every third paragraph of news, so they are known here. */
static int folded_start(struct slice text)
{
    unsigned char c = (unsigned char)text.ptr[0];
    if (c > ' ' && c < 127 && c != '`')
        return plain(c) ? plain(c) : c;
    if (!slice_starts(text, SLICE("\xE2\x80")) || text.len < 3)
        return 0;
    unsigned char quote = (unsigned char)text.ptr[2];
    return quote >= 0x98 && quote <= 0x9B ? '\'' : quote >= 0x9C && quote <= 0x9F ? '"' : 0;
}

static bool in_set(const uint8_t set[32], unsigned char c)
{
    return set[c / 8] >> c % 8 & 1;
}

void prefilter_learn(const struct regex *regex, struct regex_scratch *scratch,
                     struct prefilter_start *start)
{
    regex_first_bytes(regex, start->first);
    memset(start->second, 0xff, sizeof start->second);
    for (unsigned char b = 1; b < 128; b++) {
        if (plain(b) != b)
            continue;
        bool may = false;
        for (unsigned char a = 1; a < 128 && !may; a++)
            may = in_set(start->first, a) && regex_may_start(regex, scratch, (char)a, (char)b);
        if (!may)   /* what stands behind a first byte of 128 or more is never a letter */
            start->second[b / 8] &= (uint8_t)~(1u << b % 8);
    }
}

static void raise_to(uint16_t *cap, unsigned words)
{
    if (*cap < words)
        *cap = (uint16_t)words;
}

void prefilter_add(struct prefilter *f, const struct prefilter_start *start, unsigned words)
{
    raise_to(&f->any, words);
    for (unsigned char a = 1; a < 128; a++) {
        if (!in_set(start->first, a))
            continue;
        raise_to(&f->one[a], words);
        for (unsigned char b = 1; b < 128; b++)
            if (plain(a) == a && plain(b) == b && in_set(start->second, b))
                raise_to(&f->pair[a][b], words);
    }
}

bool prefilter_may(const struct prefilter *f, struct slice text, uint32_t words)
{
    if (words > f->any || !text.len)
        return false;
    int a = folded_start(text);
    int b = a && plain((unsigned char)a) == a && text.len > 1 ? plain((unsigned char)text.ptr[1]) : 0;
    if (!a)
        return true;
    /* a cap of 0 is none at all, also for a line without words */
    unsigned cap = b ? f->pair[a][b] : f->one[a];
    return cap && words <= cap;
}
