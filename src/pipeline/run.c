/* A run from its options to its status; flow.c is what happens in between. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/path.h"
#include "pipeline/estimate.h"
#include "pipeline/flow.h"
#include "pipeline/guard.h"
#include "pipeline/journal_append.h"
#include "pipeline/near_step.h"
#include "pipeline/spun_step.h"
#include "pipeline/two_pass.h"
#include "read/records/jsonl.h"
#include "read/unpack/kind.h"
#include "write/annotate.h"
#include "write/journal/journal.h"

enum { THREADS_MOST = 256 };

/* ---- the workers together ---- */

static unsigned thread_count(const struct copydesk_options *o)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned n = o->threads ? o->threads : cores > 0 ? (unsigned)cores : 1;
    return n < THREADS_MOST ? n : THREADS_MOST;
}

/* Runs n workers to their end; the caller's thread is the first of them. When the
 * system has no more threads, there are fewer. */
static void run_workers(struct worker *workers, unsigned n)
{
    pthread_t threads[THREADS_MOST];
    unsigned started = 1;
    while (started < n && pthread_create(&threads[started], NULL, flow_work, &workers[started]) == 0)
        started++;
    flow_work(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(threads[i], NULL);
}

/* ---- opening and closing ---- */

static bool is_directory(const char *path)
{
    struct stat st;
    size_t n = strlen(path);
    return (n > 0 && path[n - 1] == '/') || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

/* Whether the output is a file, to which the articles of a directory go one behind the other: it has
 * the name of one of text or records, compressed or not, or is a device, a pipe or a descriptor. */
static bool is_stream_file(const char *path)
{
    struct slice name = slice_str(path_name(path));
    struct named n = kind_of(name);
    return (n.kind == KIND_TEXT && (n.packed || kind_usual(name))) || outfile_is_direct(path);
}

/* Refuses an output with the name of an archive, and for a tree one that is no directory. */
static enum copydesk_status check_name(const char *path, bool tree, struct copydesk_error *error)
{
    struct stat st;
    if (!path || is_directory(path))
        return COPYDESK_OK;
    if (kind_of(slice_str(path_name(path))).kind != KIND_TEXT)
        return error_set(error, COPYDESK_FAILED, path, 0, "archives and crawls are read, not written; name a directory, "
                         "or one file: *.txt, *.jsonl, compressed (*.txt.zst) or not");
    if (tree && stat(path, &st) == 0)
        return error_set(error, COPYDESK_FAILED, path, 0, "is no directory; name one, or a file *.txt or *.jsonl "
                         "for all articles together");
    return COPYDESK_OK;
}

static bool reads_stdin(const struct copydesk_options *o)
{
    for (size_t i = 0; i < o->n_paths; i++)
        if (strcmp(o->paths[i], "-") == 0)
            return true;
    return o->n_paths == 0;
}

static bool only_stdin(const struct copydesk_options *o)
{
    for (size_t i = 0; i < o->n_paths; i++)
        if (strcmp(o->paths[i], "-") != 0)
            return false;
    return true;
}

static bool is_stdout(const char *output)
{
    return !output || strcmp(output, "-") == 0;
}

/* Whether the output is a directory tree, or would be without --dry-run. */
static bool has_tree(const struct run *run)
{
    const struct copydesk_options *o = run->plan.options;
    return !is_stdout(o->output)
        && (is_directory(o->output)
            || (!source_is_stream(run->source) && !is_stream_file(o->output)));
}

static enum copydesk_sync sync_of(const struct copydesk_options *o)
{
    return o->sync != COPYDESK_SYNC_AUTO ? o->sync : o->state ? COPYDESK_SYNC_END : COPYDESK_SYNC_NONE;
}

/* Finds out what is written, and whether it may be. */
static enum copydesk_status check_output(struct run *run)
{
    const struct copydesk_options *o = run->plan.options;
    bool to_stdout = is_stdout(o->output);
    if (o->annotate && o->write == COPYDESK_FORMAT_TEXT)
        return error_set(&run->error, COPYDESK_FAILED, NULL, 0, "--annotate adds a field: it wants records, not --write text");
    if (o->annotate && o->text_field && annotate_replaces(o->text_field))
        return error_set(&run->error, COPYDESK_FAILED, NULL, 0, "--annotate puts its field where --text-field %s is: "
                         "give the text another name first", o->text_field);
    run->tree = !run->keys && has_tree(run);
    run->write = run->keys ? COPYDESK_FORMAT_TEXT : o->write;
    if (run->write == COPYDESK_FORMAT_AUTO && !to_stdout && !run->tree && jsonl_named(slice_str(o->output)))
        run->write = COPYDESK_FORMAT_JSONL;
    if (run->tree && !source_fits_tree(run->source, &run->error))
        return COPYDESK_FAILED;
    enum copydesk_status status = check_name(run->keys || to_stdout ? NULL : o->output, run->tree, &run->error);
    return status == COPYDESK_OK ? guard_outputs(o, run->tree, &run->error) : status;
}

static enum copydesk_status open_output(struct run *run)
{
    const struct copydesk_options *o = run->plan.options;
    enum sink_kind kind = o->dry_run ? SINK_NONE : is_stdout(o->output) ? SINK_STDOUT
                        : run->tree ? SINK_TREE : SINK_FILE;
    if (o->dry_run)
        run->tree = false;
    run->sink = sink_open(kind, o->output, &run->error);
    if (run->sink)
        sink_sync(run->sink, sync_of(o));
    return run->sink ? COPYDESK_OK : COPYDESK_FAILED;
}

/* Writes a record to the journal and releases it. */
static enum copydesk_status put_record(struct run *run, struct buf *record)
{
    enum copydesk_status status = record->failed ? error_memory(&run->error)
        : outfile_write(run->journal, buf_slice(record), &run->error);
    buf_release(record);
    return status;
}

/* Looks at the file that stands where the journal is to be. */
static enum copydesk_status find_journal(struct run *run)
{
    const struct copydesk_options *o = run->plan.options;
    if (!o->journal)
        return COPYDESK_OK;
    /* a stream is written whole each time, and so is its journal; a dry run's is not the state's */
    run->goes_on = run->recall && !source_is_stream(run->source) && !o->dry_run;
    return run->goes_on ? journal_append_find(&run->appended, recall_ledger(run->recall), o->journal, &run->error)
                        : journal_append_spare(o->journal, o->dry_run, &run->keep_old, &run->error);
}

static enum copydesk_status open_journal(struct run *run)
{
    const struct copydesk_options *o = run->plan.options;
    if (!o->journal)
        return COPYDESK_OK;
    run->journal = outfile_open_behind(o->journal, run->appended.kept, &run->error);
    if (!run->journal)
        return COPYDESK_FAILED;
    if (sync_of(o) >= COPYDESK_SYNC_END)
        outfile_durable(run->journal);
    if (run->keep_old)
        outfile_keep_old(run->journal);
    struct buf header = { 0 };
    journal_header(&header, o, run->rules, run->goes_on);
    return put_record(run, &header);
}

static enum copydesk_status close_journal(struct run *run)
{
    struct buf last = { 0 };
    uint64_t size;
    if (run->appended.kept && run->appended.kept == run->appended.size && recall_is_idle(run->recall))
        return COPYDESK_OK;   /* there is nothing to add: the old one stays */
    journal_end(&last);
    enum copydesk_status status = put_record(run, &last);
    if (status == COPYDESK_OK)
        status = outfile_finish(run->journal, &size, &run->error);
    if (status == COPYDESK_OK && run->appended.path)
        status = journal_append_claim(&run->appended, recall_ledger(run->recall), size, &run->error);
    if (status == COPYDESK_OK)
        status = outfile_commit(run->journal, &run->error);
    if (status == COPYDESK_OK && outfile_kept(run->journal))
        notice(&run->notices, COPYDESK_OK, run->plan.options->journal, 0,
               "the journal that was here is kept as %s", outfile_kept(run->journal));
    return status;
}

/* Opens the state, if there is one. */
static enum copydesk_status open_recall(struct run *run)
{
    const struct copydesk_options *o = run->plan.options;
    if (!o->state || run->keys)
        return COPYDESK_OK;
    enum copydesk_status status = guard_state(o, has_tree(run), &run->error);
    if (status == COPYDESK_OK)
        status = recall_open(&run->recall, o, run->rules, run->plan.across, &run->error);
    run->plan.recall = run->recall;
    return status;
}

/* Opens the list of --drops, if there is one. */
static enum copydesk_status open_list(struct run *run, const struct copydesk_options *o)
{
    bool from_stdin = o->drops && strcmp(o->drops, "-") == 0;
    if (from_stdin && reads_stdin(o))
        return error_set(&run->error, COPYDESK_FAILED, NULL, 0,
                         "articles and --drops cannot both come from standard input");
    if (o->drops && o->scope == COPYDESK_SCOPE_CORPUS)
        return error_set(&run->error, COPYDESK_FAILED, NULL, 0,
                         "--drops takes the place of --scope corpus; leave out one of them");
    run->plan.external = run->keys || o->drops;
    if (o->drops && !(run->drops = drop_list_open(o->drops, plan_budget(&run->plan, DROPS_PARTS), &run->error)))
        return COPYDESK_FAILED;
    run->plan.drops = run->drops;
    return COPYDESK_OK;
}

/* Opens what compares articles, now that the scope is known. */
static enum copydesk_status open_scope(struct run *run, bool across)
{
    run->plan.across = across;
    run->plan.near = run->plan.near && !two_pass_is_wanted(run);   /* in a second reading, near-duplicates are known */
    if (spun_step_open(&run->plan, &run->error) != COPYDESK_OK)
        return COPYDESK_FAILED;
    if (!history_init(&run->history, &run->plan))
        return error_memory(&run->error);
    run->history.choosing = run->choosing;
    run->plan.seen = run->history.seen;
    return COPYDESK_OK;
}

/* Whether the scope depends on the first bytes of standard input: one article of text,
 * or many records? They have to be waited for, so they are looked at last, after all
 * that may fail or that another process may be waiting for. */
static bool scope_waits(const struct copydesk_options *o)
{
    return o->scope == COPYDESK_SCOPE_AUTO && !o->drops && !o->state && only_stdin(o);
}

/* Opens the source and the rules, and fills the plan as far as the scope does not matter. */
static enum copydesk_status open_plan(struct run *run, const struct copydesk_options *o)
{
    bool risky = run->observer && run->observer->risky;
    if (two_pass_check(run, o) != COPYDESK_OK || !(run->source = source_open(o, &run->notices, &run->error)))
        return COPYDESK_FAILED;
    if (job_check_files(o, &run->error) != COPYDESK_OK || !(run->rules = rules_open(o, &run->error)))
        return COPYDESK_FAILED;
    run->plan = (struct plan){ .options = o, .rules = run->rules, .notices = &run->notices,
                               .separator = slice_str(o->separator ? o->separator : "\f"),
                               .named = o->journal || o->annotate,
                               .near = o->near != COPYDESK_NEAR_OFF, .near_rules = near_step_rules(o) };
    if (open_list(run, o) != COPYDESK_OK)
        return COPYDESK_FAILED;
    if (!limit_init(&run->judged, run->rules) || (risky && !risky_init(&run->risky)))
        return error_memory(&run->error);
    run->stats.total_bytes = source_total(run->source);
    return COPYDESK_OK;
}

static bool is_across(const struct copydesk_options *o, const struct run *run)
{
    return o->scope == COPYDESK_SCOPE_CORPUS
        || (o->scope == COPYDESK_SCOPE_AUTO && !o->drops && !two_pass_is_wanted(run));
}

/* With a state: finds out which files need no work. */
static enum copydesk_status survey(struct run *run)
{
    const char *tree = has_tree(run) ? run->plan.options->output : NULL;
    return run->recall ? recall_survey(run->recall, run->source, tree, run->sink, &run->notices, &run->error) : COPYDESK_OK;
}

/* The order matters: see scope_waits; and what may refuse the run comes before open_recall and open_output,
 * which may make folders, and survey, which may remove outputs that are in the way. */
static enum copydesk_status open_run(struct run *run, const struct copydesk_options *o)
{
    bool waits = scope_waits(o);
    enum copydesk_status status = open_plan(run, o);
    if (status == COPYDESK_OK && !waits)
        status = open_scope(run, is_across(o, run));
    if (status == COPYDESK_OK)
        status = check_output(run);
    if (status == COPYDESK_OK)
        status = open_recall(run);
    if (status == COPYDESK_OK)
        status = find_journal(run);
    if (status == COPYDESK_OK)
        status = open_output(run);
    if (status == COPYDESK_OK)
        status = open_journal(run);
    if (status == COPYDESK_OK)
        status = survey(run);
    if (status == COPYDESK_OK && waits)
        status = open_scope(run, source_starts_with_many(run->source));
    if (status == COPYDESK_OK)
        estimate_tell(run);
    if (status == COPYDESK_OK && two_pass_is_wanted(run))
        status = two_pass_first(run);
    return status;
}

/* After the last batch: closes the outputs, then tells the state that all is written. */
static enum copydesk_status commit_outputs(struct run *run)
{
    if (sink_closed(run->sink))   /* cut short: a journal of half a run would mislead */
        return COPYDESK_OK;
    enum copydesk_status status = notices_end(&run->notices, &run->error);
    if (status == COPYDESK_OK)
        status = two_pass_verify(run);
    textless_end(&run->textless, run->plan.options->text_field, &run->notices);
    rules_tell_slow(run->rules, &run->notices);
    run->stats.idle_rules = rules_idle(run->rules, &run->notices);
    if (status == COPYDESK_OK)
        status = flow_end_file(run, &run->error);
    if (run->recall)
        recall_end_notes(run->recall, run->source);
    if (status == COPYDESK_OK && run->recall)
        status = recall_take_back(run->recall, run->sink, &run->error);
    if (status == COPYDESK_OK)
        status = sink_finish(run->sink, &run->error);
    if (status == COPYDESK_OK && run->journal)
        status = close_journal(run);
    if (!run->recall)
        return status;
    run->stats.unchanged = recall_unchanged(run->recall);
    if (status == COPYDESK_OK && !run->plan.options->dry_run)
        status = recall_commit(run->recall, &(struct recall_new){ run->history.seen, run->history.near, run->history.spun,
                                                                        &run->appended }, &run->stats, &run->error);
    return status;
}

/* Hands out the notices behind the last batch, which one of the workers has. Of a run that
 * was stopped the workers hold those of batches that were not written. */
static void tell_rest(struct run *run, struct worker *workers, unsigned n)
{
    for (unsigned i = 0; i < n && !atomic_load(&run->stopped); i++)
        notices_tell(&run->notices, &workers[i].notices);
}

/* A safety limit stopped the run. What it wrote by then stands in the tree, or went through
 * the pipe, and the journal of it is kept; a file that was to hold the stream is not made. */
static enum copydesk_status stop_outputs(struct run *run)
{
    bool stays = run->tree || is_stdout(run->plan.options->output);
    if (!run->journal || !stays || run->stats.articles == 0 || sink_closed(run->sink))
        return run->error.status;
    enum copydesk_status status = run->tree ? sink_finish(run->sink, &run->error) : COPYDESK_OK;
    if (status == COPYDESK_OK)
        status = close_journal(run);
    if (status == COPYDESK_OK && run->appended.path) {
        ledger_begin(recall_ledger(run->recall));
        journal_append_put(&run->appended, recall_ledger(run->recall));
        ledger_commit(recall_ledger(run->recall), &run->error);
    }
    return run->error.status;   /* of what failed, or that it was stopped */
}

/* After the last batch, or the first failure. */
static enum copydesk_status end_outputs(struct run *run)
{
    return run->error.status == COPYDESK_OK ? commit_outputs(run)
         : run->error.status == COPYDESK_STOPPED ? stop_outputs(run) : run->error.status;
}

/* Between opening and closing: the workers' loop, the commit, the numbers. */
static enum copydesk_status work_all(struct run *run)
{
    unsigned n = thread_count(run->plan.options);
    struct worker *workers = calloc(n, sizeof *workers);
    bool ready = workers != NULL;
    for (unsigned i = 0; ready && i < n; i++) {
        workers[i].run = run;
        ready = job_init(&workers[i].job, &run->plan);
    }
    enum copydesk_status status = ready ? COPYDESK_OK : error_memory(&run->error);
    if (ready) {
        run_workers(workers, n);
        tell_rest(run, workers, n);
        status = end_outputs(run);
        if (status == COPYDESK_OK && notices_skipped(&run->notices))
            status = COPYDESK_SKIPPED;
        status = run_totals(run, workers, n, status);
    }
    for (unsigned i = 0; workers && i < n; i++) {
        job_release(&workers[i].job);
        batch_release(&workers[i].batch);
        buf_release(&workers[i].text);
        buf_release(&workers[i].journal);
        buf_release(&workers[i].notices);
    }
    free(workers);
    return status;
}

static void init_run(struct run *run, const struct copydesk_options *options,
                     const struct copydesk_observer *observer)
{
    run->plan.options = options;
    run->observer = observer;
    notices_init(&run->notices, observer);
    pthread_mutex_init(&run->source_lock, NULL);
    pthread_mutex_init(&run->error_lock, NULL);
    turn_init(&run->judging);
    turn_init(&run->writing);
    clock_gettime(CLOCK_MONOTONIC, &run->began);
    run->last_progress = run->began;
}

static void release_run(struct run *run)
{
    source_close(run->source);
    sink_free(run->sink);
    outfile_free(run->journal);
    journal_append_release(&run->appended);
    recall_free(run->recall);
    history_release(&run->history);
    choice_free(run->plan.choice);
    drop_list_free(run->drops);
    spun_lexicon_free(run->plan.lexicon);
    limit_release(&run->judged);
    risky_release(&run->risky);
    rules_free(run->rules);
    buf_release(&run->file);
    textless_release(&run->textless);
    turn_release(&run->writing);
    turn_release(&run->judging);
    pthread_mutex_destroy(&run->error_lock);
    pthread_mutex_destroy(&run->source_lock);
    notices_release(&run->notices);
}

enum copydesk_status run_through(struct run *run, const struct copydesk_options *options,
                                 const struct copydesk_observer *observer, struct copydesk_stats *stats,
                                 struct copydesk_error *error)
{
    init_run(run, options, observer);
    enum copydesk_status status = open_run(run, options);
    if (status == COPYDESK_OK)
        status = work_all(run);
    status = run_totals_metrics(run, status);
    if (stats)
        *stats = run->stats;
    if (error)
        *error = run->error;
    release_run(run);
    return status;
}

enum copydesk_status copydesk_run(const struct copydesk_options *options,
                                  const struct copydesk_observer *observer,
                                  struct copydesk_stats *stats,
                                  struct copydesk_error *error)
{
    struct run run = { 0 };
    return run_through(&run, options, observer, stats, error);
}

enum copydesk_status copydesk_keys(const struct copydesk_options *options,
                                   const struct copydesk_observer *observer,
                                   struct copydesk_error *error)
{
    struct run run = { .keys = true };
    struct copydesk_options o = *options;
    struct copydesk_observer notices = { 0 };
    if (observer)
        notices = (struct copydesk_observer){ .payload = observer->payload, .notice = observer->notice };
    o.scope = COPYDESK_SCOPE_ARTICLE;
    o.journal = o.stats = o.metrics = NULL;
    o.dry_run = false;
    o.near = COPYDESK_NEAR_OFF;
    o.keep = COPYDESK_KEEP_FIRST;
    o.max_removed = 100;   /* nothing is removed here: the run that removes it looks */
    return run_through(&run, &o, &notices, NULL, error);
}
