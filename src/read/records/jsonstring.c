/* DESIGN. Text beyond ASCII may be escapes throughout, six bytes a letter: so
 * behind one escape another is expected, and only plain bytes are searched
 * sixteen at a time. With AVX-512 a block of 64 bytes is looked at and undone at
 * once, however many escapes it holds; only surrogates are undone one by one, as on
 * any machine. */
#include "read/records/jsonstring.h"

#include <stdint.h>

#include "read/records/jsonways.h"
#include "text/utf8.h"

/* ---- plain stretches ---- */

/* As json_special. */
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

/* Copies bytes from p up to a backslash or end; returns how many. out has room for
 * end - p, and bytes behind those copied may be overwritten. */
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

/* The value of each hex digit; X for any other byte. X is a bit of its own, so one
 * test of four values or-ed together finds a byte that is no digit. */
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

bool json_is_inside(struct slice s)
{
    return json_string_end(s.ptr, s.ptr + s.len) == s.ptr + s.len;
}

/* The character that an escape of two bytes means, c being the second one; 0: it is
 * no escape. */
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

static const char *string_end_plain(const char *p, const char *end)
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

/* The code point that the escape at *p, a surrogate of value v, makes with the escape
 * behind it; U+FFFD, and *lone set, when they are no pair. Moves *p behind what it took. */
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

/* Writes what the escape at *p means to o; returns the end of that, and moves *p
 * behind the escape. */
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

