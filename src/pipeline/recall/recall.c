/* How a run with a state begins and ends. In between are recall_survey.c, recall_who.c
 * and recall_turn.c, with recall_room.c, recall_near.c and recall_spun.c beside them.
 *
 * DESIGN. Four transactions, of which the third makes the run count:
 *
 *     deaths     what the survey found changed is dead, and its outputs are in the way.
 *                Then these are removed, and the work begins
 *     claim      all outputs are durable, and so is the journal, under a temporary name:
 *                how long it will be. Then it gets its name (journal_append.h)
 *     commit     key run and near runs are durable: articles, who leans on whom, these files,
 *                the journal's length (recall_commit)
 *     merge      many files of a kind become one, which answers as they did
 *
 * A run that is killed before its commit has told the state nothing of what it wrote. Its
 * dead are cleaned by the next run, which knows them no more, and so are those that had lost text to
 * them; what it put aside is removed then; and its part of the journal is cut off. */
#include "pipeline/recall/recall.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "pipeline/journal_append.h"
#include "pipeline/near_step.h"
#include "pipeline/recall/recall_parts.h"
#include "write/files/output_check.h"

/* ---- small things ---- */

bool numbers_add(struct numbers *l, uint32_t number)
{
    uint32_t *list = array_room(l->list, l->n, &l->cap, sizeof *list);
    if (!list)
        return false;
    l->list = list;
    l->list[l->n++] = number;
    return true;
}

int64_t recall_stamp(const struct recall *r, int64_t stamp)
{
    /* Time stamps are as coarse as the kernel's tick, 10 ms at the slowest; on file systems
     * that store whole seconds, FAT among them, up to two seconds. */
    int64_t grain = stamp % 1000000000 ? 20000000 : 2000000000;
    return stamp + grain < r->began ? stamp : 0;
}

/* ---- opening ---- */

static bool make_bits(struct recall *r)
{
    struct bits *const all[] = { &r->dead, &r->same, &r->skip, &r->used, &r->killed, &r->replaced };
    size_t n = sizeof all / sizeof *all, words = r->base / 64 + 1;
    r->bits = calloc(n * words, sizeof *r->bits);
    for (size_t i = 0; r->bits && i < n; i++)
        all[i]->words = r->bits + i * words;
    return r->bits != NULL;
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void open_lists(struct recall *r)
{
    struct chunks *const lists[] = { &r->touched, &r->local, &r->leans, &r->near_kept, &r->notes.bytes };
    r->budget = (struct budget){ r->options->memory, file_scratch() };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        chunks_init(lists[i], r->budget.memory ? r->budget.folder : NULL, r->budget.memory / RECALL_PART);
}

static enum copydesk_status open_state(struct recall *r, struct copydesk_error *error)
{
    const struct copydesk_options *o = r->options;
    int64_t since = o->window ? r->began / 1000000000 - (int64_t)o->window : 0;
    r->state = state_open(o->state, true, since, error);
    if (!r->state)
        return error && error->status == COPYDESK_BUSY ? COPYDESK_BUSY : COPYDESK_FAILED;
    if (r->budget.memory)
        state_hold(r->state, r->budget.memory);
    r->ledger = state_ledger(r->state);
    r->base = r->next = state_next_number(r->state);
    r->run = ledger_runs(r->ledger) + 1;
    r->fresh = r->base == 1;
    r->hash = hash_new();
    if (!r->hash || !make_bits(r))
        return error_memory(error);
    return recall_check_profile(r, error);
}

enum copydesk_status recall_open(struct recall **recall, const struct copydesk_options *options,
                                 const struct rules *rules, bool across, struct copydesk_error *error)
{
    *recall = NULL;
    if (!ledger_is_built(error))
        return COPYDESK_FAILED;
    if (options->drops)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "--drops does not go with --state, which passes over "
                         "articles that are as they were, whatever the list says of them by now; leave one out");
    if (options->dry_run && access(options->state, F_OK) != 0)
        return COPYDESK_OK;   /* nothing to recall, and nothing is to be written */
    struct recall *r = calloc(1, sizeof *r);
    if (!r)
        return error_memory(error);
    *r = (struct recall){ .options = options, .rules = rules, .across = across, .began = now(),
                          .near = options->near != COPYDESK_NEAR_OFF, .near_rules = near_step_rules(options),
                          .spun = options->near_paragraphs != COPYDESK_NEAR_OFF };
    pthread_mutex_init(&r->near_lock, NULL);
    open_lists(r);
    enum copydesk_status status = open_state(r, error);
    if (status == COPYDESK_OK)
        *recall = r;
    else
        recall_free(r);
    return status;
}

