/* Read this file first: it is the way of the data.
 *
 * DESIGN. N identical workers run the same loop, one as well as many:
 *
 *     take batch n            source lock: which articles, numbered in input order
 *     load, prepare           in parallel: read, decode, split, fold, repeat, strip
 *     wait for judging turn n
 *       judge                 in order: seen, copies, near-duplicates, the safety limit
 *     pass the turn
 *     render                  in parallel: clean text, journal records; a tree's files
 *     wait for writing turn n
 *       write                 in order: stream, journal, statistics
 *     pass the turn
 *
 * Who does the steps: read/source, decode and split; text/fold; dedupe/repeat,
 * seen, near and spun; strip/strip; normalize/normalize; write/render, journal and
 * sink. job.c strings them together for one article, run.c opens a run and
 * closes it.
 *
 * What depends on order happens in a turn, so the bytes written are the same
 * for any number of workers, and so are the notices, which wait for the writing
 * turn. There is no queue: a worker that is done early takes the next batch, at
 * most N batches are under way, and memory is theirs.
 * The worker with the lowest number never waits for another one (turn.h). A
 * worker that fails stores the error, if it is the first, and stops both turns
 * so that all go home.
 *
 * A file of a tree is written before its writing turn, but after its judging
 * turn: a run that the safety limit stops has written all articles before the
 * offending one, and no other. Batches do not count there: where they end may
 * depend on how a pipe delivered them, or on what of a folder had to come from disk. */
#include "pipeline/flow.h"

#include "base/error.h"
#include "write/journal/journal.h"
#include "write/stats.h"

enum { PROGRESS_MS = 100 };  /* ten times a second is enough for the eye */

/* ---- stopping ---- */

static void stop(struct run *run)
{
    atomic_store(&run->stopped, true);
    turn_stop(&run->judging);
    turn_stop(&run->writing);
}

/* Stores the error, unless there is one already, and stops the run. Always false. */
static bool fail(struct run *run, const struct copydesk_error *error)
{
    pthread_mutex_lock(&run->error_lock);
    if (run->error.status == COPYDESK_OK)
        run->error = *error;
    pthread_mutex_unlock(&run->error_lock);
    stop(run);
    return false;
}

static bool fail_memory(struct run *run)
{
    struct copydesk_error error;
    error_memory(&error);
    return fail(run, &error);
}

/* ---- one batch, step by step; each false when the run is over ---- */

/* Whether the batch is written as JSON Lines: as --write says, else each file of a
 * tree in the format it has, and a stream in that of its first article. */
static bool as_records(struct run *run, const struct batch *b)
{
    enum copydesk_format came = b->articles[0].frame ? COPYDESK_FORMAT_JSONL : COPYDESK_FORMAT_TEXT;
    if (run->write == COPYDESK_FORMAT_AUTO && !run->tree)
        run->write = came;
    return (run->write == COPYDESK_FORMAT_AUTO ? came : run->write) == COPYDESK_FORMAT_JSONL;
}

static bool take(struct worker *w)
{
    struct run *run = w->run;
    struct batch *b = &w->batch;
    struct copydesk_error error = { 0 };
    notices_hold(&w->notices);
    pthread_mutex_lock(&run->source_lock);
    int got = atomic_load(&run->stopped) ? 0 : source_next(run->source, b, &error);
    if (got > 0) {
        b->number = run->next++;
        b->records = as_records(run, b);
        if (run->plan.options->annotate && !b->articles[0].frame) {   /* told in its turn: see keep_limit */
            error_set(&w->last, COPYDESK_FAILED, b->articles[0].file.ptr, 0,
                      "--annotate wants JSON Lines, and this is text; leave it out, or say --input jsonl");
            b->n_articles = 0;
        }
    }
    pthread_mutex_unlock(&run->source_lock);
    if (got < 0)
        notices_tell(&run->notices, &w->notices);   /* what could not be opened */
    return got < 0 ? fail(run, &error) : got > 0;
}

/* When the inputs had to come from disk, so will the outputs of an earlier run that
 * theirs are compared with: the disk fetches those while the batch is worked on. */
static void prefetch(struct worker *w)
{
    for (size_t i = 0; w->batch.cold && i < w->batch.n_articles; i++)
        sink_prefetch(w->run->sink, w->batch.articles[i].id);
}

