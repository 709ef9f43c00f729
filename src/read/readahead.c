/* What only Linux has a call for: a read that does not wait. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "read/readahead.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#ifdef RWF_NOWAIT
/* Whether a file system, an old kernel or a sandbox does not know such a read. */
static bool is_unknown(int code)
{
    return code == EOPNOTSUPP || code == ENOSYS || code == EINVAL || code == EPERM;
}
#endif

ssize_t readahead_read(int fd, void *to, size_t n, bool *cannot)
{
#ifdef RWF_NOWAIT
    struct iovec part = { to, n };
    ssize_t got = *cannot ? -1 : preadv2(fd, &part, 1, -1, RWF_NOWAIT);
    if (!*cannot && (got >= 0 || !is_unknown(errno)))
        return got;
#endif
    *cannot = true;
    return read(fd, to, n);
}

void readahead_ask(int fd)
{
    posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
}
