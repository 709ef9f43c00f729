#define _GNU_SOURCE   /* F_SETPIPE_SZ */
#include "base/pipe.h"

#include <errno.h>
#include <fcntl.h>

void pipe_enlarge(int fd)
{
#ifdef F_SETPIPE_SZ
    int code = errno;
    fcntl(fd, F_SETPIPE_SZ, 1 << 20);
    errno = code;
#else
    (void)fd;
#endif
}
