/* What the key runs of a state become: a new one at the end of a run, one of
 * several, those of another state. */
#include "dedupe/state_near.h"
#include "dedupe/state_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/path.h"
#include "text/fold.h"

struct state_keys {
    struct state *state;
    struct keyrun_writer *writer;
    struct key last;               /* the one added before */
    uint64_t file;
};

/* ---- adding keys ---- */

static struct state_keys *keys_begin(struct state *s, uint64_t file, uint64_t most, struct copydesk_error *error)
{
    char name[FILE_NAME];
    struct state_keys *k = calloc(1, sizeof *k);
    if (!k) {
        error_memory(error);
        return NULL;
    }
    *k = (struct state_keys){ .state = s, .file = file };
    state_run_name(name, file);
    k->writer = keyrun_create(s->path, name, FOLD_PROFILE, most, error);
    if (!k->writer) {
        free(k);
        return NULL;
    }
    return k;
}

static uint64_t next_file(const struct state *s)
{
    return ledger_last_keys(s->ledger) + 1;
}

struct state_keys *state_keys_begin(struct state *s, uint64_t most, struct copydesk_error *error)
{
    if (s->n_runs < RUNS_MOST)
        return keys_begin(s, next_file(s), most, error);
    state_no_room(s, error);
    return NULL;
}

enum copydesk_status state_keys_add(struct state_keys *k, struct key key, struct place place,
                                    struct copydesk_error *error)
{
    key.lo &= ~(uint64_t)UINT32_MAX;   /* a run keeps 96 bits: two keys may differ only in the others */
    if (keyrun_added(k->writer) && key_equal(key, k->last))
        return COPYDESK_OK;
    k->last = key;
    return keyrun_add(k->writer, key, place, error);
}

/* Names the file, which is in its place, in the ledger. */
static enum copydesk_status name_file(const struct state_keys *k, struct copydesk_error *error)
{
    char name[FILE_NAME];
    struct stat st;
    state_run_name(name, k->file);
    char *path = path_join(k->state->path, name, "");
    int code = path && stat(path, &st) == 0 ? 0 : errno;
    free(path);
    if (code)
        return error_system(error, COPYDESK_FAILED, k->state->path, code);
    ledger_put_keys(k->state->ledger, &(struct ledger_file){ k->file, keyrun_added(k->writer), (uint64_t)st.st_size });
    return COPYDESK_OK;
}

enum copydesk_status state_keys_end(struct state_keys *k, struct copydesk_error *error)
{
    enum copydesk_status status = COPYDESK_OK;
    if (keyrun_added(k->writer))
        status = keyrun_commit(k->writer, true, error);
    if (status == COPYDESK_OK && keyrun_added(k->writer))
        status = name_file(k, error);
    state_keys_free(k);
    return status;
}

void state_keys_free(struct state_keys *k)
{
    if (!k)
        return;
    keyrun_writer_free(k->writer);
    free(k);
}

/* ---- merging ---- */

size_t state_merge_from(const struct ledger_file *runs, size_t n, bool all)
{
    if (all || n < 2)
        return 0;
    size_t first = n - 2;
    uint64_t sum = runs[first].entries + runs[first + 1].entries;
    while (first > 0 && runs[first - 1].entries <= sum)
        sum += runs[--first].entries;
    return first;
}

/* Lists the runs from `first` on, the newest first; returns how many keys they have. */
static uint64_t list_newest_first(const struct state *s, size_t first, struct keyrun *list[RUNS_MOST])
{
    uint64_t keys = 0;
    for (size_t i = first; i < s->n_runs; i++) {
        list[s->n_runs - 1 - i] = s->runs[i];
        keys += s->files[i].entries;
    }
    return keys;
}

/* For a merge: keeps the keys whose owners count. */
static bool counts(void *payload, size_t run, struct key key, struct place *place)
{
    (void)run, (void)key;
    return state_counts(payload, place->article);
}

