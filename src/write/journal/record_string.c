/* DESIGN. A text is spelt a line at a time, and letters that must be escaped one
 * by one. With AVX-512 it goes by blocks of 64 bytes: where the fewest are to be
 * escaped each byte gets a backslash in front of it, and those that need none are
 * pressed out again; of letters beyond ASCII eight at a time become "\uXXXX", and
 * what is plain among them is pressed down to its byte. What is odd (a pair of
 * surrogates, a control, bytes that are not UTF-8) is left to the other way. */
#include "write/journal/record.h"

#include "read/records/jsonstring.h"
#include "read/records/jsonways.h"
#include "text/utf8.h"

/* ---- styles ---- */

/* Whether a letter of four hex digits is upper case: it has 0x40, and not 0x20
 * as small ones do. */
static bool has_upper(const char *hex)
{
    uint32_t four;
    memcpy(&four, hex, sizeof four);
    return (four & ~(four << 1) & 0x40404040) != 0;
}

/* The habits that the escape "\uXXXX" with these digits shows. */
static unsigned style_of(const char *hex)
{
    unsigned upper = has_upper(hex) ? STYLE_UPPER : 0;
    if (hex[0] != '0' || hex[1] != '0')   /* most are */
        return upper | (memcmp(hex, "2028", 4) == 0 || memcmp(hex, "2029", 4) == 0 ? STYLE_LINES : STYLE_ASCII);
    unsigned v = json_hex4(hex);
    switch (v) {
    case '<': case '>': case '&':
        return upper | STYLE_HTML;
    case 0x7F:
        return upper | STYLE_DELETE;
    case '\b': case '\f':
        return upper | STYLE_LONG;
    default:
        return upper | (v >= 0x80 ? STYLE_ASCII : 0);
    }
}

/* Where some letters beyond ASCII stand as they are, it is no habit to escape all. */
static unsigned without_ascii(struct slice value, unsigned style)
{
    if (style & STYLE_ASCII && utf8_ascii(value.ptr, value.ptr + value.len) < value.len)
        style &= ~(unsigned)STYLE_ASCII;
    return style;
}

static unsigned style_plain(struct slice value)
{
    const char *p = value.ptr, *end = p + value.len;
    unsigned style = 0;
    while (p < end && (p = memchr(p, '\\', (size_t)(end - p)))) {
        do {
            if (p[1] == 'u')
                style |= style_of(p + 2);
            else if (p[1] == '/')
                style |= STYLE_SLASH;
            p += p[1] == 'u' ? 6 : 2;
        } while (p < end && *p == '\\');
    }
    return without_ascii(value, style);
}

/* ---- strings ---- */

static inline void put_two(struct buf *out, char a, char b)
{
    if (buf_reserve(out, 2)) {
        out->ptr[out->len++] = a;
        out->ptr[out->len++] = b;
    }
}

static void put_unit(struct buf *out, unsigned unit, unsigned style)
{
    const char *digits = style & STYLE_UPPER ? "0123456789ABCDEF" : "0123456789abcdef";
    if (!buf_reserve(out, 6))
        return;
    char *p = out->ptr + out->len;
    p[0] = '\\';
    p[1] = 'u';
    for (int i = 0; i < 4; i++)
        p[2 + i] = digits[unit >> (12 - 4 * i) & 15];
    out->len += 6;
}

static void put_escaped(struct buf *out, uint32_t cp, unsigned style)
{
    if (cp == UTF8_BAD)
        cp = 0xFFFD;
    if (cp >= 0x10000) {
        put_unit(out, 0xD800 + ((cp - 0x10000) >> 10), style);
        cp = 0xDC00 + ((cp - 0x10000) & 0x3FF);
    }
    put_unit(out, cp, style);
}

/* What must be escaped in any style. */
static void put_special(struct buf *out, char c, unsigned style)
{
    char letter = c == '\n' ? 'n' : c == '"' || c == '\\' ? c : c == '\r' ? 'r' : c == '\t' ? 't'
                : style & STYLE_LONG ? 0 : c == '\b' ? 'b' : c == '\f' ? 'f' : 0;
    if (letter)
        put_two(out, '\\', letter);
    else
        put_unit(out, (unsigned char)c, style);
}

/* The habits of escaping what need not be. */
#define STYLE_PICKY (~(unsigned)(STYLE_UPPER | STYLE_LONG))

/* The end of the bytes from p on that the style leaves as they are: p .. stop has
 * none that must be escaped in any style. */
