/* flow -- a run under way and its workers: what they share, and who may touch
 * what when. flow.c is their loop, run.c opens and closes, run_totals.c says what came of it. */
#ifndef PIPELINE_FLOW_H
#define PIPELINE_FLOW_H

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "pipeline/job.h"
#include "pipeline/limit.h"
#include "pipeline/risky.h"
#include "pipeline/textless.h"
#include "pipeline/turn.h"
#include "read/source.h"
#include "write/outfile.h"
#include "write/sink.h"

struct run {
    struct plan plan;
    const struct copydesk_observer *observer;
    struct notices notices;
    struct rules *rules;
    struct sink *sink;
    struct outfile *journal;         /* NULL: none */
    struct recall *recall;           /* NULL: no state */
    uint64_t journal_kept;           /* bytes of the journal from runs before */
    bool tree;
    bool keys;                       /* keys are told, and nothing else is written */
    struct choice *choosing;         /* a first reading: near-duplicates are put aside there (two_pass.h), and
                                        nothing is written; NULL: none */
    struct drop_list *drops;         /* --drops, or NULL */

    pthread_mutex_t source_lock;     /* source, next, write */
    struct source *source;
    uint64_t next;
    enum copydesk_format write;      /* of a stream; AUTO until its first article came */

    struct turn judging;             /* history, judged */
    struct history history;
    struct limit judged;

    struct turn writing;             /* the stream and journal, stats, risky, last_progress */
    bool stream_started;             /* an article stands in the stream, or in the tree's open file */
    uint64_t file_wrote;             /* bytes that went there so far */
    struct buf file;                 /* of a tree: the id of the file of many articles that is open */
    struct copydesk_stats stats;
    struct risky risky;              /* no lines: not asked for */
    struct textless textless;
    struct timespec began, last_progress;

    pthread_mutex_t error_lock;      /* error */
    struct copydesk_error error;     /* the first failure */
    atomic_bool stopped;             /* a failure, or nobody reads any more */
};

struct worker {
    struct run *run;
    struct job job;
    struct batch batch;
    struct buf text, journal;        /* what the batch writes */
    struct copydesk_error last;      /* why no batch follows this one; status 0: one may */
    size_t opens;                    /* bytes of a separator at the start of text, for which something must stand before */
};

/* A worker's life, as pthread_create wants it; arg is a struct worker. Ends
 * when there are no more batches, or the run is stopped. */
void *flow_work(void *arg);

/* A run from its options to its end: run is zeroed, but for what it is to be.
 * Fills stats and error unless they are NULL. */
enum copydesk_status run_through(struct run *run, const struct copydesk_options *options,
                                 const struct copydesk_observer *observer, struct copydesk_stats *stats,
                                 struct copydesk_error *error);

/* Closes the tree's file of many articles, if one is open. In the writing turn,
 * or when there are no more. */
enum copydesk_status flow_end_file(struct run *run, struct copydesk_error *error);

/* Sends the numbers to the observer and the statistics file; returns status,
 * or COPYDESK_FAILED when that file could not be written. */
enum copydesk_status run_totals(struct run *run, const struct worker *workers, unsigned n,
                              enum copydesk_status status);

/* Writes the metrics file, if one is asked for, of a run that is over, however
 * it ended; returns status, or COPYDESK_FAILED when a run that had done its
 * work could not write it. */
enum copydesk_status run_totals_metrics(struct run *run, enum copydesk_status status);

#endif