static bool prepare(struct worker *w)
{
    source_load(w->run->source, &w->batch);
    prefetch(w);
    if (w->batch.failed || w->batch.arena.failed) {
        struct copydesk_error error;
        notices_tell(&w->run->notices, &w->notices);   /* what could not be opened */
        notices_fail(&w->run->notices, &error);
        return fail(w->run, &error);
    }
    for (size_t i = 0; i < w->batch.n_articles; i++)
        if (!job_prepare(&w->job, &w->batch, &w->batch.articles[i]))
            return fail_memory(w->run);
    return true;
}

/* Ends the judging turn: passes it on, or stops the run when rules took too much. All
 * articles before are still written, be it in batches that others hold: so this one, too,
 * waits to write. */
static bool keep_limit(struct worker *w)
{
    struct run *run = w->run;
    size_t good = 0;
    if (w->last.status == COPYDESK_OK
        && limit_add(&run->judged, &w->batch, run->plan.options->max_removed, &good, &w->last) == COPYDESK_OK) {
        turn_pass(&run->judging);
        return true;
    }
    w->batch.n_articles = good;
    turn_stop(&run->judging);
    return true;
}

static bool judge(struct worker *w)
{
    struct run *run = w->run;
    struct batch *b = &w->batch;
    if (!turn_wait(&run->judging, b->number))
        return false;
    if (run->keys) {
        buf_clear(&w->text);
        run->history.lines = &w->text;
    }
    for (size_t i = 0; i < b->n_articles; i++)
        job_prefetch(&run->history, b, &b->articles[i]);
    for (size_t i = 0; i < b->n_articles; i++)
        if (!job_judge(&w->job, &run->history, b, &b->articles[i]))
            return run->history.error.status ? fail(run, &run->history.error) : fail_memory(run);
    return keep_limit(w);
}

/* Between two articles of a stream stands a line with the separator. */
static void add_separator(const struct run *run, struct buf *text)
{
    buf_addslice(text, run->plan.separator);
    buf_addch(text, '\n');
}

/* Whether a line of the text is just that. */
static bool has_line(struct slice text, struct slice line)
{
    const char *end = text.ptr + text.len, *p = line.len ? text.ptr : end;
    for (; p < end && (p = memchr(p, *line.ptr, (size_t)(end - p))); p++) {
        struct slice here = slice_of(p, (size_t)(end - p));
        if ((p == text.ptr || p[-1] == '\n') && slice_starts(here, line)
            && (here.len == line.len || here.ptr[line.len] == '\n'))
            return true;
    }
    return false;
}

/* One article of a stream, with a separator before it when it writes anything. Only
 * in its turn is it known whether the batch opens the stream; then write_stream
 * leaves out the first separator, w->opens bytes. */
static void render_in_stream(struct worker *w, struct article *a, struct buf *journal)
{
    size_t before = w->text.len;
    bool begins = !a->started && !w->batch.records;
    if (begins)
        add_separator(w->run, &w->text);
    size_t behind = w->text.len;
    job_render(&w->job, &w->batch, a, &w->text, journal);
    if (!w->batch.records && !w->run->choosing && has_line(slice_from(buf_slice(&w->text), behind), w->run->plan.separator))
        notice(&w->run->notices, COPYDESK_SKIPPED, a->id.ptr, 0, "has a line that is the --separator, and will be read as "
               "two articles; name a separator that no article has");
    if (w->text.len == behind)
        w->text.len = before;
    else if (before == 0)
        w->opens = behind;
}

/* One article of a tree: a file, written here. A piece of a huge one stays in
 * w->text for the writing turn. False: it could not be written, which is told in that
 * turn, too, lest it depend on the threads which of several such files is named. */
static bool render_in_tree(struct worker *w, struct article *a, struct buf *journal)
{
    buf_clear(&w->text);
    job_render(&w->job, &w->batch, a, &w->text, journal);
    if (w->text.failed || !(a->head && a->tail) || w->text.len == 0)
        return true;
    return sink_article(w->run->sink, a->id, buf_slice(&w->text), &w->last) == COPYDESK_OK;
}

