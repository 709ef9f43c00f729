/* Runs read in order, and merged. The smallest next key is found by looking at every
 * run: they are some dozens at most, and that costs less than the reading. */
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "dedupe/keys/keyrun_format.h"

enum { BLOCK = 64 * 1024 / RUN_RECORD };   /* records read at once */

/* ---- cursor ---- */

/* 0, or -1 with errno set when the records read were not those that were written. */
static int check_end(const struct keyrun_cursor *c)
{
    if (!c->hash || hash_value(c->hash) == c->run->header.records_check)
        return 0;
    errno = EBADMSG;
    return -1;
}

/* Loads the next block. 1; 0 at the end; -1 with errno set. */
static int load(struct keyrun_cursor *c)
{
    const struct keyrun *r = c->run;
    uint64_t left = r->header.count - c->next;
    size_t n = left < BLOCK ? (size_t)left : BLOCK;
    if (n == 0)
        return check_end(c);
    if (!c->block && !(c->block = malloc((size_t)BLOCK * RUN_RECORD)))
        return -1;
    if (!c->hash && !(c->hash = hash_new()))
        return -1;
    int code = file_read_at(r->fd, c->block, n * RUN_RECORD, RUN_HEADER + c->next * RUN_RECORD);
    if (code) {
        errno = code;
        return -1;
    }
    hash_add(c->hash, slice_of((const char *)c->block, n * RUN_RECORD));
    c->next += n;
    c->at = 0;
    c->loaded = n;
    return 1;
}

int keyrun_next(struct keyrun_cursor *c, struct key *key, struct place *place)
{
    if (c->at == c->loaded) {
        int got = load(c);
        if (got <= 0)
            return got;
    }
    const unsigned char *record = c->block + c->at++ * RUN_RECORD;
    *key = (struct key){ get_be64(record), (uint64_t)get_be32(record + 8) << 32 };
    *place = run_place(record);
    return 1;
}

void keyrun_cursor_release(struct keyrun_cursor *c)
{
    free(c->block);
    hash_free(c->hash);
    *c = (struct keyrun_cursor){ 0 };
}

/* ---- check ---- */

/* The error to return when loading failed. */
static enum copydesk_status loading_failed(const struct keyrun *r, struct copydesk_error *error)
{
    return errno == EBADMSG ? error_set(error, COPYDESK_FAILED, r->path, 0, "is damaged: its keys' check sum is wrong")
                            : error_system(error, COPYDESK_FAILED, r->path, errno);
}

enum copydesk_status keyrun_verify(const struct keyrun *r, struct copydesk_error *error)
{
    struct keyrun_cursor c = { .run = r };
    int got;
    while ((got = load(&c)) > 0)
        ;
    enum copydesk_status status = got == 0 ? COPYDESK_OK : loading_failed(r, error);
    keyrun_cursor_release(&c);
    return status;
}

/* ---- merge ---- */

/* A run, and its next key. */
struct head {
    struct keyrun_cursor cursor;
    struct key key;
    struct place place;
    bool over;             /* there is none */
};

static enum copydesk_status step(struct head *h, struct copydesk_error *error)
{
    int got = keyrun_next(&h->cursor, &h->key, &h->place);
    h->over = got == 0;
    return got >= 0 ? COPYDESK_OK : loading_failed(h->cursor.run, error);
}

static bool below(struct key a, struct key b)
{
    return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo;
}

/* The head with the smallest key, the first of several; NULL: all are over. */
static struct head *smallest(struct head *heads, size_t n)
{
    struct head *least = NULL;
    for (size_t i = 0; i < n; i++)
        if (!heads[i].over && (!least || below(heads[i].key, least->key)))
            least = &heads[i];
    return least;
}

/* Adds the key of `least`, the first head that has it, with the place of the first that
 * takes accepts, and steps over it in all heads. */
static enum copydesk_status take(struct head *heads, size_t n, struct head *least,
                                 keyrun_takes_fn *takes, void *payload,
                                 struct keyrun_writer *to, struct copydesk_error *error)
{
    struct key key = least->key;
    bool taken = false;
    for (struct head *h = least; h < heads + n; h++) {
        if (h->over || !key_equal(h->key, key))
            continue;
        struct place place = h->place;
        bool accepted = !takes || takes(payload, (size_t)(h - heads), key, &place);
        if (accepted && !taken && keyrun_add(to, key, place, error) != COPYDESK_OK)
            return COPYDESK_FAILED;
        taken = taken || accepted;
        if (step(h, error) != COPYDESK_OK)
            return COPYDESK_FAILED;
    }
    return COPYDESK_OK;
}

enum copydesk_status keyrun_merge(struct keyrun *const *runs, size_t n, keyrun_takes_fn *takes,
                                  void *payload, struct keyrun_writer *to,
                                  struct copydesk_error *error)
{
    struct head *heads = calloc(n ? n : 1, sizeof *heads);
    enum copydesk_status status = heads ? COPYDESK_OK : error_memory(error);
    for (size_t i = 0; i < n && status == COPYDESK_OK; i++) {
        heads[i].cursor.run = runs[i];
        status = step(&heads[i], error);
    }
    for (struct head *least; status == COPYDESK_OK && (least = smallest(heads, n)); )
        status = take(heads, n, least, takes, payload, to, error);
    for (size_t i = 0; heads && i < n; i++)
        keyrun_cursor_release(&heads[i].cursor);
    free(heads);
    return status;
}
