/* stage -- the hidden folder ".copydesk-..." in an output directory where a
 * run puts together what is to appear whole. Whoever has made one holds a lock
 * on it, which the system lifts when the process dies, however it dies: one
 * that is not locked is what a killed run has left.
 *
 * Not thread-safe, but for stage_need once it has succeeded. */
#ifndef WRITE_STAGE_H
#define WRITE_STAGE_H

#include "write/files/tempfile.h"

struct stage {
    int root;              /* the output directory; borrowed */
    int fd;                /* -1: not needed so far */
    char name[TEMPFILE_NAME];
};

void stage_init(struct stage *s, int root);

/* Removes the folder and all that is still in it. */
void stage_release(struct stage *s);

/* Makes it when that was not done yet. 0 or an errno. */
int stage_need(struct stage *s);

/* Moves the folder `temp` of the stage to `name` in `folder`. If somebody else
 * has made that meanwhile, its files come in one by one, each in the place of
 * its namesake. 0 or an errno. */
int stage_publish(const struct stage *s, const char *temp, int folder, const char *name);

/* Removes from an output directory what killed runs have left. */
void stage_sweep(int root);

#endif
