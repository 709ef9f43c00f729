/* metrics -- a run's numbers as Prometheus text (exposition format 0.0.4), for
 * node_exporter's textfile collector.
 *
 * Each run replaces the file, so every value is a gauge of the last run, named
 * copydesk_run_...; only copydesk_last_success_timestamp_seconds is carried on
 * from the old file by a run that fails. Every series has the label task, the
 * file's name without ".prom": the collector refuses two files that hold the
 * same series, and several jobs of one machine each write their own.
 * Every series is there in every run, zero or not, so that sums and alerts
 * never meet a gap. */
#ifndef WRITE_METRICS_H
#define WRITE_METRICS_H

#include "base/buf.h"
#include "copydesk.h"

struct metrics {
    const char *path;          /* of the file; gives the task */
    uint64_t time;             /* the run's end, seconds since 1970 */
    uint64_t last_success;     /* the same of the last run that was done; 0: none is known */
    enum copydesk_status status;
    const struct copydesk_stats *stats;
    uint64_t peak_memory;      /* of the process, bytes */
    const char *state;         /* directory of the state; NULL: the run has none */
    uint64_t state_articles, state_keys;   /* what it holds then; 0: that could not be read */
};

/* Appends the whole file. */
void metrics_add(struct buf *out, const struct metrics *m);

/* The last success that the file names; 0 when there is none, or no such file. */
uint64_t metrics_last_success(const char *path);

/* Writes the file to m->path, whole or not at all; sets both times of m first.
 * COPYDESK_FAILED with error filled. */
enum copydesk_status metrics_write(struct metrics *m, struct copydesk_error *error);

#endif
