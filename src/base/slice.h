/* slice -- a borrowed stretch of bytes; base layer, knows nothing of text.
 * Never NUL-dependent. Whoever made it says how long the bytes live. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *ptr;   /* may be NULL only when len is 0 */
    size_t len;        /* bytes */
};

/* A string literal as a slice. */
#define SLICE(literal) ((struct slice){ (literal), sizeof(literal) - 1 })

static inline struct slice slice_of(const char *ptr, size_t len)
{
    return (struct slice){ ptr, len };
}

static inline struct slice slice_str(const char *str)
{
    return (struct slice){ str, strlen(str) };
}

static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Compares bytewise, a prefix before what it begins, as SQLite does with blobs:
 * less than, equal to or greater than 0. */
static inline int slice_order(struct slice a, struct slice b)
{
    size_t both = a.len < b.len ? a.len : b.len;
    int order = both ? memcmp(a.ptr, b.ptr, both) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static inline bool slice_starts(struct slice s, struct slice with)
{
    return s.len >= with.len && (with.len == 0 || memcmp(s.ptr, with.ptr, with.len) == 0);
}

static inline bool slice_ends(struct slice s, struct slice with)
{
    return s.len >= with.len
        && (with.len == 0 || memcmp(s.ptr + s.len - with.len, with.ptr, with.len) == 0);
}

/* The same for names of files, whatever the case of their ASCII letters; with is in lower case. */
static inline bool slice_ends_name(struct slice s, struct slice with)
{
    if (s.len < with.len)
        return false;
    for (size_t i = 0; i < with.len; i++) {
        char c = s.ptr[s.len - with.len + i];
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != with.ptr[i])
            return false;
    }
    return true;
}

/* s without its first n bytes; n is at most s.len. */
static inline struct slice slice_from(struct slice s, size_t n)
{
    return (struct slice){ s.ptr + n, s.len - n };
}

/* Takes the next line, without its line feed, off the front of *rest; what
 * stands behind the last line feed is a line too. */
static inline struct slice slice_line(struct slice *rest)
{
    const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    struct slice line = { rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };
    *rest = slice_from(*rest, line.len + (end != NULL));
    return line;
}

#endif
