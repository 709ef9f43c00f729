/* slice_feed -- bytes in memory as a feed. */
#ifndef TESTS_SLICE_FEED_H
#define TESTS_SLICE_FEED_H

#include "read/unpack/feed.h"

static inline long read_slice(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    struct slice *left = f->self;
    (void)error;
    n = n < left->len ? n : left->len;
    if (n > 0)
        memcpy(out, left->ptr, n);
    *left = slice_from(*left, n);
    return (long)n;
}

static inline void close_slice(struct feed *f)
{
    (void)f;
}

/* Borrowed; *bytes moves on as they are read. */
static inline struct feed feed_slice(struct slice *bytes, const char *path)
{
    return (struct feed){ .read = read_slice, .close = close_slice, .path = path, .fd = -1, .self = bytes };
}

#endif
