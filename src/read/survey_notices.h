/* survey_notices -- what a look over all folders beforehand could not see, so that it is
 * named once: by that look, and not again by the walk that reads. Read layer. */
#ifndef READ_SURVEY_NOTICES_H
#define READ_SURVEY_NOTICES_H

#include "base/buf.h"
#include "base/notice.h"

/* Zero-initialise. Not to be moved once begun. */
struct survey_notices {
    struct notices *notices;             /* the run's; NULL: there was no look */
    struct notices heard;                /* what a walk has to tell comes here first */
    struct copydesk_observer listener;
    bool looking, quiet;                 /* quiet: nothing but what was missed was to be told */
    struct buf paths;                    /* named, each with a NUL behind it; failed: memory was short */
    size_t at;                           /* the walk that reads comes by in the same order */
};
void survey_notices_release(struct survey_notices *m);

/* The look begins; what it has to tell goes to m->heard. Of that only skipped
 * input is told to notices, the rest is left to the walk that reads. */
void survey_notices_begin(struct survey_notices *m, struct notices *notices);

/* Whether there is nothing left to be told. */
bool survey_notices_end(struct survey_notices *m);

/* Where the walk that reads is to tell. */
struct notices *survey_notices_for_walk(struct survey_notices *m, struct notices *notices);

#endif
