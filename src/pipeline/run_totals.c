/* The numbers of a run at its end: to the observer, the statistics and the metrics file. */
#include <stdlib.h>
#include <sys/resource.h>

#include "base/error.h"
#include "pipeline/flow.h"
#include "pipeline/guard.h"
#include "write/metrics.h"
#include "write/stats.h"

static int by_paragraphs(const void *a, const void *b)
{
    const struct copydesk_rule_hits *x = a, *y = b;
    if (x->removed.paragraphs != y->removed.paragraphs)
        return x->removed.paragraphs > y->removed.paragraphs ? -1 : 1;
    return strcmp(x->rule, y->rule);
}

/* The rules that hit, over all workers, most paragraphs first. */
static size_t gather_hits(const struct run *run, const struct worker *workers, unsigned n,
                          struct copydesk_rule_hits *hits)
{
    size_t count = 0;
    for (size_t i = 0; i < rules_count(run->rules); i++) {
        struct copydesk_count sum = { 0 };
        for (unsigned k = 0; k < n; k++) {
            sum.paragraphs += workers[k].job.rule_hits[i].paragraphs;
            sum.bytes += workers[k].job.rule_hits[i].bytes;
        }
        if (sum.paragraphs)
            hits[count++] = (struct copydesk_rule_hits){
                rules_name(run->rules, i), (int)rules_class(run->rules, i), sum };
    }
    qsort(hits, count, sizeof *hits, by_paragraphs);
    return count;
}

/* Of a run that failed, its own error is the one to tell. Returns the run's status. */
static enum copydesk_status write_stats(struct run *run, enum copydesk_status status,
                                        const struct copydesk_rule_hits *hits, size_t n)
{
    struct copydesk_error *error = status >= COPYDESK_FAILED ? NULL : &run->error;
    struct buf json = { 0 };
    stats_json(&json, &run->stats, status, hits, n);
    enum copydesk_status written = json.failed ? error_memory(error)
        : outfile_put(run->plan.options->stats, buf_slice(&json), error);
    buf_release(&json);
    return written == COPYDESK_OK || !error ? status : written;
}

static void tell_risky(struct run *run)
{
    struct copydesk_removal removals[RISKY_TOLD];
    size_t n = risky_rank(&run->risky, run->rules, removals);
    run->observer->risky(run->observer->payload, removals, n);
}

static void add_used(struct copydesk_stats *stats, struct budget_used used)
{
    stats->memory += used.memory;
    stats->spilled += used.files;
}

/* The numbers that only the end knows. */
static void end_stats(struct run *run)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    run->stats.seconds = (double)(now.tv_sec - run->began.tv_sec)
                       + (double)(now.tv_nsec - run->began.tv_nsec) / 1e9;
    run->stats.skipped = notices_skipped(&run->notices);
    run->stats.memory = run->stats.spilled = 0;
    if (run->history.seen) {
        struct seen_size size = seen_size(run->history.seen);
        run->stats.remembered = size.keys;
        add_used(&run->stats, size.used);
    }
    if (run->history.near)
        add_used(&run->stats, near_used(run->history.near));
    if (run->history.spun)
        add_used(&run->stats, spun_used(run->history.spun));
}

enum copydesk_status run_totals(struct run *run, const struct worker *workers, unsigned n,
                                enum copydesk_status status)
{
    end_stats(run);
    struct copydesk_rule_hits *hits = calloc(rules_count(run->rules) + 1, sizeof *hits);
    if (!hits)
        return error_memory(&run->error);
    size_t count = gather_hits(run, workers, n, hits);
    if (run->observer && run->observer->rules)
        run->observer->rules(run->observer->payload, hits, count);
    if (run->risky.lines)
        tell_risky(run);
    if (run->plan.options->stats)
        status = write_stats(run, status, hits, count);
    free(hits);
    return status;
}

/* Bytes. */
static uint64_t peak_memory(void)
{
    struct rusage used;
    if (getrusage(RUSAGE_SELF, &used) != 0)
        return 0;
#ifdef __APPLE__
    return (uint64_t)used.ru_maxrss;
#else
    return (uint64_t)used.ru_maxrss * 1024;
#endif
}

enum copydesk_status run_totals_metrics(struct run *run, enum copydesk_status status)
{
    const struct copydesk_options *o = run->plan.options;
    struct copydesk_error *error = status >= COPYDESK_FAILED ? NULL : &run->error;   /* as with the statistics */
    if (!o->metrics || o->dry_run || !guard_metrics(o))   /* of a dry run they would tell of a success that was none */
        return status;
    end_stats(run);
    struct metrics m = { .path = o->metrics, .status = status, .stats = &run->stats, .peak_memory = peak_memory(),
                         .state = o->state };
    if (o->state)
        state_look(o->state, &m.state_articles, &m.state_keys);
    enum copydesk_status written = metrics_write(&m, error);
    return written == COPYDESK_OK || !error ? status : written;
}
