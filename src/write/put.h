/* put -- bytes to a file descriptor, and names for temporary files. The small
 * things that tree, stage, outfile and sink share. */
#ifndef WRITE_PUT_H
#define WRITE_PUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum { PUT_NAME = 48 };   /* room for a temporary name */
#define PUT_PREFIX ".copydesk-"   /* names that begin so are ours, in and out */

/* A name that begins so and that this process has not used yet. */
void put_name(char name[PUT_NAME]);

/* Creates a file under a fresh name ".copydesk-..." in the folder, for writing
 * and reading; name gets it. The descriptor, or -1 with errno set. */
int put_temp(int folder, char name[PUT_NAME]);

/* Takes the lock that lasts as long as the process, or until fd and all that
 * were duplicated from it are closed. False when somebody else has it. Where
 * there are no locks: true, and *real is false. */
bool put_lock(int fd, bool *real);

/* Whether what fd is open on has lost its name. */
bool put_is_gone(int fd);

/* Makes durable whatever was written to the file system that fd is on; `all`: to
 * every one. 0 or an errno. */
int put_sync_system(int fd, bool all);

/* Appends the first n bytes of `from` to `to`, sharing them where the file
 * system can. 0 or an errno; EIO when there are not so many. */
int put_copy(int from, int to, uint64_t n);

#endif
