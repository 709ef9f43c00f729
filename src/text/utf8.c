#include "text/utf8.h"

/* What the byte after a lead may be: the ranges that rule out overlong forms,
 * surrogates and what lies beyond U+10FFFF (Unicode 15, table 3-7). */
static void second_range(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
}

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

size_t utf8_decode(const char *p, const char *end, uint32_t *cp)
{
    unsigned char lead = (unsigned char)*p, low, high;
    size_t want = sequence_length(lead), i;
    *cp = UTF8_BAD;
    if (want == 0)
        return 1;
    uint32_t value = want == 1 ? lead : lead & (0x7Fu >> want);
    second_range(lead, &low, &high);
    for (i = 1; i < want; i++) {
        if (p + i == end)
            return i;
        unsigned char c = (unsigned char)p[i];
        if (c < low || c > high)
            return i;
        value = value << 6 | (c & 0x3F);
        low = 0x80;
        high = 0xBF;
    }
    *cp = value;
    return want;
}

const char *utf8_prev(const char *start, const char *p)
{
    uint32_t cp;
    for (const char *q = p - 1; q >= start && p - q <= 4; q--) {
        if (((unsigned char)*q & 0xC0) == 0x80)
            continue;
        size_t n = utf8_next(q, p, &cp);
        return q + n == p ? q : p - 1;
    }
    return p - 1;
}

size_t utf8_put(uint32_t cp, char *out)
{
    static const unsigned char mark[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)(mark[n] | cp);
    return n;
}

void utf8_add(struct buf *out, uint32_t cp)
{
    char bytes[4] = { 0 };
    size_t n = utf8_put(cp, bytes);
    buf_add(out, bytes, n);
}

size_t utf8_valid_length(struct slice s)
{
    if (s.len == 0)
        return 0;
    const char *p = s.ptr, *end = s.ptr + s.len;
    uint32_t cp;
    while (p < end) {
        p += utf8_ascii(p, end);
        if (p == end)
            break;
        size_t n = utf8_next(p, end, &cp);
        if (cp == UTF8_BAD)
            break;
        p += n;
    }
    return (size_t)(p - s.ptr);
}

bool utf8_valid(struct slice s)
{
    return utf8_valid_length(s) == s.len;
}

size_t utf8_count(struct slice s)
{
    if (s.len == 0)
        return 0;
    const char *p = s.ptr, *end = s.ptr + s.len;
    uint32_t cp;
    size_t n = 0;
    for (; p < end; n++)
        p += utf8_next(p, end, &cp);
    return n;
}
