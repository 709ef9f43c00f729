#include "write/json.h"

#include "text/utf8.h"

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
