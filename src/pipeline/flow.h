/* flow -- a run under way and its workers: what they share, and which lock or
 * turn guards each part. flow.c is the workers' loop, run.c opens and closes a run,
 * run_totals.c reports its numbers. */
#ifndef PIPELINE_FLOW_H
#define PIPELINE_FLOW_H

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "pipeline/job.h"
#include "pipeline/journal_append.h"
#include "pipeline/limit.h"
#include "pipeline/risky.h"
#include "pipeline/textless.h"
#include "pipeline/turn.h"
#include "read/source.h"
#include "write/files/outfile.h"
#include "write/sink.h"

struct run {
    struct plan plan;
    const struct copydesk_observer *observer;
    struct notices notices;
    struct rules *rules;
    struct sink *sink;
    struct outfile *journal;         /* NULL: none */
    struct recall *recall;           /* NULL: no state */
    struct journal_append appended;  /* the journal, as the state's runs before have left it */
    bool goes_on;                    /* it is one journal for all runs of the state; */
    bool keep_old;                   /* or another one in whose place it comes is kept */
    bool tree;
    bool keys;                       /* copydesk_keys: only the keys are written */
    struct choice *choosing;         /* the first of two readings (two_pass.h): articles are collected here to
                                        choose among, and nothing is written; else NULL */
    uint64_t skipped_before;         /* of the second reading: inputs that the first one could not read */
    struct drop_list *drops;         /* --drops, or NULL */

    pthread_mutex_t source_lock;     /* guards source, next, write */
    struct source *source;
    uint64_t next;                   /* number of the next batch */
    enum copydesk_format write;      /* how articles are written; AUTO: as they came, in a stream as the first one came */

    struct turn judging;             /* guards history, judged */
    struct history history;
    struct limit judged;

    struct turn writing;             /* guards the stream, the journal, and all down to last_progress */
    bool stream_started;             /* something was written to the stream, or to the tree's open file */
    bool record_open;                /* what was last written to the stream is a record without a line feed */
    uint64_t file_wrote;             /* bytes written to the stream, or to the tree's open file */
    struct buf file;                 /* of a tree: id of the file of records that is open; empty: none is */
    struct copydesk_stats stats;
    struct risky risky;              /* its lines are NULL when the observer does not ask for them */
    struct textless textless;
    struct timespec began, last_progress;

    pthread_mutex_t error_lock;      /* guards error */
    struct copydesk_error error;     /* the first failure */
    atomic_bool stopped;             /* after a failure, or when nobody reads the output any more */
};

struct worker {
    struct run *run;
    struct job job;
    struct batch batch;
    struct buf text, journal;        /* what the batch writes; with run->keys text holds its keys */
    struct buf notices;              /* of the batch, told in its writing turn */
    struct copydesk_error last;      /* the run ends with this error once the batch is written; status 0: it goes on */
    size_t opens;                    /* bytes of a separator at the start of text, not written when the batch opens the stream */
};

/* A worker's life, as pthread_create wants it; arg is a struct worker. Ends
 * when there are no more batches, or the run is stopped. */
void *flow_work(void *arg);

/* A whole run, from its options to its status. run is zeroed but for keys or
 * choosing, and released at the end. Fills stats and error unless they are NULL. */
enum copydesk_status run_through(struct run *run, const struct copydesk_options *options,
                                 const struct copydesk_observer *observer, struct copydesk_stats *stats,
                                 struct copydesk_error *error);

/* Closes the tree's file of records, if one is open. In the writing turn, or when
 * the workers are done. */
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
