#include "strip/match/alternatives.h"

#include <string.h>

/* Where c stands in s; s.len: nowhere. */
static size_t place_of(struct slice s, char c)
{
    const char *at = memchr(s.ptr, c, s.len);
    return at ? (size_t)(at - s.ptr) : s.len;
}

/* Takes plain text and the inside of the braces behind it off *rest. False:
 * there are no more braces, and plain is all the rest. */
static bool take_braces(struct slice *rest, struct slice *plain, struct slice *inside)
{
    size_t open = place_of(*rest, '{');
    *plain = slice_of(rest->ptr, open);
    if (open == rest->len)
        return false;
    *rest = slice_from(*rest, open + 1);
    size_t close = place_of(*rest, '}');
    *inside = slice_of(rest->ptr, close);
    *rest = slice_from(*rest, close < rest->len ? close + 1 : close);
    return true;
}

static size_t count_parts(struct slice inside)
{
    size_t n = 1;
    for (size_t i = 0; i < inside.len; i++)
        n += inside.ptr[i] == '|';
    return n;
}

static struct slice part(struct slice inside, size_t number)
{
    for (; number > 0; number--) {
        size_t bar = place_of(inside, '|');
        inside = slice_from(inside, bar < inside.len ? bar + 1 : bar);
    }
    return slice_of(inside.ptr, place_of(inside, '|'));
}

static bool braces_pair(struct slice text)
{
    bool open = false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == (open ? '{' : '}'))
            return false;
        if (text.ptr[i] == '{' || text.ptr[i] == '}')
            open = !open;
    }
    return !open;
}

size_t alternatives_count(struct slice text)
{
    if (!braces_pair(text))
        return 0;
    size_t n = 1;
    struct slice plain, inside;
    while (take_braces(&text, &plain, &inside) && n <= ALTERNATIVES_MOST)
        n *= count_parts(inside);
    return n <= ALTERNATIVES_MOST ? n : ALTERNATIVES_MOST + 1;
}

void alternatives_take(struct slice text, size_t count, size_t i, struct buf *out)
{
    struct slice plain, inside;
    buf_clear(out);
    while (take_braces(&text, &plain, &inside)) {
        count /= count_parts(inside);
        buf_addslice(out, plain);
        buf_addslice(out, part(inside, i / count));
        i %= count;
    }
    buf_addslice(out, plain);
}
