/* chill -- has the system forget what it holds in memory of a tree's files, so
 * that the next to read them waits for the disk. Names and sizes stay known:
 * forgetting those takes more rights. In memory (tmpfs) nothing is forgotten.
 *
 *     chill FOLDER */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int chill(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)at;
    int fd = type == FTW_F ? open(path, O_RDONLY) : -1;
    if (type != FTW_F)
        return 0;
    if (fd < 0 || fdatasync(fd) != 0)   /* what is not written yet cannot be forgotten */
        return -1;
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    return close(fd);
}

int main(int argc, char **argv)
{
    if (argc == 2 && nftw(argv[1], chill, 16, FTW_PHYS) == 0)
        return 0;
    perror(argc == 2 ? argv[1] : "chill FOLDER");
    return 1;
}