static bool render(struct worker *w)
{
    if (w->run->keys)
        return true;
    struct buf *journal = w->run->journal ? &w->journal : NULL;
    buf_clear(&w->text);
    buf_clear(&w->journal);
    w->opens = 0;
    for (size_t i = 0; i < w->batch.n_articles; i++) {
        struct article *a = &w->batch.articles[i];
        if (a->skipped && !a->frame) {
            if (journal && a->nameless)
                journal_skipped(journal, a);
            continue;
        }
        if (!w->run->tree || a->frame)
            render_in_stream(w, a, journal);
        else if (!render_in_tree(w, a, journal))
            w->batch.n_articles = i;   /* of the run the last */
        if (w->text.failed || w->journal.failed)
            return fail_memory(w->run);
    }
    return true;
}

/* One piece of a huge article of a tree; the first opens its file, the last closes it. */
static enum copydesk_status write_piece(struct worker *w, struct copydesk_error *error)
{
    const struct article *a = &w->batch.articles[0];
    struct sink *sink = w->run->sink;
    enum copydesk_status status = COPYDESK_OK;
    if (a->head)
        status = sink_begin(sink, a->id, error);
    if (status == COPYDESK_OK)
        status = sink_add(sink, buf_slice(&w->text), error);
    if (status == COPYDESK_OK && a->tail)
        status = sink_end(sink, a->started || w->text.len > 0, error);
    return status;
}

/* Appends the batch's text to the stream, or to the tree's open file of records. The last record
 * of one file may have no line feed: in a stream it gets one when those of another file follow. */
static enum copydesk_status write_stream(struct worker *w, struct copydesk_error *error)
{
    struct run *run = w->run;
    enum copydesk_status (*put)(struct sink *, struct slice, struct copydesk_error *) =
        run->tree ? sink_add : sink_stream;
    enum copydesk_status status = COPYDESK_OK;
    if (w->text.len == 0)
        return COPYDESK_OK;
    struct slice text = slice_from(buf_slice(&w->text), run->stream_started ? 0 : w->opens);
    if (run->record_open && w->batch.articles[0].head)
        status = put(run->sink, SLICE("\n"), error);
    run->record_open = w->batch.records && !run->tree && text.ptr[text.len - 1] != '\n';
    run->stream_started = true;
    run->file_wrote += text.len;
    return status == COPYDESK_OK ? put(run->sink, text, error) : status;
}

enum copydesk_status flow_end_file(struct run *run, struct copydesk_error *error)
{
    if (run->file.len == 0)
        return COPYDESK_OK;
    enum copydesk_status status = sink_end(run->sink, run->stream_started, error);
    if (status == COPYDESK_OK && run->recall && !run->stream_started)
        status = sink_remove(run->sink, buf_slice(&run->file), error);   /* an earlier run's */
    if (run->recall)
        recall_note_file(run->recall, buf_slice(&run->file), run->file_wrote);
    buf_clear(&run->file);
    return status;
}

/* Records of a tree, which lie in one file. A batch of another file closes the one before. */
static enum copydesk_status write_file(struct worker *w, struct copydesk_error *error)
{
    struct run *run = w->run;
    struct slice file = w->batch.articles[0].file;
    enum copydesk_status status = COPYDESK_OK;
    if (!slice_equal(buf_slice(&run->file), file)) {
        status = flow_end_file(run, error);
        buf_addslice(&run->file, file);
        run->stream_started = false;
        run->file_wrote = 0;
        if (status == COPYDESK_OK)
            status = run->file.failed ? error_memory(error) : sink_begin(run->sink, file, error);
    }
    return status == COPYDESK_OK ? write_stream(w, error) : status;
}

/* In turn: what of a batch render has not written. */
static enum copydesk_status write_text(struct worker *w, struct copydesk_error *error)
{
    const struct article *first = &w->batch.articles[0];
    bool piece = w->batch.n_articles == 1 && !(first->head && first->tail);
    if (!w->run->tree)
        return write_stream(w, error);
    if (first->frame)
        return write_file(w, error);
    enum copydesk_status status = flow_end_file(w->run, error);
    return status == COPYDESK_OK && piece ? write_piece(w, error) : status;
}

/* The article that has the text of one that is not written, or the first of its
 * paragraphs that another one has; empty: none. */
