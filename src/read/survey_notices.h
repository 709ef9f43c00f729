/* survey_notices -- two walks go over the same folders, first a survey and then the
 * one that reads; what neither can see is to be noticed once. Skipped input is
 * noticed by the survey and kept back when the reading walk meets it again;
 * everything else is left to the reading walk. Read layer. */
#ifndef READ_SURVEY_NOTICES_H
#define READ_SURVEY_NOTICES_H

#include "base/buf.h"
#include "base/notice.h"

/* Zero-initialise. Not to be moved once begun. */
struct survey_notices {
    struct notices *notices;             /* the run's; NULL: there was no survey */
    struct notices heard;                /* both walks notice here; listener passes on */
    struct copydesk_observer listener;
    bool surveying;                      /* between begin and end */
    bool quiet;                          /* the survey heard of nothing but skipped input */
    struct buf paths;                    /* what it noticed, each with a NUL behind it; failed: memory was short */
    size_t at;                           /* where the search in paths goes on: both walks go in the same order */
};
void survey_notices_release(struct survey_notices *m);

/* The survey begins; its walks notice to m->heard. notices is the run's, borrowed. */
void survey_notices_begin(struct survey_notices *m, struct notices *notices);

/* The survey is over. True when nothing is left for the reading walk to notice. */
bool survey_notices_end(struct survey_notices *m);

/* Where the reading walk notices: notices itself when there was no survey. */
struct notices *survey_notices_for_walk(struct survey_notices *m, struct notices *notices);

#endif
