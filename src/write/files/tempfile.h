/* tempfile -- files and folders under names of our own, until they are whole:
 * what stage, tree and outfile share. */
#ifndef WRITE_TEMPFILE_H
#define WRITE_TEMPFILE_H

#include <stdbool.h>

enum { TEMPFILE_NAME = 48 };   /* room for a temporary name */

/* A name that begins with FILE_PREFIX and that this process has not used yet. */
void tempfile_name(char name[TEMPFILE_NAME]);

/* Creates a file under a fresh name ".copydesk-..." in the folder, for writing
 * and reading; name gets it. The descriptor, or -1 with errno set. */
int tempfile_create(int folder, char name[TEMPFILE_NAME]);

/* Renames a file, to be found in the folder `from`, if the name in `to` is free. 0 or an errno;
 * EEXIST: it is not. */
int tempfile_move(int from, const char *temp, int to, const char *name);

/* Takes the lock that lasts as long as the process, or until fd and all that
 * were duplicated from it are closed. False when somebody else has it. Where
 * there are no locks: true, and *real is false. */
bool tempfile_lock(int fd, bool *real);

/* Whether what fd is open on has lost its name. */
bool tempfile_is_gone(int fd);

#endif
