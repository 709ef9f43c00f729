#include "base/json.h"

#include "base/decimal.h"
#include "base/lanes.h"

void json_number(struct buf *out, uint64_t n)
{
    char digits[DECIMAL_MOST], *end = digits + sizeof digits, *first = decimal_before(end, n);
    buf_add(out, first, (size_t)(end - first));
}

/* By hand, because printf's decimal point is the locale's. */
void json_thousandths(struct buf *out, uint64_t n)
{
    json_number(out, n / 1000);
    buf_addch(out, '.');
    for (unsigned unit = 100; unit; unit /= 10)
        buf_addch(out, (char)('0' + n / unit % 10));
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

/* 0xFF where one of the bytes at p needs an escape. */
static inline lanes escapes(const char *p)
{
    lanes v = lanes_at(p);
    return (lanes)(v < 0x20) | (lanes)(v == '"') | (lanes)(v == '\\');
}

/* Bytes at the start of s that need no escape. */
static size_t plain_length(struct slice s)
{
    size_t i = 0;
    while (s.len - i >= LANES && !lanes_any(escapes(s.ptr + i)))
        i += LANES;
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
