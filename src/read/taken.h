/* taken -- the ids that the members of a container have taken, so that no two
 * articles are written to one file, and none to where another's folder is.
 * Read layer. Memory: 8 to 16 bytes for each member and each folder of one. */
#ifndef READ_TAKEN_H
#define READ_TAKEN_H

#include <stdint.h>

#include "base/buf.h"

struct taken {
    uint64_t *slots;       /* hashes; 0: free */
    size_t n, room;        /* room: a power of two, or 0 */
};

enum taken_result {
    TAKEN_FREE,            /* it was free, and no longer is */
    TAKEN_AGAIN,           /* another has it */
    TAKEN_BELOW,           /* a folder on its way is another's file */
    TAKEN_MEMORY           /* memory is short */
};

void taken_clear(struct taken *t);     /* empty; memory is given back */

/* Asks for id, a path as taken_path makes it. Two ids that differ are taken for
 * one with odds of n*n/2^65. */
enum taken_result taken_ask(struct taken *t, struct slice id);

/* Appends name as a path that leads nowhere else: without leading '/', empty,
 * "." and ".." parts. False when nothing is left of it, a part is longer than
 * a file's name may be or one of our own, or all of it is too long. */
bool taken_path(struct buf *out, struct slice name);

#endif