static const char *plain_end(const char *p, const char *stop, unsigned style)
{
    if ((style & STYLE_PICKY) == STYLE_ASCII)
        return p + utf8_ascii(p, stop);
    for (; p < stop; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0x80) {
            if (style & STYLE_ASCII)
                break;
            if (style & STYLE_LINES && stop - p >= 3 && c == 0xE2 && p[1] == '\x80' && (p[2] & '\xFE') == '\xA8')
                break;
        } else if ((style & STYLE_SLASH && c == '/') || (style & STYLE_DELETE && c == 0x7F)
                   || (style & STYLE_HTML && (c == '<' || c == '>' || c == '&')))
            break;
    }
    return p;
}

/* Appends a stretch without anything that must be escaped in any style. */
static void put_stretch(struct buf *out, const char *p, const char *stop, unsigned style)
{
    while (p < stop) {
        const char *plain = style & STYLE_PICKY ? plain_end(p, stop, style) : stop;
        uint32_t cp;
        buf_add(out, p, (size_t)(plain - p));
        p = plain;
        if (p == stop)
            return;
        if (*p == '/') {
            put_two(out, '\\', '/');
            p++;
        } else {
            p += utf8_next(p, stop, &cp);
            put_escaped(out, cp, style);
        }
    }
}

static void string_plain(struct buf *out, struct slice text, unsigned style)
{
    const char *p = text.ptr, *end = p + text.len;
    buf_reserve(out, text.len + text.len / 32);
    while (p < end) {
        const char *stop = json_special(p, end);
        put_stretch(out, p, stop, style);
        if (stop < end)
            put_special(out, *stop++, style);
        p = stop;
    }
}

#if defined(__x86_64__) && defined(__SSE2__)

/* ---- AVX-512 ---- */

/* The habits that the escapes show which begin at the bits of `starts`, in the block at p. */
WIDE static inline unsigned style_of_block(const char *p, __m512i v, uint64_t starts)
{
    unsigned style = starts & json_is(v, '/') >> 1 ? STYLE_SLASH : 0;
    uint64_t units = starts & json_is(v, 'u') >> 1;
    if (!units)
        return style;
    uint64_t zero = json_is(v, '0'), two = json_is(v, '2'), upper = within(v, 'A', 'F');
    uint64_t small = units & zero >> 2 & zero >> 3, ascii = small & within(v, '0', '7') >> 4;
    uint64_t lines = units & two >> 2 & zero >> 3 & two >> 4;
    if (units & (upper >> 2 | upper >> 3 | upper >> 4 | upper >> 5))
        style |= STYLE_UPPER;
    if (units & ~(ascii | lines))
        style |= STYLE_ASCII;
    for (uint64_t odd = ascii | lines; odd; odd &= odd - 1)
        style |= style_of(p + __builtin_ctzll(odd) + 2);
    return style;
}

WIDE static unsigned style_wide(struct slice value)
{
    const char *p = value.ptr, *end = p + value.len;
    unsigned style = 0;
    while (p < end) {
        size_t n = end - p < ASCII_BLOCK ? (size_t)(end - p) : ASCII_BLOCK;
        __m512i v = load_wide(p, n);
        uint64_t slashes = json_is(v, '\\');
        if (slashes) {
            uint64_t starts = json_starts(slashes);
            n = json_whole(starts, n);
            style |= style_of_block(p, v, starts & below(n));
        }
        p += n;
    }
    return without_ascii(value, style);
}

/* What is to be done with the bytes of a block. */
struct spelling {
    uint64_t twos;         /* bytes that become a backslash, and a letter or they themselves */
    uint64_t beyond;       /* bytes beyond ASCII, of letters to be escaped */
    uint64_t odd;          /* bytes that are left to put_one */
};

WIDE static inline struct spelling spelling_of(__m512i *v, unsigned style)
{
    static const char LETTERS[ASCII_BLOCK] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
    };
    uint64_t controls = within(*v, 0, 0x1F), slash = style & STYLE_SLASH ? json_is(*v, '/') : 0;
    struct spelling s = { .twos = json_is(*v, '"') | json_is(*v, '\\') | slash };
    if (style & STYLE_ASCII)
        s.beyond = _mm512_movepi8_mask(*v);
    if (controls) {
        *v = _mm512_mask_permutexvar_epi8(*v, controls, *v, _mm512_loadu_si512(LETTERS));
        s.odd = controls & _mm512_testn_epi8_mask(*v, *v);
        if (style & STYLE_LONG)
            s.odd |= controls & (json_is(*v, 'b') | json_is(*v, 'f'));
        s.twos |= controls;
    }
    return s;
}

