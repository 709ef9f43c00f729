/* Written in the order of the file: room for the header, sets, entries, pairs, directory. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"
#include "dedupe/keys/run_file.h"
#include "dedupe/keys/varint.h"
#include "dedupe/state/nearrun_format.h"

struct nearrun_writer {
    struct run_file file;        /* hashes what stands behind the sets */
    struct near_header header;
    struct buf entries;
    struct buf directory;
    uint64_t key;                /* what the next pair's key is coded against: the last one's, or the slice's first */
};

struct nearrun_writer *nearrun_create(const char *folder, const char *name, uint32_t profile,
                                      struct copydesk_error *error)
{
    struct nearrun_writer *w = calloc(1, sizeof *w);
    if (!w) {
        error_memory(error);
        return NULL;
    }
    w->header.version = NEAR_VERSION;
    w->header.profile = profile;
    if (run_file_create(&w->file, folder, name, NEAR_HEADER, error) == COPYDESK_OK)
        return w;
    nearrun_writer_free(w);
    return NULL;
}

void nearrun_writer_free(struct nearrun_writer *w)
{
    if (!w)
        return;
    run_file_release(&w->file);
    buf_release(&w->entries);
    buf_release(&w->directory);
    free(w);
}

enum copydesk_status nearrun_add_set(struct nearrun_writer *w, struct near_entry entry, struct slice coded,
                                     struct copydesk_error *error)
{
    unsigned char packed[NEAR_ENTRY];
    if (coded.len > UINT32_MAX)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "an article has more of near-duplicates to remember than "
                         "4 GiB; clean it in parts");
    put_le(packed, entry.number, 4);
    put_le(packed + 4, w->file.at, 8);
    put_le(packed + 12, coded.len, 4);
    put_le(packed + 16, hash_bytes(coded), 4);
    put_le(packed + 20, entry.samples, 2);
    packed[22] = entry.level;
    packed[23] = entry.sides;
    buf_add(&w->entries, (const char *)packed, sizeof packed);
    w->header.entries++;
    return w->entries.failed ? error_memory(error) : run_file_put(&w->file, coded, error);
}

/* Of entries as they lie in the file. */
static int by_number(const void *a, const void *b)
{
    const unsigned char *x = a, *y = b;
    uint64_t n = get_le(x, 4), m = get_le(y, 4);
    return n != m ? (n > m) - (n < m) : (x[23] > y[23]) - (x[23] < y[23]);
}

static void sort_entries(struct buf *entries)
{
    bool sorted = true;   /* as they are but for some paragraphs */
    for (size_t at = NEAR_ENTRY; at < entries->len && sorted; at += NEAR_ENTRY)
        sorted = by_number(entries->ptr + at - NEAR_ENTRY, entries->ptr + at) <= 0;
    if (!sorted)
        qsort(entries->ptr, entries->len / NEAR_ENTRY, NEAR_ENTRY, by_number);
}

enum copydesk_status nearrun_begin_pairs(struct nearrun_writer *w, uint64_t pairs, struct copydesk_error *error)
{
    sort_entries(&w->entries);
    while (pairs >> w->header.bits > NEAR_SLICE && w->header.bits < NEARRUN_KEY)
        w->header.bits++;
    enum copydesk_status status = run_file_flush(&w->file, error);
    w->header.entries_at = w->file.at;
    w->file.hashing = true;
    return status == COPYDESK_OK ? run_file_put(&w->file, buf_slice(&w->entries), error) : status;
}

static uint64_t pairs_at(const struct nearrun_writer *w)
{
    return w->header.entries_at + w->entries.len;
}

/* Notes in the directory that the slices up to this one, if not begun yet, begin here. */
static void begin_slices(struct nearrun_writer *w, uint64_t slice)
{
    unsigned char offset[8];
    put_le(offset, w->file.at - pairs_at(w), sizeof offset);
    while (w->directory.len / sizeof offset <= slice && !w->directory.failed) {
        w->key = (uint64_t)(w->directory.len / sizeof offset) << (NEARRUN_KEY - w->header.bits);
        buf_add(&w->directory, (const char *)offset, sizeof offset);
    }
}

enum copydesk_status nearrun_add_pair(struct nearrun_writer *w, uint64_t key, uint32_t number, unsigned sides,
                                      struct copydesk_error *error)
{
    char bytes[2 * VARINT_MOST];
    uint64_t k = near_short_key(key);
    begin_slices(w, near_slice_of(w->header.bits, k));
    size_t n = varint_put(bytes, k - w->key);
    n += varint_put(bytes + n, (uint64_t)number << 2 | sides);
    w->key = k;
    w->header.pairs++;
    return run_file_put(&w->file, slice_of(bytes, n), error);
}

static void pack_header(struct nearrun_writer *w, unsigned char out[NEAR_HEADER])
{
    const struct near_header *h = &w->header;
    memcpy(out, NEAR_MAGIC, 8);
    put_le(out + 8, h->version, 4);
    put_le(out + 12, h->profile, 4);
    put_le(out + 16, h->entries_at, 8);
    put_le(out + 24, h->entries, 8);
    put_le(out + 32, h->pairs, 8);
    put_le(out + 40, h->pairs_bytes, 8);
    put_le(out + 48, h->bits, 8);
    hash_add(w->file.hash, slice_of((const char *)out, NEAR_CHECKED));
    put_le(out + NEAR_CHECKED, hash_value(w->file.hash), 8);
}

enum copydesk_status nearrun_commit(struct nearrun_writer *w, uint64_t *bytes, struct copydesk_error *error)
{
    unsigned char header[NEAR_HEADER];
    w->header.pairs_bytes = w->file.at - pairs_at(w);
    begin_slices(w, UINT64_C(1) << w->header.bits);
    if (w->directory.failed)
        return error_memory(error);
    enum copydesk_status status = run_file_put(&w->file, buf_slice(&w->directory), error);
    if (status == COPYDESK_OK)
        status = run_file_flush(&w->file, error);
    if (status != COPYDESK_OK)
        return status;
    *bytes = w->file.at;
    pack_header(w, header);
    return run_file_end(&w->file, slice_of((const char *)header, sizeof header), error);
}
