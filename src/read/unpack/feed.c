#include "read/unpack/feed.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

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
    file_enlarge_pipe(fd);
    return (struct feed){ .read = read_fd, .close = close_fd, .path = path, .fd = fd };
}

bool feed_is_file(const struct feed *f, uint64_t *size)
{
    struct stat st;
    bool is = f->read == read_fd && fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode);
    *size = is ? (uint64_t)st.st_size : 0;
    return is;
}

void feed_grows(struct copydesk_error *error, const char *path, unsigned ratio)
{
    error_set(error, COPYDESK_SKIPPED, path, 0,
              "unpacks to more than %u times its size; if it is sound, raise --max-ratio", ratio);
}
