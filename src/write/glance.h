/* glance -- a look at the files of an output directory by their ids. The
 * folder looked into last stays open: its next file is found by its name, in
 * half the time that the whole path takes. For one thread. */
#ifndef WRITE_GLANCE_H
#define WRITE_GLANCE_H

#include <stdint.h>

#include "base/buf.h"

struct glance {
    int root, folder;      /* descriptors; -1: none */
    struct buf path;       /* of folder, below root, its '/' counted; folder is -1: absent */
};

/* root: the directory; one that is not there has no files. */
void glance_open(struct glance *g, const char *root);
void glance_close(struct glance *g);
bool glance_is_open(const struct glance *g);   /* there is such a directory */

/* Whether a regular file of `size` bytes stands under id, a path below the
 * directory with a NUL behind it; a symlink is none. */
bool glance_stands(struct glance *g, struct slice id, uint64_t size);

#endif