/* Writes the first n of 32 bytes, those of twos behind a backslash; returns the end. */
WIDE static inline char *put_half(__m256i half, uint32_t twos, size_t n, char *o)
{
    __m512i pairs = _mm512_or_si512(_mm512_slli_epi16(_mm512_cvtepu8_epi16(half), 8), _mm512_set1_epi16('\\'));
    uint64_t keep = _pdep_u64(twos, UINT64_C(0x5555555555555555)) | UINT64_C(0xAAAAAAAAAAAAAAAA);
    keep &= below(2 * n);
    _mm512_storeu_si512(o, _mm512_maskz_compress_epi8(keep, pairs));
    return o + __builtin_popcountll(keep);
}

WIDE static inline char *put_plain_block(__m512i v, uint64_t twos, size_t n, char *o)
{
    if (!twos) {
        _mm512_storeu_si512(o, v);
        return o + n;
    }
    o = put_half(_mm512_castsi512_si256(v), (uint32_t)twos, n < 32 ? n : 32, o);
    return n <= 32 ? o : put_half(_mm512_extracti64x4_epi64(v, 1), (uint32_t)(twos >> 32), n - 32, o);
}

/* ---- letters beyond ASCII ---- */

/* The letters of two and three bytes in a block; bits at their first bytes. */
struct leads { uint64_t twos, threes; };

/* How many of n bytes are whole letters of at most three bytes. */
WIDE static inline size_t whole_letters(__m512i v, uint64_t beyond, size_t n, struct leads *l)
{
    uint64_t inner = within(v, '\x80', '\xBF');
    l->twos = within(v, '\xC2', '\xDF');
    l->threes = within(v, '\xE0', '\xEF');
    uint64_t odd = beyond & ~(inner | l->twos | l->threes);
    odd |= json_is(v, '\xE0') & within(v, '\x80', '\x9F') >> 1;   /* overlong */
    odd |= json_is(v, '\xED') & within(v, '\xA0', '\xBF') >> 1;   /* a surrogate */
    odd |= l->twos >> 63 << 63 | l->threes >> 62 << 62;   /* may go on behind the block */
    uint64_t wanted = (l->twos | l->threes) << 1 | l->threes << 2, missing = wanted & ~inner;
    odd |= inner & ~wanted;
    if (missing) {   /* to the letter before */
        uint64_t firsts = ~inner & ((missing & -missing) - 1);
        odd |= UINT64_C(1) << (63 - __builtin_clzll(firsts));
    }
    size_t whole = odd ? (size_t)__builtin_ctzll(odd) : n;
    return whole < n ? whole : n;
}

/* Writes eight letters, ASCII ones too. Each is laid out in eight bytes: "\uXXXX", the
 * lower byte of its code point, and an unused one; `keep` says which are written. */
WIDE static inline char *put_eight(__m128i units, __m512i digits, uint64_t keep, char *o)
{
    const __m512i shifts = _mm512_set1_epi64(0x00000004080C0000), begin = _mm512_set1_epi64('u' << 8 | '\\');
    __m512i parts = _mm512_multishift_epi64_epi8(shifts, _mm512_cvtepu16_epi64(units));
    __m512i hex = _mm512_shuffle_epi8(digits, _mm512_and_si512(parts, _mm512_set1_epi8(0xF)));
    __m512i bytes = _mm512_mask_mov_epi8(parts, UINT64_C(0x3C3C3C3C3C3C3C3C), hex);
    bytes = _mm512_mask_mov_epi8(bytes, UINT64_C(0x0303030303030303), begin);
    _mm512_storeu_si512(o, _mm512_maskz_compress_epi8(keep, bytes));
    return o + __builtin_popcountll(keep);
}

/* Which bytes of that layout n letters need: the first six of an escape, the backslash
 * and the seventh of one of twos, else the seventh. escaped, twos: a bit for each letter. */
WIDE static inline uint64_t kept_of_eight(uint64_t escaped, uint64_t twos, size_t n)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t escapes = _pdep_u64(escaped, each), keep = escapes * 0x3F | (each & ~escapes) << 6;
    return (keep | _pdep_u64(twos, each)) & below(8 * n);
}

