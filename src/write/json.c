#include "write/json.h"

#include "text/utf8.h"

void json_number(struct buf *out, uint64_t n)
{
    char digits[20];
    size_t i = sizeof digits;
    do {
        digits[--i] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    buf_add(out, digits + i, sizeof digits - i);
}

void json_hex(struct buf *out, uint64_t n, unsigned digits)
{
    char text[18] = "\"";
    for (unsigned i = 0; i < digits; i++)
        text[1 + i] = "0123456789abcdef"[n >> 4 * (digits - 1 - i) & 15];
    text[1 + digits] = '"';
    buf_add(out, text, digits + 2);
}

static void put_escape(struct buf *out, unsigned char c)
{
    const char *hex = "0123456789abcdef";
    switch (c) {
    case '"':  buf_add(out, "\\\"", 2); break;
    case '\\': buf_add(out, "\\\\", 2); break;
    case '\n': buf_add(out, "\\n", 2); break;
    case '\r': buf_add(out, "\\r", 2); break;
    case '\t': buf_add(out, "\\t", 2); break;
    default:
        buf_add(out, "\\u00", 4);
        buf_addch(out, hex[c >> 4]);
        buf_addch(out, hex[c & 15]);
    }
}

/* Whether any of the 8 bytes in v is below 0x20, a quote or a backslash. A
 * byte below n borrows from its top bit when n is taken from it; ~v leaves out
 * the bytes that had the top bit already. A borrow that runs on into the next
 * byte comes from a hit, so it never makes one where there is none. */
static bool has_escape(uint64_t v)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    uint64_t quote = v ^ ones * '"', slash = v ^ ones * '\\';
    return (((v - ones * 0x20) & ~v) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & tops;
}

/* Bytes at the start of s that need no escape. */
static size_t plain_length(struct slice s)
{
    size_t i = 0;
    for (uint64_t v; s.len - i >= sizeof v; i += sizeof v) {
        memcpy(&v, s.ptr + i, sizeof v);
        if (has_escape(v))
            break;
    }
    while (i < s.len && (unsigned char)s.ptr[i] >= 0x20 && s.ptr[i] != '"' && s.ptr[i] != '\\')
        i++;
    return i;
}

void json_string(struct buf *out, struct slice s)
{
    buf_reserve(out, s.len + 2);
    buf_addch(out, '"');
    while (s.len) {
        size_t n = plain_length(s);
        buf_add(out, s.ptr, n);
        s = slice_from(s, n);
        if (s.len) {
            put_escape(out, (unsigned char)s.ptr[0]);
            s = slice_from(s, 1);
        }
    }
    buf_addch(out, '"');
}

void json_base64(struct buf *out, struct slice s)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    buf_addch(out, '"');
    for (size_t i = 0; i < s.len; i += 3) {
        size_t left = s.len - i;
        uint32_t v = (uint32_t)(unsigned char)s.ptr[i] << 16;
        if (left > 1)
            v |= (uint32_t)(unsigned char)s.ptr[i + 1] << 8;
        if (left > 2)
            v |= (unsigned char)s.ptr[i + 2];
        char four[4] = { digit[v >> 18], digit[v >> 12 & 63],
                         left > 1 ? digit[v >> 6 & 63] : '=', left > 2 ? digit[v & 63] : '=' };
        buf_add(out, four, 4);
    }
    buf_addch(out, '"');
}

void json_bytes(struct buf *out, const char *name, const char *name64, struct slice bytes)
{
    bool text = utf8_valid(bytes);
    buf_add(out, ",\"", 2);
    buf_addstr(out, text ? name : name64);
    buf_add(out, "\":", 2);
    if (text)
        json_string(out, bytes);
    else
        json_base64(out, bytes);
}

/* ---- reading ---- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The four hex digits at p as a number, or -1. */
static int32_t take_hex4(const char *p, const char *end)
{
    int32_t v = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(p[i]);
        if (digit < 0)
            return -1;
        v = v * 16 + digit;
    }
    return v;
}

/* Decodes what follows "\u" at p; moves *p behind it. -1 when it is none. */
static int32_t take_unicode(char **p, const char *end)
{
    int32_t v = take_hex4(*p, end);
    if (v < 0 || (v >= 0xDC00 && v <= 0xDFFF))
        return -1;
    *p += 4;
    if (v < 0xD800 || v > 0xDBFF)
        return v;
    if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
        return -1;
    int32_t low = take_hex4(*p + 2, end);
    if (low < 0xDC00 || low > 0xDFFF)
        return -1;
    *p += 6;
    return 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
}

/* Decodes the escape behind a backslash at *p to *out; an escape is never
 * shorter than what it stands for. */
static bool take_escape(char **p, const char *end, char **out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (*p == end)
        return false;
    char c = *(*p)++;
    if (c == 'u') {
        int32_t cp = take_unicode(p, end);
        if (cp < 0)
            return false;
        *out += utf8_put((uint32_t)cp, *out);
        return true;
    }
    const char *at = c ? strchr(from, c) : NULL;
    if (!at)
        return false;
    *(*out)++ = to[at - from];
    return true;
}

char *json_take_string(char *p, const char *end, struct slice *s)
{
    if (p == end || *p++ != '"')
        return NULL;
    char *out = p;
    s->ptr = p;
    while (p < end && *p != '"') {
        if ((unsigned char)*p < 0x20)
            return NULL;
        if (*p != '\\')
            *out++ = *p++;
        else if (p++, !take_escape(&p, end, &out))
            return NULL;
    }
    if (p == end)
        return NULL;
    s->len = (size_t)(out - s->ptr);
    return p + 1;
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool json_take_base64(struct slice *s)
{
    char *text = (char *)s->ptr;   /* lies in the line's own buffer */
    size_t len = s->len, out = 0;
    if (len % 4 != 0)
        return false;
    size_t pad = len == 0 || text[len - 1] != '=' ? 0 : text[len - 2] != '=' ? 1 : 2;
    for (size_t i = 0; i < len; i += 4) {
        uint32_t v = 0;
        size_t digits = i + 4 == len ? 4 - pad : 4;
        for (size_t k = 0; k < digits; k++) {
            int digit = base64_value(text[i + k]);
            if (digit < 0)
                return false;
            v |= (uint32_t)digit << (18 - 6 * k);
        }
        for (size_t k = 0; k + 1 < digits; k++)
            text[out++] = (char)(v >> (16 - 8 * k));
    }
    s->len = out;
    return true;
}
