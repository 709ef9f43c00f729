/* DESIGN. Texts in other scripts may be escapes throughout, six bytes a letter:
 * so behind one escape the next is looked for first, and only what is plain is
 * searched sixteen bytes at a time. */
#include "read/jsonstring.h"

#include <stdint.h>

#include "text/utf8.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

/* ---- plain stretches ---- */

static inline const char *find_special(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), low = _mm_set1_epi8(0x1F);
    for (; end - p >= 16; p += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)),
                                   _mm_cmpeq_epi8(_mm_min_epu8(v, low), v));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (mask)
            return p + __builtin_ctz(mask);
    }
#endif
    while (p < end && (unsigned char)*p >= 0x20 && *p != '"' && *p != '\\')
        p++;
    return p;
}

const char *json_special(const char *p, const char *end)
{
    return find_special(p, end);
}

/* Copies bytes from p up to a backslash or end; returns how many. There is room
 * for end - p. */
static inline size_t copy_plain(const char *p, const char *end, char *out)
{
    const char *q = p;
#ifdef __SSE2__
    const __m128i slash = _mm_set1_epi8('\\');
    for (; end - q >= 16; q += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)q);
        _mm_storeu_si128((__m128i *)(void *)(out + (q - p)), v);
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, slash));
        if (mask)
            return (size_t)(q - p) + (size_t)__builtin_ctz(mask);
    }
#endif
    for (; q < end && *q != '\\'; q++)
        out[q - p] = *q;
    return (size_t)(q - p);
}

/* ---- escapes ---- */

/* The value of a hex digit; of anything else X, which no or of others hides. */
enum { X = 0x80 };
static const unsigned char hex[256] = {
#define X16 X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X
    X16, X16, X16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, X, X, X, X, X, X,
    X, 10, 11, 12, 13, 14, 15, X, X, X, X, X, X, X, X, X, X16,
    X, 10, 11, 12, 13, 14, 15, X, X, X, X, X, X, X, X, X, X16,
    X16, X16, X16, X16, X16, X16, X16, X16,
#undef X16
};

static inline unsigned hex_at(const char *p)
{
    return hex[(unsigned char)*p];
}

static inline bool is_hex4(const char *p)
{
    return !((hex_at(p) | hex_at(p + 1) | hex_at(p + 2) | hex_at(p + 3)) & X);
}

static inline unsigned hex4(const char *p)
{
    return hex_at(p) << 12 | hex_at(p + 1) << 8 | hex_at(p + 2) << 4 | hex_at(p + 3);
}

unsigned json_hex4(const char *p)
{
    return hex4(p);
}

/* What stands behind the backslash of an escape of two bytes, and is meant by
 * it; 0: nothing is. */
static inline char meant_by(char c)
{
    switch (c) {
    case '"': case '\\': case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default:  return 0;
    }
}

/* Bytes of the escape whose backslash is at p; 0 when it is none. */
static inline size_t escape_length(const char *p, const char *end)
{
    if (end - p < 2)
        return 0;
    if (p[1] == 'u')
        return end - p >= 6 && is_hex4(p + 2) ? 6 : 0;
    return meant_by(p[1]) ? 2 : 0;
}

const char *json_string_end(const char *p, const char *end)
{
    while ((p = find_special(p, end)) < end && *p == '\\') {
        do {
            size_t n = escape_length(p, end);
            if (n == 0)
                return p;
            p += n;
        } while (p < end && *p == '\\');
    }
    return p;
}

bool json_is_inside(struct slice s)
{
    return json_string_end(s.ptr, s.ptr + s.len) == s.ptr + s.len;
}

/* The code point of the escape "\uXXXX" at *p, a surrogate of value v, and of
 * its other half, if there is one; moves *p on. */
static uint32_t take_surrogate(const char **p, const char *end, unsigned v, bool *lone)
{
    *p += 6;
    if (v < 0xDC00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        unsigned low = hex4(*p + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *p += 6;
            return 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    *lone = true;
    return 0xFFFD;
}

/* Writes what the escape at *p means to o; returns its end, and moves *p on. */
static inline char *undo_escape(const char **p, const char *end, char *o, bool *lone)
{
    if ((*p)[1] != 'u') {
        *o++ = meant_by((*p)[1]);
        *p += 2;
        return o;
    }
    unsigned v = hex4(*p + 2);
    if (v >= 0xD800 && v <= 0xDFFF)
        return o + utf8_put(take_surrogate(p, end, v, lone), o);
    *p += 6;
    if (v < 0x80) {
        *o++ = (char)v;
    } else if (v < 0x800) {
        *o++ = (char)(0xC0 | v >> 6);
        *o++ = (char)(0x80 | (v & 0x3F));
    } else {
        *o++ = (char)(0xE0 | v >> 12);
        *o++ = (char)(0x80 | (v >> 6 & 0x3F));
        *o++ = (char)(0x80 | (v & 0x3F));
    }
    return o;
}

size_t json_unescape(struct slice inside, char *out, bool *lone)
{
    const char *p = inside.ptr, *end = p + inside.len;
    char *o = out;
    bool ignored = false;
    lone = lone ? lone : &ignored;
    while (p < end) {
        /* no escape is shorter than what it means, so as much room is left in
         * out as there are bytes to come */
        size_t n = copy_plain(p, end, o);
        p += n;
        o += n;
        while (p < end && *p == '\\')
            o = undo_escape(&p, end, o, lone);
    }
    return (size_t)(o - out);
}

size_t json_unescape_here(char *inside, size_t len, bool *lone)
{
    const char *p = inside, *end = inside + len;
    char *o = inside;
    bool ignored = false;
    lone = lone ? lone : &ignored;
    while (p < end) {
        const char *stop = memchr(p, '\\', (size_t)(end - p));
        size_t n = (size_t)((stop ? stop : end) - p);
        if (o < p)
            memmove(o, p, n);
        p += n;
        o += n;
        while (p < end && *p == '\\')
            o = undo_escape(&p, end, o, lone);
    }
    return (size_t)(o - inside);
}
