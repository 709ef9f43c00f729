#include "dedupe/spill.h"

#include <errno.h>
#include <stdlib.h>

#include "base/error.h"

enum {
    RATIO = 4,       /* a run stands while it is so many times as large as those behind it: asking
                        2.6 runs and writing a key 7.6 times cost least together (reckoned from
                        0.6 microseconds for a look-up and 0.025 for a key in a merge) */
    RUNS = 32        /* never reached: runs fall by RATIO */
};

struct spill {
    const char *folder;
    struct keyrun *run[RUNS];   /* the largest and oldest first */
    size_t n;
};

struct spill *spill_new(const char *folder)
{
    struct spill *s = calloc(1, sizeof *s);
    if (s)
        s->folder = folder;
    return s;
}

void spill_free(struct spill *s)
{
    for (size_t i = 0; s && i < s->n; i++)
        keyrun_free(s->run[i]);
    free(s);
}

/* ---- adding ---- */

static enum copydesk_status add_sets(struct keyrun_writer *w, const struct keyset *sets, size_t n,
                                     struct copydesk_error *error)
{
    struct key key;
    struct place place;
    for (size_t i = 0; i < n; i++)
        for (size_t at = 0; keyset_next(&sets[i], &at, &key, &place);)
            if (keyrun_add(w, key, place, error) != COPYDESK_OK)
                return COPYDESK_FAILED;
    return COPYDESK_OK;
}

/* One run in the place of those from number `from` on. */
static enum copydesk_status merge(struct spill *s, size_t from, struct copydesk_error *error)
{
    uint64_t keys = 0;
    for (size_t i = from; i < s->n; i++)
        keys += keyrun_count(s->run[i]);
    struct keyrun_writer *w = keyrun_create(s->folder, NULL, 0, keys, error);
    struct keyrun *merged = NULL;
    if (w && keyrun_merge(s->run + from, s->n - from, NULL, NULL, w, error) == COPYDESK_OK)
        merged = keyrun_keep(w, error);
    keyrun_writer_free(w);
    if (!merged)
        return COPYDESK_FAILED;
    while (s->n > from)
        keyrun_free(s->run[--s->n]);
    s->run[s->n++] = merged;
    return COPYDESK_OK;
}

static enum copydesk_status tidy(struct spill *s, struct copydesk_error *error)
{
    size_t from = s->n - 1;
    uint64_t keys = keyrun_count(s->run[from]);
    while (from > 0 && (keyrun_count(s->run[from - 1]) < RATIO * keys || s->n == RUNS))
        keys += keyrun_count(s->run[--from]);
    return from + 1 < s->n ? merge(s, from, error) : COPYDESK_OK;
}

enum copydesk_status spill_add(struct spill *s, const struct keyset *sets, size_t n,
                               struct copydesk_error *error)
{
    uint64_t keys = 0;
    for (size_t i = 0; i < n; i++)
        keys += sets[i].n;
    struct keyrun_writer *w = keyrun_create(s->folder, NULL, 0, keys, error);
    struct keyrun *r = NULL;
    if (w && add_sets(w, sets, n, error) == COPYDESK_OK)
        r = keyrun_keep(w, error);
    keyrun_writer_free(w);
    if (!r)
        return COPYDESK_FAILED;
    s->run[s->n++] = r;
    return tidy(s, error);
}

const struct keyrun *spill_whole(struct spill *s, struct copydesk_error *error)
{
    bool good = s->n < 2 || merge(s, 0, error) == COPYDESK_OK;
    return good && s->n ? s->run[0] : NULL;
}

/* ---- asking ---- */

int spill_find(const struct spill *s, struct key key, struct place *place, struct copydesk_error *error)
{
    for (size_t i = 0; i < s->n; i++) {
        int found = keyrun_find(s->run[i], key, place);
        if (found < 0)
            error_system(error, COPYDESK_FAILED, s->folder, errno);
        if (found)
            return found;
    }
    return 0;
}

size_t spill_memory(const struct spill *s)
{
    size_t bytes = sizeof *s;
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
