/* put -- bytes to a file descriptor, and names for temporary files. The small
 * things that tree, outfile and sink share. */
#ifndef WRITE_PUT_H
#define WRITE_PUT_H

#include "base/slice.h"

/* Writes everything, also to a descriptor that does not block. 0 or an errno. */
int put_all(int fd, struct slice bytes);

enum { PUT_NAME = 48 };   /* room for a temporary name */
#define PUT_PREFIX ".copydesk-"   /* names that begin so are ours, in and out */

/* A name that begins so and that this process has not used yet. */
void put_name(char name[PUT_NAME]);

/* Creates a file under a fresh name ".copydesk-..." in the folder, for writing
 * and reading; name gets it. The descriptor, or -1 with errno set. */
int put_temp(int folder, char name[PUT_NAME]);

#endif