void recall_free(struct recall *r)
{
    if (!r)
        return;
    state_close(r->state);
    free(r->bits);
    free(r->deaths.list);
    free(r->forgotten.list);
    free(r->streams);
    free(r->kept_lines.at);
    chunks_release(&r->local);
    chunks_release(&r->touched);
    chunks_release(&r->leans);
    chunks_release(&r->notes.bytes);
    chunks_release(&r->near_kept);
    arena_release(&r->arena);
    buf_release(&r->folder);
    buf_release(&r->in_way);
    buf_release(&r->origin.name);
    buf_release(&r->noted_origin);
    buf_release(&r->member.name);
    hash_free(r->hash);
    pthread_mutex_destroy(&r->near_lock);
    free(r);
}

/* ---- while it runs ---- */

uint64_t recall_unchanged(const struct recall *r)
{
    return r->unchanged;
}

struct counted recall_to_read(const struct recall *r)
{
    return r->to_read;
}

uint64_t recall_keys(const struct recall *r, uint64_t *bytes)
{
    return state_keys(r->state, bytes);
}

struct state_ledger *recall_ledger(struct recall *r)
{
    return r->ledger;
}

void recall_end_notes(struct recall *r, struct source *source)
{
    recall_end_origin(r);
    recall_mind(r, r->notes.fault);
    r->source = source;
}

/* Reads the next row. False at the end, or when it cannot be read (then r->fault). */
static bool next_note(struct recall *r, struct notes_reader *in)
{
    int got = notes_next(in);
    if (got < 0)
        recall_mind(r, errno);
    return got > 0;
}

enum copydesk_status recall_take_back(struct recall *r, struct sink *sink, struct copydesk_error *error)
{
    enum copydesk_status status = COPYDESK_OK;
    struct notes_reader in = { .notes = &r->notes };
    while (status == COPYDESK_OK && next_note(r, &in))
        if (in.noted.alone && in.noted.row.wrote == 0)
            status = sink_remove(sink, in.noted.row.id, error);
    notes_reader_release(&in);
    return status == COPYDESK_OK ? recall_status(r, error) : status;
}

bool recall_is_idle(const struct recall *r)
{
    return r->notes.n == 0 && r->deaths.n == 0 && !r->news;
}

/* ---- the end ---- */

struct saving {
    struct recall *recall;
    struct keyrun_writer *keys;
    struct copydesk_error *error;
    enum copydesk_status status;
};

/* Adds one key of this run, unless its article owns it in the state already. */
static bool save_key(void *payload, struct key key, struct place place)
{
    struct saving *s = payload;
    struct recall *r = s->recall;
    place.article = recall_local(r, place.article);
    struct place owner = { 0, 0 };
    if (place.article < r->base)
        state_find(r->state, &key, 1, place.article, &owner);
    if (owner.article != place.article)
        s->status = keyrun_add(s->keys, key, place, s->error);
    return s->status == COPYDESK_OK;
}

static enum copydesk_status save_keys(struct recall *r, struct seen *seen, struct copydesk_error *error)
{
    struct saving s = { r, state_keys_begin(r->state, seen_count(seen), error), error, COPYDESK_OK };
    if (!s.keys)
        return COPYDESK_FAILED;
    bool done = seen_each(seen, save_key, &s);
    if (!done && s.status == COPYDESK_OK && (s.status = seen_status(seen, error)) == COPYDESK_OK)
        s.status = error_memory(error);
    if (s.status == COPYDESK_OK)
        return state_keys_end(r->state, s.keys, error);
    keyrun_writer_free(s.keys);
    return s.status;
}

/* When the article's output was written, by which the next run sees that nobody has
 * changed it since. */
static int64_t stamp_of(struct output_check *tree, const struct noted *n)
{
    if (!n->alone)
        return n->origin ? 0 : LEDGER_NO_FILE;
    return tree && n->row.wrote ? output_check_stamp(tree, n->row.id, n->row.wrote) : 0;
}

/* Puts the noted rows into the ledger. A row is no longer stale, unless it is an origin
 * of which something could not be read. */
