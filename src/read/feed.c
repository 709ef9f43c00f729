#include "read/feed.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/pipe.h"

static long read_fd(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    ssize_t got = file_read(f->fd, out, n);
    if (got < 0)
        error_system(error, COPYDESK_SKIPPED, f->path, errno);
    return (long)got;
}

static void close_fd(struct feed *f)
{
    if (f->fd != STDIN_FILENO)
        close(f->fd);
}

bool feed_ready(const struct feed *f)
{
    struct pollfd at = { .fd = f->fd, .events = POLLIN };
    if (f->ready)
        return f->ready(f);
    return f->fd < 0 || poll(&at, 1, 0) != 0;
}

struct feed feed_fd(int fd, const char *path)
{
    pipe_enlarge(fd);
    return (struct feed){ .read = read_fd, .close = close_fd, .path = path, .fd = fd };
}

bool feed_is_fd(const struct feed *f)
{
    return f->read == read_fd;
}

void feed_grows(struct copydesk_error *error, const char *path, unsigned ratio)
{
    error_set(error, COPYDESK_SKIPPED, path, 0,
              "unpacks to more than %u times its size; if it is sound, raise --max-ratio", ratio);
}

static long read_slice(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    struct slice *left = f->self;
    (void)error;
    if (n > left->len)
        n = left->len;
    if (n > 0)
        memcpy(out, left->ptr, n);
    *left = slice_from(*left, n);
    return (long)n;
}

static void close_slice(struct feed *f)
{
    (void)f;
}

struct feed feed_slice(struct slice *bytes, const char *path)
{
    return (struct feed){ .read = read_slice, .close = close_slice, .path = path, .fd = -1, .self = bytes };
}