static size_t unescape_plain(const char *p, const char *end, char *out, bool *lone)
{
    char *o = out;
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

#if defined(__x86_64__) && defined(__SSE2__)

/* ---- AVX-512 ---- */

/* As meant_by, for each ASCII character; 'u' means itself. */
static const char MEANT[2 * ASCII_BLOCK] = {
    ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t',
    ['u'] = 'u'
};

WIDE static inline __m512i meant_wide(__m512i v)
{
    __m512i meant = _mm512_permutex2var_epi8(_mm512_loadu_si512(MEANT), v, _mm512_loadu_si512(MEANT + ASCII_BLOCK));
    return _mm512_maskz_mov_epi8(~_mm512_movepi8_mask(v), meant);
}

/* Those of the backslashes `starts` that begin no valid escape. */
WIDE static inline uint64_t bad_escapes(__m512i v, uint64_t starts)
{
    __m512i meant = meant_wide(v);
    uint64_t bad = starts & ~(_mm512_test_epi8_mask(meant, meant) >> 1);
    uint64_t units = starts & json_is(v, 'u') >> 1;
    if (units) {
        uint64_t digits = within(v, '0', '9') | within(_mm512_or_si512(v, _mm512_set1_epi8(0x20)), 'a', 'f');
        bad |= units & ~(digits >> 2 & digits >> 3 & digits >> 4 & digits >> 5);
    }
    return bad;
}

/* load_wide puts zeros behind the end, so that an escape cut off there is no valid one. */
WIDE static const char *string_end_wide(const char *p, const char *end)
{
    while (p < end) {
        size_t left = (size_t)(end - p), n = left < ASCII_BLOCK ? left : ASCII_BLOCK;
        __m512i v = load_wide(p, n);
        uint64_t slashes = json_is(v, '\\'), stops = (json_is(v, '"') | within(v, 0, 0x1F)) & below(n);
        if (slashes) {
            uint64_t starts = json_starts(slashes);
            n = json_whole(starts, n);
            stops = ((stops & ~(starts << 1)) | bad_escapes(v, starts)) & below(n);
        }
        if (stops)
            return p + __builtin_ctzll(stops);
        p += n;
    }
    return p;
}

/* The values of hex digits; of other bytes nonsense. */
WIDE static inline __m512i nibbles_of(__m512i v)
{
    __m512i low = _mm512_and_si512(v, _mm512_set1_epi8(0xF));
    return _mm512_mask_add_epi8(low, _mm512_test_epi8_mask(v, _mm512_set1_epi8(0x40)), low, _mm512_set1_epi8(9));
}

/* At each of `units`, where a "\uXXXX" begins, v gets the UTF-8 of that in place of
 * its first, third and fourth digit; *keep loses the other bytes, and those of the
 * three that shorter UTF-8 does not need. With the digits' values a, b, c, d the bytes
 * are 0xE0|a (if there are three), 0x80|b<<2|c>>2 (0xC0 if it is the first of two)
 * and 0x80|c<<4|d (a single one: without the 0x80). */
WIDE static inline __m512i undo_units(__m512i v, __m512i nibbles, uint64_t units, uint64_t *keep)
{
    uint64_t zero = _mm512_testn_epi8_mask(nibbles, nibbles), small = within(nibbles, 0, 7);
    uint64_t threes = units & ~(zero >> 2 & small >> 3), ones = units & ~threes & zero >> 3 & small >> 4;
    __m512i last = json_before(nibbles);
    __m512i middle = _mm512_or_si512(_mm512_slli_epi16(last, 2),
                                     _mm512_and_si512(_mm512_srli_epi16(nibbles, 2), _mm512_set1_epi8(3)));
    __m512i whole = _mm512_or_si512(_mm512_slli_epi16(_mm512_and_si512(last, _mm512_set1_epi8(7)), 4), nibbles);
    const __m512i inner = _mm512_set1_epi8('\x80');
    v = _mm512_mask_add_epi8(v, threes << 2, nibbles, _mm512_set1_epi8('\xE0'));
    v = _mm512_mask_add_epi8(v, threes << 4, middle, inner);
    v = _mm512_mask_add_epi8(v, (units & ~threes) << 4, middle, _mm512_set1_epi8('\xC0'));
    v = _mm512_mask_mov_epi8(v, units << 5, whole);
    v = _mm512_mask_add_epi8(v, (units & ~ones) << 5, _mm512_and_si512(whole, _mm512_set1_epi8(0x3F)), inner);
    *keep &= ~(units | units << 1 | (units & ~threes) << 2 | units << 3 | ones << 4);
    return v;
}

/* Those of the units that are surrogates. */
WIDE static inline uint64_t halves_of(__m512i nibbles, uint64_t units)
{
    return units & json_is(nibbles, 0xD) >> 2 & within(nibbles, 8, 0xF) >> 3;
}

/* Undoes the escapes of the *n bytes at p (64 at most), up to the first surrogate or
 * the first escape that may be cut off; *n becomes how many bytes were used. Returns
 * the end of what it wrote. */
WIDE static inline char *undo_block(const char *p, size_t *n, char *o)
{
    __m512i v = load_wide(p, *n);
    uint64_t slashes = json_is(v, '\\'), keep = below(*n);
    if (slashes) {
        uint64_t starts = json_starts(slashes), units = starts & json_is(v, 'u') >> 1;
        __m512i nibbles = nibbles_of(v);
        uint64_t halves = halves_of(nibbles, units);
        *n = json_whole(starts, *n);
        if (halves & below(*n))
            *n = (size_t)__builtin_ctzll(halves);
        v = _mm512_mask_mov_epi8(v, (starts & ~units) << 1, meant_wide(v));
        keep = below(*n) & ~starts;
        if (units)
            v = undo_units(v, nibbles, units & below(*n), &keep);
    }
    size_t kept = (size_t)__builtin_popcountll(keep);
    _mm512_mask_storeu_epi8(o, below(kept), _mm512_maskz_compress_epi8(keep, v));
    return o + kept;
}

WIDE static size_t unescape_wide(const char *p, const char *end, char *out, bool *lone)
{
    char *o = out;
    while (p < end) {
        size_t n = end - p < ASCII_BLOCK ? (size_t)(end - p) : ASCII_BLOCK;
        o = undo_block(p, &n, o);
        p += n;
        if (n == 0)   /* a surrogate at p */
            o = undo_escape(&p, end, o, lone);
    }
    return (size_t)(o - out);
}

#else

/* Never called: no other machine has AVX-512. */
#define string_end_wide string_end_plain
#define unescape_wide unescape_plain

#endif

const char *json_string_end(const char *p, const char *end)
{
    return ascii_wide() ? string_end_wide(p, end) : string_end_plain(p, end);
}

size_t json_unescape(struct slice inside, char *out, bool *lone)
{
    const char *p = inside.ptr, *end = p + inside.len;
    bool ignored = false;
    lone = lone ? lone : &ignored;
    return ascii_wide() ? unescape_wide(p, end, out, lone) : unescape_plain(p, end, out, lone);
}
