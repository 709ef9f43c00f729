/* Written in the order of the file: room for the header, records, directory. */
#include <stdlib.h>

#include "base/error.h"
#include "dedupe/keys/keyrun_format.h"
#include "dedupe/keys/run_file.h"

struct keyrun_writer {
    struct run_file file;            /* hashes the records */
    struct run_header header;
    struct key last;                 /* the one added last */
    uint32_t *directory;
    uint32_t filled;                 /* entries of the directory */
};

struct keyrun_writer *keyrun_create(const char *folder, const char *name, uint32_t profile,
                                    uint64_t most, struct copydesk_error *error)
{
    if (most > UINT32_MAX) {
        error_set(error, COPYDESK_FAILED, folder, 0, "too many keys for one file: at most 4294967295");
        return NULL;
    }
    struct keyrun_writer *w = calloc(1, sizeof *w);
    if (!w) {
        error_memory(error);
        return NULL;
    }
    w->header.version = RUN_VERSION;
    w->header.profile = profile;
    w->header.slices = (uint32_t)(most / (name ? RUN_SLICE : most < RUN_MANY ? RUN_SLICE_UNNAMED : RUN_SLICE_MANY) + 1);
    w->directory = calloc((size_t)w->header.slices + 1, sizeof *w->directory);
    if (!w->directory)
        error_memory(error);
    else if (run_file_create(&w->file, folder, name, RUN_HEADER, error) == COPYDESK_OK) {
        w->file.hashing = true;
        return w;
    }
    keyrun_writer_free(w);
    return NULL;
}

void keyrun_writer_free(struct keyrun_writer *w)
{
    if (!w)
        return;
    run_file_release(&w->file);
    free(w->directory);
    free(w);
}

enum copydesk_status keyrun_add(struct keyrun_writer *w, struct key key, struct place place,
                                struct copydesk_error *error)
{
    key.lo &= ~(uint64_t)UINT32_MAX;
    bool rises = key.hi > w->last.hi || (key.hi == w->last.hi && key.lo > w->last.lo);
    if ((w->header.count && !rises) || w->header.count == UINT32_MAX)
        return error_set(error, COPYDESK_FAILED, run_file_name(&w->file), 0,
                         rises ? "too many keys for one file" : "keys do not come in order");
    w->last = key;
    uint32_t within, slice = run_slice(w->header.slices, key, &within);
    while (w->filled <= slice)
        w->directory[w->filled++] = (uint32_t)w->header.count;
    unsigned char *r = run_file_next(&w->file, RUN_RECORD, error);
    if (!r)
        return COPYDESK_FAILED;
    for (unsigned i = 0; i < 8; i++)
        r[i] = (unsigned char)(key.hi >> (56 - 8 * i));
    for (unsigned i = 0; i < 4; i++)
        r[8 + i] = (unsigned char)(key.lo >> (56 - 8 * i));
    put_le(r + RUN_KEY, place.article, 4);
    put_le(r + RUN_KEY + 4, place.line < PLACE_LINE_MOST ? place.line : PLACE_LINE_MOST, 3);
    w->header.count++;
    return COPYDESK_OK;
}

uint64_t keyrun_added(const struct keyrun_writer *w)
{
    return w->header.count;
}

/* Writes what comes behind the records, and the header. */
static enum copydesk_status complete(struct keyrun_writer *w, struct copydesk_error *error)
{
    size_t entries = (size_t)w->header.slices + 1;
    struct slice directory = { (const char *)w->directory, entries * sizeof *w->directory };
    unsigned char header[RUN_HEADER];
    while (w->filled < entries)
        w->directory[w->filled++] = (uint32_t)w->header.count;
    enum copydesk_status status = run_file_flush(&w->file, error);
    if (status != COPYDESK_OK)
        return status;
    w->file.hashing = false;
    w->header.records_check = hash_value(w->file.hash);
    run_directory_swap(w->directory, entries);
    w->header.directory_check = hash_bytes(directory);
    run_header_pack(header, &w->header);
    status = run_file_put(&w->file, directory, error);
    run_directory_swap(w->directory, entries);
    if (status == COPYDESK_OK)
        status = run_file_end(&w->file, slice_of((const char *)header, sizeof header), error);
    return status;
}

enum copydesk_status keyrun_commit(struct keyrun_writer *w, uint64_t *bytes, struct copydesk_error *error)
{
    *bytes = run_size(&w->header);
    return complete(w, error);
}

struct keyrun *keyrun_keep(struct keyrun_writer *w, struct copydesk_error *error)
{
    if (complete(w, error) != COPYDESK_OK)
        return NULL;
    struct keyrun *r = run_wrap(w->file.folder, w->file.fd, &w->header, w->directory);
    w->file.folder = NULL;
    w->file.fd = -1;
    w->directory = NULL;
    if (!r)
        error_memory(error);
    return r;
}
