/* file_filter -- which files of a folder are to be read, when somebody is asked
 * about each; and a look at all of them before any is. Read layer. */
#ifndef READ_FILE_FILTER_H
#define READ_FILE_FILTER_H

#include "read/inputs.h"
#include "read/source.h"
#include "read/survey_notices.h"
#include "read/walk.h"

/* Zero-initialise: all are wanted. */
struct file_filter {
    source_wants *asks;    /* NULL: nobody */
    void *payload;
    bool yes;              /* the file that the walk has come to was asked about, and is wanted */
    bool failed;           /* memory was short */
    struct buf id, path;   /* of the file that is asked about */
    struct survey_notices missed;  /* by the survey */
};
void file_filter_release(struct file_filter *w);

/* As walk_peek and walk_take, over the files that are wanted. */
const struct walk_file *file_filter_peek(struct file_filter *w, struct walk *walk, const struct input *in);
void file_filter_take(struct file_filter *w, struct walk *walk);

/* See source_survey. */
bool file_filter_survey(struct file_filter *w, const struct inputs *inputs, const struct copydesk_options *options,
                   struct notices *notices, source_wants *look, void *payload, bool *quiet);

#endif
