/* taken -- the ids that a container's members, or a folder's compressed files,
 * have taken, so that no two articles are written to one file, and none where
 * another needs a folder. Read layer. Memory: 16 to 32 bytes for each id and each
 * folder in one. */
#ifndef READ_TAKEN_H
#define READ_TAKEN_H

#include <stdint.h>

#include "base/buf.h"

struct taken {
    uint64_t *slots;       /* hashes of ids and their folders, open addressing; 0: free */
    size_t n;              /* slots in use, about half at most */
    size_t room;           /* slots in all: a power of two, or 0 */
};

enum taken_result {
    TAKEN_FREE,            /* it was free, and no longer is */
    TAKEN_AGAIN,           /* another has it, as a file or as a folder */
    TAKEN_BELOW,           /* one of its folders is another's file */
    TAKEN_LONG,            /* its last part is longer than a file's name can be */
    TAKEN_MEMORY           /* memory is short */
};

void taken_clear(struct taken *t);     /* empty; memory is given back */

/* Takes id, a path as taken_path makes it, if it is free. Among n ids the odds that
 * two are mistaken for one are n*n/2^63. */
enum taken_result taken_ask(struct taken *t, struct slice id);

/* Appends name as a path that stays below its folder: without leading '/', and
 * without empty, "." and ".." parts. False when nothing is left, when a part is too
 * long for a file's name, holds a NUL or is a name of our own, or when all of it is too long. */
bool taken_path(struct buf *out, struct slice name);

#endif
