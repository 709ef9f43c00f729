#include "pipeline/two_pass.h"

#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"

/* ---- which options go together ---- */

static enum copydesk_status refuse(struct run *run, const char *path, const char *why)
{
    return error_set(&run->error, COPYDESK_FAILED, path, 0, "%s", why);
}

/* Whether path is a file or folder, which can be read twice. What does not exist counts
 * as one, too: whoever opens it says so. */
static bool can_be_read_twice(const char *path)
{
    struct stat st;
    return strcmp(path, "-") != 0 && (stat(path, &st) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

enum copydesk_status two_pass_check(struct run *run, const struct copydesk_options *o)
{
    if (o->near == COPYDESK_NEAR_DROP && o->drops)
        return refuse(run, NULL, "--drops does not go with --near drop: a paragraph that it lists may stand first in "
                      "an article that goes; drop near-duplicates in a run before 'keys'");
    if (o->keep == COPYDESK_KEEP_FIRST)
        return COPYDESK_OK;
    if (o->near == COPYDESK_NEAR_OFF)
        return refuse(run, NULL, "--keep says which of near-duplicates stays; give --near drop or flag too");
    if (o->scope == COPYDESK_SCOPE_CORPUS || o->near_paragraphs != COPYDESK_NEAR_OFF)
        return refuse(run, NULL, "only --keep first goes with --scope corpus and --near-paragraphs; drop near-duplicates "
                      "first, and what repeats across articles in a second run over the result");
    if (o->state)
        return refuse(run, NULL, "only --keep first goes with --state: what an earlier run kept is written already");
    if (o->drops && strcmp(o->drops, "-") == 0)
        return refuse(run, NULL, "--keep reads everything twice, and --drops - cannot be; name a file");
    if (o->n_paths == 0)
        return refuse(run, NULL, "--keep reads the input twice, and standard input cannot be; name files or directories");
    for (size_t i = 0; i < o->n_paths; i++)
        if (!can_be_read_twice(o->paths[i]))
            return refuse(run, o->paths[i], "--keep reads the input twice, and a pipe cannot be; name files or directories");
    return COPYDESK_OK;
}

bool two_pass_is_wanted(const struct run *run)
{
    return run->plan.options->keep != COPYDESK_KEEP_FIRST && !run->choosing;
}

/* ---- the first reading ---- */

/* Passes progress on without the total, of which only half is this reading's. */
static void on_progress(void *payload, const struct copydesk_stats *so_far)
{
    const struct copydesk_observer *told = payload;
    struct copydesk_stats now = *so_far;
    now.total_bytes = 0;
    told->progress(told->payload, &now);
}

/* Reads everything into choice, as a dry run without notices: what is skipped is told
 * by the second reading. */
static enum copydesk_status read_once(struct run *run, struct choice *choice)
{
    struct copydesk_options o = *run->plan.options;
    const struct copydesk_observer *told = run->observer;
    struct copydesk_observer observer = { .payload = (void *)(uintptr_t)told };
    if (told && told->progress)
        observer.progress = on_progress;
    o.scope = COPYDESK_SCOPE_ARTICLE;
    o.near = COPYDESK_NEAR_FLAG;
    o.near_paragraphs = COPYDESK_NEAR_OFF;
    o.journal = o.stats = o.metrics = o.output = NULL;
    o.dry_run = true;
    o.annotate = false;
    o.write = COPYDESK_FORMAT_AUTO;
    o.max_removed = 100;
    struct run first = { .choosing = choice };
    struct copydesk_stats stats;
    enum copydesk_status status = run_through(&first, &o, &observer, &stats, &run->error);
    run->skipped_before = stats.skipped;
    if (status == COPYDESK_SKIPPED)
        run->error = (struct copydesk_error){ 0 };
    return status == COPYDESK_SKIPPED ? COPYDESK_OK : status;
}

static void tell_chosen(struct run *run)
{
    uint64_t n = choice_undated(run->plan.choice);
    if (run->plan.options->scope == COPYDESK_SCOPE_AUTO)
        notice(&run->notices, COPYDESK_OK, NULL, 0, "with this --keep, what repeats across articles stays; "
               "a second run over the result drops it");
    if (run->plan.options->keep == COPYDESK_KEEP_LONGEST || n == 0)
        return;
    notice(&run->notices, COPYDESK_OK, NULL, 0, "articles without a date that can be read: %llu of %llu; "
           "of near-duplicates one with a date is kept before them",
           (unsigned long long)n, (unsigned long long)choice_count(run->plan.choice));
}

enum copydesk_status two_pass_first(struct run *run)
{
    run->stats.total_bytes = 0;
    const struct copydesk_options *o = run->plan.options;
    run->plan.choice = choice_new(&run->plan.near_rules, o->keep, (struct budget){ o->memory, file_scratch() });
    if (!run->plan.choice)
        return error_memory(&run->error);
    enum copydesk_status status = read_once(run, run->plan.choice);
    if (status == COPYDESK_OK)
        status = choice_settle(run->plan.choice, &run->error);
    if (status == COPYDESK_OK)
        tell_chosen(run);
    return status;
}

enum copydesk_status two_pass_verify(struct run *run)
{
    if (!run->plan.choice)
        return COPYDESK_OK;
    if (notices_skipped(&run->notices) < run->skipped_before)
        return refuse(run, NULL, "articles could be read that could not be at the first reading for --keep; run again");
    if (run->history.known == choice_count(run->plan.choice))
        return COPYDESK_OK;
    return refuse(run, NULL, "articles are gone since the first reading for --keep; run again");
}
