#include "write/files/same.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Opens the regular file under that name if it has `size` bytes, else -1. */
static int open_alike(int folder, const char *name, size_t size)
{
    struct stat st;
    bool noted = false;
    int fd = file_open_unnoted(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, &noted);
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (size_t)st.st_size != size)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* Whether the next bytes of fd are these. */
static bool continues_with(int fd, struct slice bytes)
{
    char part[16 * 1024];
    while (bytes.len) {
        ssize_t n = read(fd, part, bytes.len < sizeof part ? bytes.len : sizeof part);
        if (n <= 0 || memcmp(part, bytes.ptr, (size_t)n) != 0)
            return false;
        bytes = slice_from(bytes, (size_t)n);
    }
    return true;
}

bool same_text(int folder, const char *name, struct slice text)
{
    int fd = open_alike(folder, name, text.len);
    bool same = fd >= 0 && continues_with(fd, text);
    if (fd >= 0)
        close(fd);
    return same;
}

bool same_file(int folder, const char *name, int fd)
{
    struct stat st;
    char part[16 * 1024];
    ssize_t n = -1;
    if (fstat(fd, &st) != 0 || lseek(fd, 0, SEEK_SET) != 0)
        return false;
    int other = open_alike(folder, name, (size_t)st.st_size);
    if (other < 0)
        return false;
    while ((n = read(fd, part, sizeof part)) > 0 && continues_with(other, slice_of(part, (size_t)n)))
        ;
    close(other);
    return n == 0;
}
