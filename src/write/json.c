#include "write/json.h"

#include "read/records/jsonstring.h"
#include "text/utf8.h"

void json_put_number(struct buf *out, const char *key, uint64_t value)
{
    buf_addstr(out, key);
    json_number(out, value);
}

void json_put_string(struct buf *out, const char *key, struct slice value)
{
    buf_addstr(out, key);
    json_string(out, value);
}

void json_seconds(struct buf *out, double seconds)
{
    json_thousandths(out, seconds > 0 ? (uint64_t)(seconds * 1000 + 0.5) : 0);
}

void json_text(struct buf *out, struct slice bytes)
{
    if (utf8_valid(bytes)) {
        json_string(out, bytes);
        return;
    }
    buf_addstr(out, "{\"base64\":");
    json_base64(out, bytes);
    buf_addch(out, '}');
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

char *json_take_string(char *p, const char *end, struct slice *s)
{
    bool lone = false;
    if (p == end || *p++ != '"')
        return NULL;
    const char *stop = json_string_end(p, end);
    if (stop == end || *stop != '"')
        return NULL;
    size_t n = (size_t)(stop - p);
    *s = slice_of(p, json_unescape_here(p, n, &lone));
    return lone ? NULL : p + n + 1;
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
