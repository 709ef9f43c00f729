#include "write/files/tempfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

void tempfile_name(char name[TEMPFILE_NAME])
{
    /* The one thing in the process that must differ from call to call. Another
     * machine on a shared file system may have our process number: then the
     * name is taken, and the caller tries the next one. */
    static atomic_ulong calls;
    snprintf(name, TEMPFILE_NAME, FILE_PREFIX "%lx-%lx", (unsigned long)getpid(), atomic_fetch_add(&calls, 1));
}

int tempfile_create(int folder, char name[TEMPFILE_NAME])
{
    for (int tries = 0; tries < 1000; tries++) {
        tempfile_name(name);
        int fd = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

int tempfile_move(int from, const char *temp, int to, const char *name)
{
    struct stat st;
    if (linkat(from, temp, to, name, 0) == 0)
        return unlinkat(from, temp, 0) == 0 ? 0 : errno;
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
        return errno;
    /* a file system without hard links: look, then rename */
    if (fstatat(to, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        return EEXIST;
    return renameat(from, temp, to, name) == 0 ? 0 : errno;
}

bool tempfile_lock(int fd, bool *real)
{
    *real = flock(fd, LOCK_EX | LOCK_NB) == 0;
    return *real || errno != EWOULDBLOCK;
}

bool tempfile_is_gone(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && st.st_nlink == 0;
}
