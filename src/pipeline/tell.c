/* What a run has to tell at its end. */
#include <stdlib.h>

#include "base/error.h"
#include "pipeline/flow.h"
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

static enum copydesk_status write_stats(struct run *run, enum copydesk_status status,
                                        const struct copydesk_rule_hits *hits, size_t n)
{
    struct buf json = { 0 };
    stats_json(&json, &run->stats, status, hits, n);
    struct outfile *f = json.failed ? NULL : outfile_open(run->plan.options->stats, &run->error);
    enum copydesk_status done = json.failed ? error_memory(&run->error) : COPYDESK_FAILED;
    if (f) {
        done = outfile_write(f, buf_slice(&json), &run->error);
        if (done == COPYDESK_OK)
            done = outfile_commit(f, &run->error);
    }
    outfile_free(f);
    buf_release(&json);
    return done;
}

static void tell_risky(struct run *run)
{
    struct copydesk_removal removals[RISKY_TOLD];
    size_t n = risky_rank(&run->risky, run->rules, removals);
    run->observer->risky(run->observer->payload, removals, n);
}

enum copydesk_status tell_all(struct run *run, const struct worker *workers, unsigned n,
                              enum copydesk_status status)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    run->stats.seconds = (double)(now.tv_sec - run->began.tv_sec)
                       + (double)(now.tv_nsec - run->began.tv_nsec) / 1e9;
    run->stats.skipped = notices_skipped(&run->notices);
    struct copydesk_rule_hits *hits = calloc(rules_count(run->rules) + 1, sizeof *hits);
    if (!hits)
        return error_memory(&run->error);
    size_t count = gather_hits(run, workers, n, hits);
    if (run->observer && run->observer->rules)
        run->observer->rules(run->observer->payload, hits, count);
    if (run->risky.lines)
        tell_risky(run);
    if (run->plan.options->stats && write_stats(run, status, hits, count) != COPYDESK_OK)
        status = COPYDESK_FAILED;
    free(hits);
    return status;
}
