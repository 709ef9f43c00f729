/* feed -- bytes in order from somewhere: a file, standard input, a member of
 * an archive. Read layer; what readers of a stream read from.
 *
 * Plain data, copied freely as long as one copy only is read, and one closed. */
#ifndef READ_FEED_H
#define READ_FEED_H

#include <stdint.h>

#include "base/slice.h"
#include "copydesk.h"

struct feed {
    /* Up to n bytes (n > 0) to out: how many, often fewer than n; 0 at the end,
     * and again when asked again; -1 with error filled: COPYDESK_SKIPPED when
     * the input is at fault, and what came before stays, else COPYDESK_FAILED. */
    long (*read)(struct feed *f, char *out, size_t n, struct copydesk_error *error);
    void (*close)(struct feed *f);
    const char *path;      /* for messages; borrowed */
    int fd;                /* what is read, for who wants to poll it; -1: no descriptor */
    bool (*ready)(const struct feed *f);   /* for feed_ready, of a feed that holds bytes back; NULL: fd tells */
    /* set by a read that fails: */
    bool goes_on;          /* the next read gives the bytes behind the spoiled ones */
    bool whole;            /* all bytes before the failure were given; what is lost stood behind them */
    void *self;            /* of whoever made it */
};

/* Reads a descriptor, one read a call. Closed with the feed unless it is stdin. */
struct feed feed_fd(int fd, const char *path);

/* Whether a read would return at once, with bytes or the end. True of a feed
 * without a descriptor, since nobody can tell; gzip may wait all the same, inside a member. */
bool feed_ready(const struct feed *f);

/* Whether f is made by feed_fd of a regular file, in which one may seek; and its size then. */
bool feed_is_file(const struct feed *f, uint64_t *size);

static inline long feed_read(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    return f->read(f, out, n, error);
}

/* Fills error for packed bytes that unpack to more than `ratio` times their size. */
void feed_grows(struct copydesk_error *error, const char *path, unsigned ratio);

static inline void feed_close(struct feed *f)
{
    f->close(f);
}

#endif
