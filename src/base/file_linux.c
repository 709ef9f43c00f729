/* What only Linux has a call for: a whole file system made durable, a stretch of
 * a file copied without a detour through memory, a file read without an update of
 * its access time, a larger pipe. Elsewhere the portable way, if there is one. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

int file_sync_system(int fd, bool all)
{
#ifdef __linux__
    if (!all)
        return syncfs(fd) == 0 ? 0 : errno;
#endif
    (void)fd, (void)all;
    sync();
    return 0;
}

/* Copies n bytes from offset `at` on by read and write. */
static int copy_plainly(int from, int to, uint64_t at, uint64_t n)
{
    char part[64 * 1024];
    while (n > 0) {
        ssize_t got = pread(from, part, n < sizeof part ? (size_t)n : sizeof part, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? errno : EIO;
        int code = file_write(to, slice_of(part, (size_t)got));
        if (code)
            return code;
        at += (uint64_t)got;
        n -= (uint64_t)got;
    }
    return 0;
}

int file_copy(int from, int to, uint64_t n)
{
    uint64_t done = 0;
#ifdef __linux__
    off64_t at = 0;
    ssize_t got = 1;
    while (done < n && got > 0) {
        got = copy_file_range(from, &at, to, NULL, (size_t)(n - done), 0);
        done += got > 0 ? (uint64_t)got : 0;
    }
#endif
    return copy_plainly(from, to, done, n - done);   /* all that copy_file_range did not copy */
}

int file_open_unnoted(int folder, const char *name, int flags, bool *noted)
{
#ifdef O_NOATIME
    if (!*noted) {
        int fd = openat(folder, name, flags | O_NOATIME);
        if (fd >= 0 || errno == ENOENT)
            return fd;   /* else it is somebody else's, or the file system has no O_NOATIME */
    }
#endif
    int fd = openat(folder, name, flags);
    *noted = *noted || fd >= 0;
    return fd;
}

void file_enlarge_pipe(int fd)
{
#ifdef F_SETPIPE_SZ
    int code = errno;
    fcntl(fd, F_SETPIPE_SZ, 1 << 20);
    errno = code;
#else
    (void)fd;
#endif
}
