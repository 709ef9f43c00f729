/* The files of a state beside its ledger, key runs and near runs: which there are, what they
 * are called, when several become one, and those of another state. */
#include "dedupe/state/state_near.h"
#include "dedupe/state/state_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/path.h"
#include "dedupe/keys/run_file.h"

/* ---- names ---- */

void state_file_name(char name[FILE_NAME], enum ledger_kind kind, uint64_t file)
{
    snprintf(name, FILE_NAME, "%s-%llu.run", kind == LEDGER_KEYS ? "keys" : "near", (unsigned long long)file);
}

char *state_file_path(const struct state *s, enum ledger_kind kind, uint64_t file)
{
    char name[FILE_NAME];
    state_file_name(name, kind, file);
    return path_join(s->path, name, "");
}

/* keys-N.run or near-N.run, or what is written under that name with .part behind it. */
bool state_owns_run(const char *name)
{
    if (strncmp(name, "keys-", 5) != 0 && strncmp(name, "near-", 5) != 0)
        return false;
    const char *end = name + 5 + strspn(name + 5, "0123456789");
    return end > name + 5 && (strcmp(end, ".run") == 0 || strcmp(end, ".run.part") == 0);
}

/* ---- which there are ---- */

void state_close_files(struct state *s, enum ledger_kind kind)
{
    for (size_t i = 0; i < RUNS_MOST; i++) {
        if (kind == LEDGER_KEYS) {
            keyrun_free(s->keys[i]);
            s->keys[i] = NULL;
            continue;
        }
        nearrun_free(s->nears[i]);
        s->nears[i] = NULL;
    }
    for (size_t k = 0; kind == LEDGER_NEARS && k < 2; k++) {
        free(s->newest[k]);
        s->newest[k] = NULL;
    }
}

uint64_t state_next_file(const struct state *s, enum ledger_kind kind, struct copydesk_error *error)
{
    uint64_t newest = ledger_newest(s->ledger, kind);
    return ledger_check(s->ledger, error) == COPYDESK_OK ? newest + 1 : 0;
}

size_t state_room(const struct state *s, enum ledger_kind kind)
{
    struct ledger_file files[RUNS_MOST];
    return RUNS_MOST - ledger_files(s->ledger, kind, files, RUNS_MOST);
}

enum copydesk_status state_no_room(const struct state *s, struct copydesk_error *error)
{
    return error_set(error, COPYDESK_FAILED, s->path, 0, "has %d files that were never merged, and takes no more; "
                     "'copydesk state compact' makes them one", RUNS_MOST);
}

enum copydesk_status state_list(struct state *s, enum ledger_kind kind, struct copydesk_error *error)
{
    struct state_files *files = &s->files[kind];
    state_close_files(s, kind);
    files->n = ledger_files(s->ledger, kind, files->at, RUNS_MOST);
    bool all = files->n < RUNS_MOST || files->at[files->n - 1].file == ledger_newest(s->ledger, kind);
    enum copydesk_status status = ledger_check(s->ledger, error);
    if (status != COPYDESK_OK || all)
        return status;
    return error_set(error, COPYDESK_FAILED, s->path, 0, "is damaged: its ledger names more than %d files of a kind; "
                     "take the state from a backup, or begin another one", RUNS_MOST);
}

enum copydesk_status state_spoilt(const struct state *s, enum ledger_kind kind, size_t i, const struct copydesk_error *why,
                                  struct copydesk_error *error)
{
    bool gone = why->code == 0 || why->code == ENOENT || why->code == EIO;   /* else the file may well be good */
    bool helps = gone && strcmp(why->reason, run_file_old) != 0;
    char *path = state_file_path(s, kind, s->files[kind].at[i].file);
    error_set(error, COPYDESK_FAILED, path ? path : s->path, 0, "%.300s%s", why->reason,
              helps ? "; take the state from a backup, or begin another one" : "");
    free(path);
    return COPYDESK_FAILED;
}

enum copydesk_status state_damaged(const struct state *s, enum ledger_kind kind, size_t i, struct copydesk_error *error)
{
    return state_spoilt(s, kind, i, &(struct copydesk_error){ .reason = "is damaged" }, error);
}

static bool is_named(const struct state_files files[LEDGER_KINDS], const char *name)
{
    char own[FILE_NAME];
    for (enum ledger_kind kind = 0; kind < LEDGER_KINDS; kind++)
        for (size_t i = 0; i < files[kind].n; i++) {
            state_file_name(own, kind, files[kind].at[i].file);
            if (strcmp(own, name) == 0)
                return true;
        }
    return false;
}

