#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

/* After a call that failed with errno: whether it is to be tried again. If fd does not
 * block, first waits for `events`. */
static bool goes_on(int fd, short events)
{
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        return errno == EINTR;
    struct pollfd wait = { .fd = fd, .events = events };
    poll(&wait, 1, -1);
    return true;
}

int file_write(int fd, struct slice bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n >= 0)
            bytes = slice_from(bytes, (size_t)n);
        else if (!goes_on(fd, POLLOUT))
            return errno;
    }
    return 0;
}

ssize_t file_read(int fd, void *to, size_t n)
{
    ssize_t got;
    do
        got = read(fd, to, n);
    while (got < 0 && goes_on(fd, POLLIN));
    return got;
}

int file_read_at(int fd, void *to, size_t n, uint64_t offset)
{
    char *at = to;
    while (n) {
        ssize_t got = pread(fd, at, n, (off_t)offset);
        if (got < 0 && errno != EINTR)
            return errno;
        if (got == 0)
            return EIO;
        if (got > 0) {
            at += got;
            n -= (size_t)got;
            offset += (uint64_t)got;
        }
    }
    return 0;
}

/* The portable way: a temporary file whose name is removed at once. */
static int unlinked_file(const char *folder)
{
    static const char name[] = "/" FILE_PREFIX "XXXXXX";
    size_t n = strlen(folder);
    char *path = malloc(n + sizeof name);
    if (!path)
        return -1;
    memcpy(path, folder, n);
    memcpy(path + n, name, sizeof name);
    int fd = mkstemp(path), code = errno;
    if (fd >= 0) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        if (unlink(path) != 0) {
            code = errno;
            close(fd);
            fd = -1;
        }
    }
    free(path);
    errno = code;
    return fd;
}

int file_unnamed(const char *folder)
{
#ifdef __O_TMPFILE   /* O_TMPFILE itself wants _GNU_SOURCE */
    int fd = open(folder, __O_TMPFILE | O_DIRECTORY | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;   /* not on every file system */
#endif
    return unlinked_file(folder);
}

int file_sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int code = fd < 0 || (fsync(fd) != 0 && errno != EINVAL) ? errno : 0;
    if (fd >= 0)
        close(fd);
    return code;
}

const char *file_scratch(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/var/tmp";
}
