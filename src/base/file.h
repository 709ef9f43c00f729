/* file -- what the system's calls for files do not do by themselves. Base layer. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/slice.h"

#define FILE_PREFIX ".copydesk-"   /* names that begin so are our own, in and out */

/* Writes everything where fd stands, also when it does not block. 0 or an errno. */
int file_write(int fd, struct slice bytes);

/* Reads n bytes from offset on. 0 or an errno; EIO when the file ends before. */
int file_read_at(int fd, void *to, size_t n, uint64_t offset);

/* When it was changed last: ns since 1970. */
static inline int64_t file_stamp(const struct stat *st)
{
    return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* A new file without a name in folder, for writing and reading: it is gone with
 * its descriptor, however the program ends. -1 with errno set. */
int file_unnamed(const char *folder);

/* Where such files go: TMPDIR, or /var/tmp; not /tmp, which often lies in memory. */
const char *file_scratch(void);

/* Opens a file of a folder for reading, and has the system not note that it was
 * read: to note it is to write to an input, and makes a small file's first reading
 * a third longer (measured on ext4). That is for its owner only: at somebody else's
 * file *noted becomes true, and from then on all are opened plainly. -1 with errno set. */
int file_open_unnoted(int folder, const char *name, int flags, bool *noted);

/* Makes the names in a folder last, where the file system can. 0 or an errno. */
int file_sync_folder(const char *path);

/* Makes durable whatever was written to the file system that fd is on; `all`: to
 * every one. 0 or an errno. */
int file_sync_system(int fd, bool all);

/* Appends the first n bytes of `from` to `to`, sharing them where the file
 * system can. 0 or an errno; EIO when there are not so many. */
int file_copy(int from, int to, uint64_t n);

#endif
