/* same -- whether a file of an output folder holds certain bytes already. */
#ifndef WRITE_SAME_H
#define WRITE_SAME_H

#include "base/slice.h"

/* Whether a regular file of that name, not a link to one, holds just this text; */
bool same_text(int folder, const char *name, struct slice text);

/* just what the file open on fd holds, whose offset moves. */
bool same_file(int folder, const char *name, int fd);

#endif
