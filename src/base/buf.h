/* buf -- a growing byte buffer that remembers a failed allocation.
 * Base layer. Append freely, ask `failed` once at the end: after a failure
 * every append is a no-op and what was there stays.
 *
 * Invariants: len <= cap; ptr is NULL exactly when cap is 0. Zero-initialise
 * (struct buf b = {0}) or buf_init; release with buf_release. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/slice.h"

struct buf {
    char *ptr;
    size_t len, cap;   /* bytes */
    bool failed;       /* an allocation failed since the last clear */
};

void buf_init(struct buf *b);
void buf_release(struct buf *b);   /* frees, and is as after init */
void buf_clear(struct buf *b);     /* empty, keeps the memory, forgets a failure */

/* Makes room for n more bytes; the room starts at ptr + len. False (and
 * failed) when memory is short. */
bool buf_reserve(struct buf *b, size_t n);

void buf_add(struct buf *b, const char *ptr, size_t len);
void buf_addch(struct buf *b, char c);
void buf_addstr(struct buf *b, const char *str);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline void buf_addslice(struct buf *b, struct slice s)
{
    buf_add(b, s.ptr, s.len);
}

static inline struct slice buf_slice(const struct buf *b)
{
    return (struct slice){ b->ptr, b->len };
}

/* The bytes with a NUL behind them, which len does not count; "" when memory
 * is short. Valid until the next change. */
const char *buf_str(struct buf *b);

#endif
