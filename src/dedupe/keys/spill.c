#include "dedupe/keys/spill.h"

#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "dedupe/keys/filter.h"

enum {
    RATIO = 4,       /* a run is not merged while it is so many times as large as all newer ones: asking
                        2.6 runs and writing a key 7.6 times cost least together (reckoned from
                        0.6 microseconds for a look-up and 0.025 for a key in a merge) */
    RUNS = 32        /* never reached: runs fall by RATIO, up to RUN_KEYS */
};

static const uint64_t RUN_KEYS = UINT32_MAX;   /* no run has more (keyrun.h) */

struct spill {
    const char *folder;
    struct keyrun *run[RUNS];   /* the largest and oldest first */
    size_t n;
    struct filter filter;       /* of the first 64 bits of all keys; merges do not change it */
    keyrun_takes_fn *takes;       /* for merges; NULL: all keys are taken over */
    void *payload;
};

struct spill *spill_new(const char *folder, size_t filter)
{
    struct spill *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->folder = folder;
    if (filter_init(&s->filter, filter))
        return s;
    free(s);
    return NULL;
}

void spill_takes(struct spill *s, keyrun_takes_fn *takes, void *payload)
{
    s->takes = takes;
    s->payload = payload;
}

void spill_free(struct spill *s)
{
    for (size_t i = 0; s && i < s->n; i++)
        keyrun_free(s->run[i]);
    if (s)
        filter_release(&s->filter);
    free(s);
}

/* ---- adding ---- */

/* Makes one run of those from number `from` on. */
static enum copydesk_status merge(struct spill *s, size_t from, struct copydesk_error *error)
{
    uint64_t keys = 0;
    for (size_t i = from; i < s->n; i++)
        keys += keyrun_count(s->run[i]);
    struct keyrun_writer *w = keyrun_create(s->folder, NULL, 0, keys, error);
    struct keyrun *merged = NULL;
    if (w && keyrun_merge(s->run + from, s->n - from, s->takes, s->payload, w, error) == COPYDESK_OK)
        merged = keyrun_keep(w, error);
    keyrun_writer_free(w);
    if (!merged)
        return COPYDESK_FAILED;
    while (s->n > from)
        keyrun_free(s->run[--s->n]);
    s->run[s->n++] = merged;
    return COPYDESK_OK;
}

/* Merges the newest run with those before it that are too small to stand alone (RATIO). */
static enum copydesk_status merge_small(struct spill *s, struct copydesk_error *error)
{
    size_t from = s->n - 1;
    uint64_t keys = keyrun_count(s->run[from]);
    while (from > 0 && keys + keyrun_count(s->run[from - 1]) <= RUN_KEYS
           && (keyrun_count(s->run[from - 1]) < RATIO * keys || s->n == RUNS))
        keys += keyrun_count(s->run[--from]);
    return from + 1 < s->n ? merge(s, from, error) : COPYDESK_OK;
}

struct keyrun_writer *spill_begin(struct spill *s, uint64_t most, struct copydesk_error *error)
{
    if (s->n == RUNS) {
        error_set(error, COPYDESK_FAILED, s->folder, 0, "too many keys for temporary files; clean the articles in parts");
        return NULL;
    }
    return keyrun_create(s->folder, NULL, 0, most, error);
}

enum copydesk_status spill_put(struct spill *s, struct keyrun_writer *w, struct key key, struct place place,
                               struct copydesk_error *error)
{
    filter_add(&s->filter, key.hi);
    return keyrun_add(w, key, place, error);
}

enum copydesk_status spill_end(struct spill *s, struct keyrun_writer *w, struct copydesk_error *error)
{
    struct keyrun *r = keyrun_keep(w, error);
    keyrun_writer_free(w);
    if (!r)
        return COPYDESK_FAILED;
    s->run[s->n++] = r;
    return merge_small(s, error);
}

enum copydesk_status spill_add(struct spill *s, const struct keyset *set, struct copydesk_error *error)
{
    struct key key;
    struct place place;
    struct keyrun_writer *w = spill_begin(s, set->n, error);
    for (size_t at = 0; w && keyset_next(set, &at, &key, &place);)
        if (spill_put(s, w, key, place, error) != COPYDESK_OK) {
            keyrun_writer_free(w);
            return COPYDESK_FAILED;
        }
    return w ? spill_end(s, w, error) : COPYDESK_FAILED;
}

const struct keyrun *spill_whole(struct spill *s, struct copydesk_error *error)
{
    bool good = s->n < 2 || merge(s, 0, error) == COPYDESK_OK;
    return good && s->n ? s->run[0] : NULL;
}

/* ---- asking ---- */

int spill_find(const struct spill *s, struct key key, struct place *place, struct copydesk_error *error)
{
    for (size_t i = 0; i < s->n && filter_maybe(&s->filter, key.hi); i++) {
        int found = keyrun_find(s->run[i], key, place);
        if (found < 0)
            error_system(error, COPYDESK_FAILED, s->folder, errno);
        if (found)
            return found;
    }
    return 0;
}

int spill_find_tails(const struct spill *s, uint64_t hi, uint32_t mask, uint32_t *tails, int most, struct copydesk_error *error)
{
    int n = 0;
    if (!filter_maybe(&s->filter, hi))
        return 0;
    for (size_t i = 0; i < s->n && n < most; i++) {
        int found = keyrun_find_tails(s->run[i], hi, mask, tails + n, most - n);
        if (found < 0) {
            error_system(error, COPYDESK_FAILED, s->folder, errno);
            return -1;
        }
        n += found;
    }
    return n;
}

size_t spill_memory(const struct spill *s)
{
    size_t bytes = sizeof *s + filter_memory(&s->filter);
    for (size_t i = 0; i < s->n; i++)
        bytes += keyrun_memory(s->run[i]);
    return bytes;
}

uint64_t spill_bytes(const struct spill *s)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < s->n; i++)
        bytes += keyrun_bytes(s->run[i]);
    return bytes;
}

uint64_t spill_keys(const struct spill *s)
{
    uint64_t keys = 0;
    for (size_t i = 0; i < s->n; i++)
        keys += keyrun_count(s->run[i]);
    return keys;
}