static void put_notes(struct recall *r)
{
    struct notes_reader in = { .notes = &r->notes };
    struct output_check *tree = r->tree ? output_check_new(r->tree, false) : NULL;
    if (r->tree && !tree)
        recall_mind(r, errno);
    while (next_note(r, &in)) {
        in.noted.row.stale |= in.noted.origin && source_was_faulty(r->source, in.noted.row.id);
        in.noted.row.wrote_at = stamp_of(tree, &in.noted);
        ledger_put(r->ledger, &in.noted.row);
    }
    output_check_free(tree);
    notes_reader_release(&in);
}

/* Reads entry number i of a list into *entry. False at its end, or when it cannot be
 * read (then r->fault). */
static bool next_entry(struct recall *r, const struct chunks *list, size_t i, void *entry, size_t size)
{
    if (i * size >= list->end)
        return false;
    int code = chunks_read(list, (uint64_t)i * size, entry, size);
    recall_mind(r, code);
    return code == 0;
}

static void put_articles(struct recall *r)
{
    struct touched touched;
    struct lean lean;
    for (size_t i = 0; next_entry(r, &r->touched, i, &touched, sizeof touched); i++)
        ledger_put_mtime(r->ledger, touched.number, touched.stamp);
    put_notes(r);
    for (size_t i = 0; next_entry(r, &r->leans, i, &lean, sizeof lean); i++)
        ledger_put_lean(r->ledger, lean.owner, lean.article);
    for (size_t i = 0; i < r->n_streams; i++)
        ledger_put_stream(r->ledger, r->streams[i].file, &r->streams[i].facts);
    for (size_t i = r->buried; i < r->deaths.n; i++)   /* those that leaned on them are cleaned again by the next run */
        ledger_drop(r->ledger, r->deaths.list[i]);
}

/* False: memory is short, and what was put must not be committed. */
static bool put_facts(struct recall *r, const struct journal_append *journal, const struct copydesk_stats *stats)
{
    struct buf next = { 0 };
    buf_addf(&next, "%llu", (unsigned long long)r->next);
    ledger_set_fact(r->ledger, "next_number", buf_slice(&next));
    if (r->in_way.len > r->in_way_from)
        ledger_set_fact(r->ledger, LEDGER_IN_WAY, SLICE(""));
    bool good = recall_put_profile(r) && !next.failed;
    buf_release(&next);
    journal_append_put(journal, r->ledger);
    ledger_put_run(r->ledger, &(struct ledger_run){
        .run = r->run, .began = r->began / 1000000000, .ended = now() / 1000000000,
        .articles = stats->articles, .unchanged = r->unchanged, .written = stats->written,
        .bytes_in = stats->bytes_in, .bytes_out = stats->bytes_out });
    return good;
}

static enum copydesk_status save_all(struct recall *r, const struct recall_new *found, struct copydesk_error *error)
{
    enum copydesk_status status = COPYDESK_OK;
    if (found->seen && seen_count(found->seen))
        status = save_keys(r, found->seen, error);
    if (status == COPYDESK_OK && found->near && near_count(found->near))
        status = recall_save_near(r, found->near, error);
    if (status == COPYDESK_OK && found->spun && spun_count(found->spun))
        status = recall_save_spun(r, found->spun, error);
    return status;
}

/* Merges the files that the last run left, when it was killed before it did so itself:
 * else the files of many such runs would be more than a state can have. Nothing points
 * into them any more; they are opened anew. */
static enum copydesk_status merge_left(struct recall *r, struct copydesk_error *error)
{
    if (!state_wants_merge(r->state))
        return COPYDESK_OK;
    enum copydesk_status status = state_merge(r->state, false, error);
    if (status == COPYDESK_OK)
        status = state_keys_open(r->state, error);
    if (status == COPYDESK_OK && r->budget.memory)
        state_hold(r->state, r->budget.memory);
    return status == COPYDESK_OK && r->near_asked ? state_near_open(r->state, error) : status;
}

enum copydesk_status recall_commit(struct recall *r, const struct recall_new *found,
                                   const struct copydesk_stats *stats, struct copydesk_error *error)
{
    enum copydesk_status status = recall_status(r, error);
    if (status == COPYDESK_OK)
        status = merge_left(r, error);
    if (status != COPYDESK_OK)
        return status;
    ledger_begin(r->ledger);
    status = save_all(r, found, error);
    if (status != COPYDESK_OK)
        return status;
    put_articles(r);
    if (!put_facts(r, found->journal, stats))
        return error_memory(error);
    status = recall_status(r, error);
    if (status != COPYDESK_OK)
        return status;
    status = ledger_commit(r->ledger, error);
    return status == COPYDESK_OK ? state_merge(r->state, false, error) : status;
}
