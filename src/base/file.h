/* file -- what the system's calls for files do not do by themselves. Base layer. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/slice.h"

#define FILE_PREFIX ".copydesk-"   /* names that begin so are our own, in and out */

/* Writes all the bytes to fd, waiting while a non-blocking one is full. 0 or an errno. */
int file_write(int fd, struct slice bytes);

/* As read(2), but waits for bytes also when fd does not block or a signal comes in between. */
ssize_t file_read(int fd, void *to, size_t n);

/* Reads n bytes from offset on. 0 or an errno; EIO when the file ends first. */
int file_read_at(int fd, void *to, size_t n, uint64_t offset);

/* The time of the last change: nanoseconds since 1970. */
static inline int64_t file_stamp(const struct stat *st)
{
    return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* A new file in folder, open for writing and reading, that has no name: closing
 * the descriptor removes it, however the program ends. -1 with errno set. */
int file_unnamed(const char *folder);

/* Where such files go: TMPDIR, or /var/tmp; not /tmp, which often lies in memory. */
const char *file_scratch(void);

/* Opens a file of a folder for reading without an update of its access time
 * (O_NOATIME): that would be a write to an input, and makes a small file's first
 * reading a third longer (measured on ext4). Only its owner may ask for that: at
 * somebody else's file *noted becomes true, and then all are opened plainly. -1 with errno set. */
int file_open_unnoted(int folder, const char *name, int flags, bool *noted);

/* Makes the entries of a folder durable, where the file system can. 0 or an errno. */
int file_sync_folder(const char *path);

/* Makes durable whatever was written to the file system that fd is on; `all`: to
 * every one. 0 or an errno. */
int file_sync_system(int fd, bool all);

/* Makes a pipe hold 1 MiB, what any user may have by default (pipe(7)), where
 * the system can: then whoever is at the other end runs on while we work. What
 * is no pipe, or may not grow, stays as it is. errno stays, too. */
void file_enlarge_pipe(int fd);

/* Appends the first n bytes of `from` to `to`, sharing them where the file
 * system can. 0 or an errno; EIO when `from` has fewer. */
int file_copy(int from, int to, uint64_t n);

#endif
