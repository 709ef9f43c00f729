/* file_filter -- a walk over a folder's files that leaves out those a callback does not
 * want, and names the compressed ones; and a survey, which shows all of them before any
 * is read. Read layer. */
#ifndef READ_FILE_FILTER_H
#define READ_FILE_FILTER_H

#include "read/inputs.h"
#include "read/source.h"
#include "read/survey_notices.h"
#include "read/taken.h"
#include "read/walk.h"

/* Under which id a compressed text, or one of records, is read. */
enum packed_name {
    PACKED_NAME_STEM,      /* that of the file that it would unpack to */
    PACKED_NAME_OWN,       /* its own and ".txt": something else goes by the former */
    PACKED_NAME_NONE       /* neither is free, or either is too long */
};

/* Zero-initialise: all are wanted. */
struct file_filter {
    source_wants *asks;    /* called about every file; NULL: nobody, all are wanted */
    void *payload;         /* of asks */
    bool accepted;         /* the file that the walk has come to was asked about, and is wanted */
    bool failed;           /* memory was short */
    struct buf id, path;   /* of the file that is asked about */
    enum packed_name named;        /* the file that the walk has come to, when it is compressed: */
    struct buf name;       /* the id that it is read under, a NUL behind it */
    struct taken taken;    /* such ids of the folder so far, of wanted files or not, lest a name depend on
                              what is passed over; cleared when its walk ends */
    struct survey_notices missed;  /* what the survey could not see */
};
void file_filter_release(struct file_filter *w);

/* As walk_peek and walk_take, over the wanted files of folder `in`. When memory is
 * short, failed is set, and the file that a peek returns was not asked about. */
const struct walk_file *file_filter_peek(struct file_filter *w, struct walk *walk, const struct input *in);
void file_filter_take(struct file_filter *w, struct walk *walk);

/* See source_survey. */
bool file_filter_survey(struct file_filter *w, const struct inputs *inputs, const struct copydesk_options *options,
                        struct notices *notices, source_wants *look, void *payload, bool *quiet);

#endif
