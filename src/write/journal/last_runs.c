#include "write/journal/last_runs.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/path.h"
#include "write/journal/journal_read.h"

/* Files and the folders above them, by the hash of their id: two share one with odds n*n/2^65.
 * Of two runs one may have had a file where the other had a folder: the later one counts. */
struct entry { uint64_t file; uint32_t run; };

struct last_runs {
    struct entry *list;    /* once sorted: by file, of each the last run */
    size_t n, cap;
    struct buf last;       /* while they are collected: the file that came last, and its run */
    uint32_t run;
    uint32_t runs;         /* read so far */
    bool failed;           /* memory was short */
};

static uint64_t folder_hash(struct slice path)
{
    return ~hash_bytes(path);
}

static bool add(struct last_runs *r, uint64_t hash, uint32_t run)
{
    struct entry e = { hash, run };
    struct entry *list = array_room(r->list, r->n, &r->cap, sizeof *list);
    if (!list)
        return false;
    r->list = list;
    r->list[r->n++] = e;
    return true;
}

/* Adds a file, and the folders that the one before was not in. */
static bool add_file(struct last_runs *r, struct slice file, uint32_t run)
{
    struct slice folder = path_folder(file);
    if (r->run == run && slice_equal(buf_slice(&r->last), file))
        return true;   /* another piece or article of it */
    struct slice before = r->run == run ? path_folder(buf_slice(&r->last)) : SLICE("");
    bool good = add(r, hash_bytes(file), run);
    for (; good && folder.len && !slice_equal(folder, before); folder = path_folder(folder))
        good = add(r, folder_hash(folder), run);
    buf_clear(&r->last);
    buf_addslice(&r->last, file);
    r->run = run;
    return good && !r->last.failed;
}

static int by_file(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    return (x->run > y->run) - (x->run < y->run);
}

static void sort(struct last_runs *r)
{
    size_t n = 0;
    if (r->n)
        qsort(r->list, r->n, sizeof *r->list, by_file);
    for (size_t i = 0; i < r->n; i++)
        if (i + 1 == r->n || r->list[i + 1].file != r->list[i].file)
            r->list[n++] = r->list[i];
    r->n = n;
}

/* False ends the reading, early when no other run can follow. */
static bool take(void *payload, const struct journal_record *record)
{
    struct last_runs *r = payload;
    if (record->kind == JOURNAL_RUN && !record->state)
        return false;
    r->runs += record->kind == JOURNAL_RUN;
    r->failed = record->kind == JOURNAL_ARTICLE && !add_file(r, record->file, r->runs);
    return !r->failed;
}

enum copydesk_status last_runs_read(struct last_runs **runs, const char *journal, struct copydesk_error *error)
{
    struct last_runs *r = calloc(1, sizeof *r);
    *runs = NULL;
    if (!r)
        return error_memory(error);
    enum copydesk_status status = journal_each(journal, take, r, error) == 0 ? COPYDESK_OK : COPYDESK_FAILED;
    if (r->failed)
        status = error_memory(error);
    if (status == COPYDESK_OK && r->runs > 1) {
        sort(r);
        *runs = r;
    } else {
        last_runs_free(r);
    }
    return status;
}

void last_runs_free(struct last_runs *r)
{
    if (!r)
        return;
    free(r->list);
    buf_release(&r->last);
    free(r);
}

/* The last run that has it; 0: none. */
static uint32_t find(const struct last_runs *r, uint64_t hash)
{
    size_t low = 0, high = r->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->list[middle].file < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->n && r->list[low].file == hash ? r->list[low].run : 0;
}

bool last_runs_has(const struct last_runs *r, struct slice file, uint32_t n)
{
    bool last = find(r, hash_bytes(file)) == n && find(r, folder_hash(file)) <= n;
    for (struct slice folder = path_folder(file); last && folder.len; folder = path_folder(folder))
        last = find(r, hash_bytes(folder)) <= n;
    return last;
}