void state_sweep(const struct state *s)
{
    struct state_files files[LEDGER_KINDS];
    bool all = true;
    for (enum ledger_kind kind = 0; kind < LEDGER_KINDS; kind++) {
        files[kind].n = ledger_files(s->ledger, kind, files[kind].at, RUNS_MOST);
        all = all && files[kind].n < RUNS_MOST;
    }
    DIR *dir = all && ledger_check(s->ledger, NULL) == COPYDESK_OK ? opendir(s->path) : NULL;
    if (!dir)
        return;
    for (struct dirent *d; (d = readdir(dir));)
        if (state_owns_run(d->d_name) && !is_named(files, d->d_name))
            unlinkat(dirfd(dir), d->d_name, 0);
    closedir(dir);
}

/* ---- merging ---- */

bool state_wants_merge(const struct state *s)
{
    return s->files[LEDGER_KEYS].n > STATE_RUNS || s->files[LEDGER_NEARS].n > STATE_RUNS;
}

/* The first of the files to be merged: the newest ones, as long as an older one is no
 * larger than those behind it together; or `all`. So an entry is written anew about as
 * often as the state doubles. */
static size_t merge_from(const struct state_files *files, bool all)
{
    if (all || files->n < 2)
        return 0;
    size_t first = files->n - 2;
    uint64_t sum = files->at[first].entries + files->at[first + 1].entries;
    while (first > 0 && files->at[first - 1].entries <= sum)
        sum += files->at[--first].entries;
    return first;
}

static enum copydesk_status merge_kind(struct state *s, enum ledger_kind kind, bool all, struct copydesk_error *error)
{
    const struct state_files *files = &s->files[kind];
    enum copydesk_status status = state_list(s, kind, error);   /* as they are now */
    if (status != COPYDESK_OK || files->n == 0 || (!all && files->n <= STATE_RUNS))
        return status;
    status = state_load_counts(s, 0, error);
    if (status == COPYDESK_OK)
        status = kind == LEDGER_KEYS ? state_keys_open(s, error) : state_near_open(s, error);
    if (status != COPYDESK_OK)
        return status;
    size_t first = merge_from(files, all);
    ledger_begin(s->ledger);
    status = kind == LEDGER_KEYS ? state_keys_copy(s, s, first, 0, error) : state_near_copy(s, s, first, 0, error);
    for (size_t i = first; i < files->n; i++)
        ledger_drop_file(s->ledger, kind, files->at[i].file);
    if (status == COPYDESK_OK)
        status = ledger_commit(s->ledger, error);
    if (status == COPYDESK_OK)
        status = state_list(s, kind, error);
    if (status == COPYDESK_OK)
        state_sweep(s);
    return status;
}

enum copydesk_status state_merge(struct state *s, bool all, struct copydesk_error *error)
{
    enum copydesk_status status = merge_kind(s, LEDGER_KEYS, all, error);
    return status == COPYDESK_OK ? merge_kind(s, LEDGER_NEARS, all, error) : status;
}

/* ---- two states ---- */

/* Copies all files of both kinds. */
static enum copydesk_status take_files(struct state *s, struct state *from, uint32_t raise, struct copydesk_error *error)
{
    enum copydesk_status status = state_near_open(from, error);
    if (status == COPYDESK_OK && from->files[LEDGER_NEARS].n && raise + from->next > NEARRUN_NUMBERS)
        return error_set(error, COPYDESK_FAILED, s->path, 0, "too many articles for --near with one state");
    for (enum ledger_kind kind = 0; kind < LEDGER_KINDS && status == COPYDESK_OK; kind++) {
        if (from->files[kind].n == 0)
            continue;
        if (state_room(s, kind) == 0)
            return state_no_room(s, error);
        status = kind == LEDGER_KEYS ? state_keys_copy(s, from, 0, raise, error) : state_near_copy(s, from, 0, raise, error);
    }
    return status;
}

enum copydesk_status state_take(struct state *s, struct state *from, struct copydesk_error *error)
{
    if (s->next + from->next > UINT32_MAX)
        return error_set(error, COPYDESK_FAILED, s->path, 0, "too many articles for one state");
    uint32_t raise = (uint32_t)(s->next - 1);
    struct buf next = { 0 };
    char *ledger = path_join(from->path, "ledger.db", "");
    if (!ledger)
        return error_memory(error);
    ledger_take(s->ledger, ledger, raise, ledger_runs(s->ledger));
    free(ledger);
    buf_addf(&next, "%llu", (unsigned long long)(raise + from->next));
    ledger_set_fact(s->ledger, "next_number", buf_slice(&next));
    enum copydesk_status status = next.failed ? error_memory(error) : take_files(s, from, raise, error);
    buf_release(&next);
    if (status == COPYDESK_OK)
        status = ledger_commit(s->ledger, error);
    return status == COPYDESK_OK ? state_merge(s, false, error) : status;
}