/* Merges the runs from `first` on; the newest that has a key says whose it is. */
static enum copydesk_status merge_runs(struct state *s, size_t first, struct copydesk_error *error)
{
    struct keyrun *newest[RUNS_MOST];
    uint64_t most = list_newest_first(s, first, newest);
    struct state_keys *k = keys_begin(s, next_file(s), most, error);
    if (!k)
        return COPYDESK_FAILED;
    enum copydesk_status status = keyrun_merge(newest, s->n_runs - first, counts, s, k->writer, error);
    if (status != COPYDESK_OK) {
        state_keys_free(k);
        return status;
    }
    ledger_begin(s->ledger);
    status = state_keys_end(k, error);
    for (size_t i = first; i < s->n_runs; i++)
        ledger_drop_keys(s->ledger, s->files[i].file);
    return status == COPYDESK_OK ? ledger_commit(s->ledger, error) : status;
}

enum copydesk_status state_merge_runs(struct state *s, bool all, struct copydesk_error *error)
{
    state_close_runs(s);
    enum copydesk_status status = state_open_runs(s, error);   /* as they are now */
    if (status != COPYDESK_OK || s->n_runs == 0 || (!all && s->n_runs <= STATE_RUNS))
        return status;
    status = state_load_counts(s, 0, error);
    if (status == COPYDESK_OK)
        status = merge_runs(s, state_merge_from(s->files, s->n_runs, all), error);
    if (status != COPYDESK_OK)
        return status;
    state_close_runs(s);
    status = state_open_runs(s, error);
    if (status == COPYDESK_OK)
        state_sweep(s);
    return status;
}

/* ---- two states ---- */

struct taking { const struct state *from; uint32_t raise; };

/* For a merge of two states: keeps the keys whose owners count, and raises their numbers. */
static bool counts_raised(void *payload, size_t run, struct key key, struct place *place)
{
    const struct taking *t = payload;
    (void)run, (void)key;
    if (!state_counts(t->from, place->article))
        return false;
    place->article += t->raise;
    return true;
}

/* Copies the keys of `from` into a run of s, their owners' numbers raised above its own. */
static enum copydesk_status take_keys(struct state *s, const struct state *from, struct copydesk_error *error)
{
    struct keyrun *newest[RUNS_MOST];
    uint64_t most = list_newest_first(from, 0, newest);
    struct taking t = { from, (uint32_t)(s->next - 1) };
    struct state_keys *k = state_keys_begin(s, most, error);
    if (!k)
        return COPYDESK_FAILED;
    enum copydesk_status status = keyrun_merge(newest, from->n_runs, counts_raised, &t, k->writer, error);
    if (status == COPYDESK_OK)
        return state_keys_end(k, error);
    state_keys_free(k);
    return status;
}

enum copydesk_status state_take(struct state *s, struct state *from, struct copydesk_error *error)
{
    if (s->next + from->next > UINT32_MAX)
        return error_set(error, COPYDESK_FAILED, s->path, 0, "too many articles for one state");
    struct buf next = { 0 };
    char *ledger = path_join(from->path, "ledger.db", "");
    if (!ledger)
        return error_memory(error);
    ledger_take(s->ledger, ledger, (uint32_t)(s->next - 1), ledger_runs(s->ledger));
    free(ledger);
    buf_addf(&next, "%llu", (unsigned long long)(s->next + from->next - 1));
    ledger_set_fact(s->ledger, "next_number", buf_slice(&next));
    buf_release(&next);
    enum copydesk_status status = from->n_runs ? take_keys(s, from, error) : COPYDESK_OK;
    if (status == COPYDESK_OK)
        status = state_near_take(s, from, (uint32_t)(s->next - 1), error);
    if (status == COPYDESK_OK)
        status = ledger_commit(s->ledger, error);
    if (status == COPYDESK_OK)
        status = state_merge_runs(s, false, error);
    return status == COPYDESK_OK ? state_near_merge(s, false, error) : status;
}
