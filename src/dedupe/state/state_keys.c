/* The key runs of a state: asked while a run works, and added to at its end. */
#include "dedupe/state/state_parts.h"

#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "text/fold.h"

/* ---- opening ---- */

static enum copydesk_status open_run(struct state *s, size_t i, struct copydesk_error *error)
{
    struct copydesk_error why = { 0 };
    char *path = state_file_path(s, LEDGER_KEYS, s->files[LEDGER_KEYS].at[i].file);
    if (!path)
        return error_memory(error);
    s->keys[i] = keyrun_open(path, FOLD_PROFILE, &why);
    free(path);
    if (s->keys[i] && keyrun_verify(s->keys[i], &why) == COPYDESK_OK)
        return COPYDESK_OK;
    return state_spoilt(s, LEDGER_KEYS, i, &why, error);
}

enum copydesk_status state_keys_open(struct state *s, struct copydesk_error *error)
{
    enum copydesk_status status = state_list(s, LEDGER_KEYS, error);
    for (size_t i = 0; status == COPYDESK_OK && i < s->files[LEDGER_KEYS].n; i++)
        status = open_run(s, i, error);
    return status;
}

uint64_t state_keys(const struct state *s, uint64_t *bytes)
{
    const struct state_files *files = &s->files[LEDGER_KEYS];
    uint64_t keys = 0;
    *bytes = 0;
    for (size_t i = 0; i < files->n; i++) {
        keys += files->at[i].entries;
        *bytes += files->at[i].bytes;
    }
    return keys;
}

void state_hold(struct state *s, size_t memory)
{
    uint64_t bytes;
    state_keys(s, &bytes);
    for (size_t i = 0; i < s->files[LEDGER_KEYS].n && bytes > memory / 2; i++)
        keyrun_unmap(s->keys[i]);
    ledger_map(s->ledger, memory / 2);
}

/* ---- asking ---- */

/* Whether `owner`, of one run, has a key rather than the best found in other runs. */
static bool is_better(const struct state *s, uint32_t owner, uint32_t best, uint32_t self)
{
    if (owner == 0 || owner == self)
        return owner != 0;
    return state_counts(s, owner) && (best == 0 || (best != self && owner < best));
}

enum { ASKED = 256 };   /* keys looked up at a time: their places lie on the stack */

static void find_some(const struct state *s, const struct key *keys, size_t n, uint32_t self,
                      struct place *places)
{
    struct place found[ASKED];
    for (size_t r = 0; r < s->files[LEDGER_KEYS].n; r++) {
        if (keyrun_find_all(s->keys[r], keys, n, found) < 0) {
            ledger_mind(s->ledger, errno);
            return;
        }
        for (size_t i = 0; i < n; i++) {
            if (is_better(s, found[i].article, places[i].article, self))
                places[i] = found[i];
        }
    }
}

void state_find(const struct state *s, const struct key *keys, size_t n, uint32_t self,
                struct place *places)
{
    memset(places, 0, n * sizeof *places);
    for (size_t i = 0; i < n; i += ASKED)
        find_some(s, keys + i, n - i < ASKED ? n - i : ASKED, self, places + i);
}

/* ---- adding ---- */

static struct keyrun_writer *begin(const struct state *s, uint64_t most, struct copydesk_error *error)
{
    char name[FILE_NAME];
    uint64_t file = state_next_file(s, LEDGER_KEYS, error);
    if (!file)
        return NULL;
    state_file_name(name, LEDGER_KEYS, file);
    return keyrun_create(s->path, name, FOLD_PROFILE, most, error);
}

struct keyrun_writer *state_keys_begin(struct state *s, uint64_t most, struct copydesk_error *error)
{
    if (state_room(s, LEDGER_KEYS))
        return begin(s, most, error);
    state_no_room(s, error);
    return NULL;
}

enum copydesk_status state_keys_end(struct state *s, struct keyrun_writer *w, struct copydesk_error *error)
{
    struct ledger_file file = { .file = state_next_file(s, LEDGER_KEYS, error), .entries = keyrun_added(w) };
    enum copydesk_status status = file.file ? COPYDESK_OK : COPYDESK_FAILED;
    if (file.entries && status == COPYDESK_OK)
        status = keyrun_commit(w, &file.bytes, error);
    if (file.entries && status == COPYDESK_OK)
        ledger_put_file(s->ledger, LEDGER_KEYS, &file);
    keyrun_writer_free(w);
    return status;
}

/* ---- copying ---- */

struct copying {
    const struct state *from;
    struct state_ledger *to;
    uint32_t raise;
    struct key key;                /* the one that was taken over last */
    uint32_t owner;                /* and whose it is; 0: none was */
};

/* For a merge: keeps the keys whose owners count, and raises their numbers. Of several owners
 * the first keeps it; those who lost text to the others lean on that one, too, as these may
 * lose it to that one. */
static bool takes(void *payload, size_t run, struct key key, struct place *place)
{
    struct copying *c = payload;
    (void)run;
    if (!state_counts(c->from, place->article))
        return false;
    place->article += c->raise;
    if (c->owner && key_equal(c->key, key)) {
        ledger_hand_leans(c->to, place->article, c->owner);
        return true;
    }
    c->key = key;
    c->owner = place->article;
    return true;
}

/* The newest run that has a key says whose it is. */
enum copydesk_status state_keys_copy(struct state *s, const struct state *from, size_t first, uint32_t raise,
                                     struct copydesk_error *error)
{
    const struct state_files *files = &from->files[LEDGER_KEYS];
    struct keyrun *newest_first[RUNS_MOST];
    struct copying copying = { .from = from, .to = s->ledger, .raise = raise };
    uint64_t most = 0;
    for (size_t i = first; i < files->n; i++) {
        newest_first[files->n - 1 - i] = from->keys[i];
        most += files->at[i].entries;
    }
    struct keyrun_writer *w = begin(s, most, error);
    if (!w)
        return COPYDESK_FAILED;
    enum copydesk_status status = keyrun_merge(newest_first, files->n - first, takes, &copying, w, error);
    if (status == COPYDESK_OK)
        return state_keys_end(s, w, error);
    keyrun_writer_free(w);
    return status;
}