/* The lower and upper halves of code points, at the last bytes of letters. */
WIDE static inline void halves_of(__m512i v, uint64_t beyond, const struct leads *l, __m512i *low, __m512i *high)
{
    __m512i second = json_before(v), first = json_before(second);
    *low = _mm512_mask_add_epi8(v, beyond, _mm512_and_si512(v, _mm512_set1_epi8(0x3F)),
                                _mm512_slli_epi16(_mm512_and_si512(second, _mm512_set1_epi8(3)), 6));
    *high = _mm512_maskz_mov_epi8(beyond, _mm512_srli_epi16(_mm512_and_si512(second, _mm512_set1_epi8(0x3C)), 2));
    *high = _mm512_mask_add_epi8(*high, l->threes << 2, *high,
                                 _mm512_slli_epi16(_mm512_and_si512(first, _mm512_set1_epi8(0xF)), 4));
}

/* Writes n bytes of whole letters; upper: hex digits are upper case. */
WIDE static inline char *put_letters(__m512i v, const struct spelling *s, const struct leads *l, size_t n,
                                     bool upper, char *o)
{
    const char *names = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    __m512i digits = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)names)), low, high;
    uint64_t last = (~s->beyond | l->twos << 1 | l->threes << 2) & below(n);
    uint64_t escaped = _pext_u64(s->beyond, last), twos = _pext_u64(s->twos, last);
    halves_of(v, s->beyond, l, &low, &high);
    low = _mm512_maskz_compress_epi8(last, low);
    high = _mm512_maskz_compress_epi8(last, high);
    for (size_t i = 0, count = (size_t)__builtin_popcountll(last); i < count; i += 8) {
        __m128i units = _mm_unpacklo_epi8(_mm512_castsi512_si128(low), _mm512_castsi512_si128(high));
        uint64_t keep = kept_of_eight(escaped >> i, twos >> i, count - i < 8 ? count - i : 8);
        o = put_eight(units, digits, keep, o);
        low = _mm512_alignr_epi64(low, low, 1);
        high = _mm512_alignr_epi64(high, high, 1);
    }
    return o;
}

/* Appends text up to what must be left to put_one; returns how many bytes that was. */
WIDE static size_t put_wide(struct buf *out, struct slice text, unsigned style)
{
    const char *p = text.ptr, *end = p + text.len;
    while (p < end && buf_reserve(out, (6 + 1) * ASCII_BLOCK)) {
        size_t n = end - p < ASCII_BLOCK ? (size_t)(end - p) : ASCII_BLOCK;
        __m512i v = load_wide(p, n);
        struct spelling s = spelling_of(&v, style);
        char *o = out->ptr + out->len;
        if (s.odd & below(n))
            n = (size_t)__builtin_ctzll(s.odd);
        if (s.beyond & below(n)) {
            struct leads l;
            n = whole_letters(v, s.beyond, n, &l);
            o = put_letters(v, &s, &l, n, style & STYLE_UPPER, o);
        } else {
            o = put_plain_block(v, s.twos & below(n), n, o);
        }
        out->len = (size_t)(o - out->ptr);
        if (n == 0)
            break;
        p += n;
    }
    return (size_t)(p - text.ptr);
}

/* Appends the first letter of text, which put_wide left; returns its bytes. */
static size_t put_one(struct buf *out, struct slice text, unsigned style)
{
    uint32_t cp;
    size_t n = utf8_next(text.ptr, text.ptr + text.len, &cp);
    if (cp < 0x20)
        put_special(out, *text.ptr, style);
    else
        put_escaped(out, cp, style);
    return n;
}

static void string_wide(struct buf *out, struct slice text, unsigned style)
{
    buf_reserve(out, text.len + text.len / 32);
    while (text.len && !out->failed) {
        text = slice_from(text, put_wide(out, text, style));
        if (text.len)
            text = slice_from(text, put_one(out, text, style));
    }
}

#else

/* Never called: no other machine has AVX-512. */
#define style_wide style_plain
#define string_wide string_plain

#endif

unsigned record_style(struct slice value)
{
    return ascii_wide() ? style_wide(value) : style_plain(value);
}

void record_string(struct buf *out, struct slice text, unsigned style)
{
    if (ascii_wide() && !(style & (STYLE_HTML | STYLE_LINES | STYLE_DELETE)))
        string_wide(out, text, style);
    else
        string_plain(out, text, style);
}
