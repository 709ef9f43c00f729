/* buf -- a growing byte buffer that remembers a failed allocation.
 * Base layer. Append freely, ask `failed` once at the end: after a failure
 * every append is a no-op and what was there stays.
 *
 * Invariants: len <= cap; ptr is NULL exactly when cap is 0. Zero-initialise
 * (struct buf b = {0}); release with buf_release. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/slice.h"

struct buf {
    char *ptr;
    size_t len, cap;   /* bytes */
    bool failed;       /* an allocation failed since the last clear */
};

void buf_release(struct buf *b);   /* frees, and is as at first */
void buf_clear(struct buf *b);     /* empty, keeps the memory, forgets a failure */

/* buf_reserve's slow half: allocates. */
bool buf_grow(struct buf *b, size_t n);

/* Makes room for n more bytes; the room starts at ptr + len. False (and
 * failed) when memory is short. */
static inline bool buf_reserve(struct buf *b, size_t n)
{
    return b->failed ? false : n <= b->cap - b->len || buf_grow(b, n);
}

static inline void buf_add(struct buf *b, const char *ptr, size_t len)
{
    if (len == 0 || !buf_reserve(b, len))
        return;
    memcpy(b->ptr + b->len, ptr, len);
    b->len += len;
}

static inline void buf_addch(struct buf *b, char c)
{
    if (buf_reserve(b, 1))
        b->ptr[b->len++] = c;
}

/* Inline, because the compiler knows the length of a literal. */
static inline void buf_addstr(struct buf *b, const char *str)
{
    buf_add(b, str, strlen(str));
}

void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline void buf_addslice(struct buf *b, struct slice s)
{
    buf_add(b, s.ptr, s.len);
}

static inline struct slice buf_slice(const struct buf *b)
{
    return (struct slice){ b->ptr ? b->ptr : "", b->len };   /* "" + 0 is defined, NULL + 0 is not */
}

/* The bytes with a NUL behind them, which len does not count; "" when memory
 * is short. Valid until the next change. */
const char *buf_str(struct buf *b);

#endif