static struct slice owner_of(const struct batch *b, const struct article *a)
{
    struct slice first = a->first_id;
    for (size_t k = a->first; k < a->first + a->n && !first.len; k++)
        if (b->paras[k].reason == COPYDESK_SEEN || b->paras[k].reason == COPYDESK_NEAR_PARAGRAPH)
            first = b->paras[k].first_id;
    return first;
}

/* A notice for each wall page and for each article that is not written. */
static void tell_odd(struct run *run, const struct batch *b)
{
    for (size_t i = 0; i < b->n_articles && !run->keys; i++) {
        const struct article *a = &b->articles[i];
        if (a->wall)
            notice(&run->notices, COPYDESK_OK, a->id.ptr, 0, "a wall page, no article: not compared with others");
        if (a->skipped || a->wrote || a->started || !a->tail)
            continue;
        struct slice first = owner_of(b, a);
        const char *what = a->reason == COPYDESK_COPY ? "a copy, not written: its text is in "
                         : a->reason == COPYDESK_NEAR ? "a near-duplicate, not written: see "
                         : first.len ? "nothing new is left of it, not written: see "
                         : "nothing is left of it, not written";
        notice(&run->notices, COPYDESK_OK, a->id.ptr, 0, "%s%.*s", what, (int)first.len, first.ptr);
    }
}

static void tell_near(struct run *run, const struct batch *b)
{
    notices_lock(&run->notices);
    for (size_t i = 0; i < b->n_articles; i++) {
        const struct article *a = &b->articles[i];
        const struct copydesk_near pair = { a->near_id.ptr, a->id.ptr, a->jaccard, a->containment,
                                            a->spans, a->n_spans };
        if (a->near_id.len)
            run->observer->near(run->observer->payload, &pair);
    }
    notices_unlock(&run->notices);
}

/* Tells the state what became of the batch's articles. */
static bool note_all(struct worker *w, struct copydesk_error *error)
{
    const struct batch *b = &w->batch;
    for (size_t i = 0; w->run->recall && i < b->n_articles; i++)
        if (!recall_note(w->run->recall, &b->articles[i], error))
            return false;
    return true;
}

static void show_progress(struct run *run)
{
    if (!run->observer || !run->observer->progress)
        return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long ms = (long)(now.tv_sec - run->last_progress.tv_sec) * 1000
            + (now.tv_nsec - run->last_progress.tv_nsec) / 1000000;
    if (ms < PROGRESS_MS)
        return;
    run->last_progress = now;
    notices_lock(&run->notices);
    run->observer->progress(run->observer->payload, &run->stats);
    notices_unlock(&run->notices);
}

static bool write_batch(struct worker *w)
{
    struct run *run = w->run;
    struct copydesk_error error = { 0 };
    if (!turn_wait(&run->writing, w->batch.number))
        return false;
    notices_tell(&run->notices, &w->notices);
    enum copydesk_status status = write_text(w, &error);
    if (status == COPYDESK_OK && run->journal)
        status = outfile_write(run->journal, buf_slice(&w->journal), &error);
    if (status != COPYDESK_OK)
        return fail(run, &error);
    if (run->risky.lines && !risky_add(&run->risky, &w->batch))
        return fail_memory(run);
    if (w->batch.articles[0].frame && !run->choosing
        && !textless_add(&run->textless, &w->batch, run->plan.options->text_field, &run->notices))
        return fail_memory(run);
    if (!note_all(w, &error))
        return fail(run, &error);
    stats_add(&run->stats, &w->job.stats);
    w->job.stats = (struct copydesk_stats){ 0 };
    if (sink_closed(run->sink)) {   /* nobody reads any more: that is fine */
        stop(run);
        return false;
    }
    tell_odd(run, &w->batch);
    if (run->observer && run->observer->near)
        tell_near(run, &w->batch);
    show_progress(run);
    if (w->last.status != COPYDESK_OK)
        return fail(run, &w->last);
    turn_pass(&run->writing);
    return true;
}

void *flow_work(void *arg)
{
    struct worker *w = arg;
    while (take(w) && prepare(w) && judge(w) && render(w) && write_batch(w))
        ;
    notices_hold(NULL);
    return NULL;
}
