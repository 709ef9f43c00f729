/* wanted -- which files of a folder are to be read, when somebody is asked
 * about each; and a look at all of them before any is. Read layer. */
#ifndef READ_WANTED_H
#define READ_WANTED_H

#include "read/inputs.h"
#include "read/missed.h"
#include "read/source.h"
#include "read/walk.h"

/* Zero-initialise: all are wanted. */
struct wanted {
    source_wants *asks;    /* NULL: nobody */
    void *payload;
    bool yes;              /* the file that the walk has come to was asked about, and is wanted */
    bool failed;           /* memory was short */
    struct buf id, path;   /* of the file that is asked about */
    struct missed missed;  /* by the survey */
};
void wanted_release(struct wanted *w);

/* As walk_peek and walk_take, over the files that are wanted. */
const struct walk_file *wanted_peek(struct wanted *w, struct walk *walk, const struct input *in);
void wanted_take(struct wanted *w, struct walk *walk);

/* See source_survey. */
bool wanted_survey(struct wanted *w, const struct inputs *inputs, const struct copydesk_options *options,
                   struct notices *notices, source_wants *look, void *payload, bool *quiet);

#endif
