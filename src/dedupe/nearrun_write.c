/* Written from front to back, the header last: a file that was cut short has none. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "dedupe/nearrun_format.h"

enum { WRITE_ROOM = 64 * 1024 };

struct nearrun_writer {
    char *folder, *path, *temp;
    int fd;
    struct near_header header;
    struct hash_state *hash;     /* of what stands behind the sets */
    struct buf out;              /* not written yet */
    struct buf entries;
    struct buf directory;
    uint64_t at;                 /* bytes of the file so far, out's too */
    uint64_t key;                /* of the last pair of the slice, or where that begins */
};

static enum copydesk_status flush(struct nearrun_writer *w, struct copydesk_error *error)
{
    if (w->out.failed || w->entries.failed || w->directory.failed)
        return error_memory(error);
    if (w->header.entries_at)
        hash_add(w->hash, buf_slice(&w->out));
    int code = file_write(w->fd, buf_slice(&w->out));
    buf_clear(&w->out);
    return code ? error_system(error, COPYDESK_FAILED, w->path, code) : COPYDESK_OK;
}

static enum copydesk_status put(struct nearrun_writer *w, struct slice bytes, struct copydesk_error *error)
{
    buf_addslice(&w->out, bytes);
    w->at += bytes.len;
    return w->out.failed || w->out.len > WRITE_ROOM ? flush(w, error) : COPYDESK_OK;
}

struct nearrun_writer *nearrun_create(const char *folder, const char *name, uint32_t profile,
                                      struct copydesk_error *error)
{
    static const char header[NEAR_HEADER];
    struct nearrun_writer *w = calloc(1, sizeof *w);
    if (!w) {
        error_memory(error);
        return NULL;
    }
    w->fd = -1;
    w->header.version = NEAR_VERSION;
    w->header.profile = profile;
    w->folder = path_join(folder, "", "");
    w->path = path_join(folder, name, "");
    w->temp = path_join(folder, name, ".part");
    w->hash = hash_new();
    bool ready = w->folder && w->path && w->temp && w->hash;
    if (ready)
        w->fd = open(w->temp, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (!ready)
        error_memory(error);
    else if (w->fd < 0)
        error_system(error, COPYDESK_FAILED, w->path, errno);
    else if (put(w, slice_of(header, sizeof header), error) == COPYDESK_OK)
        return w;
    nearrun_writer_free(w);
    return NULL;
}

void nearrun_writer_free(struct nearrun_writer *w)
{
    if (!w)
        return;
    if (w->fd >= 0) {
        close(w->fd);
        unlink(w->temp);
    }
    hash_free(w->hash);
    buf_release(&w->out);
    buf_release(&w->entries);
    buf_release(&w->directory);
    free(w->folder);
    free(w->path);
    free(w->temp);
    free(w);
}

enum copydesk_status nearrun_add_set(struct nearrun_writer *w, struct near_entry entry, struct slice coded,
                                     struct copydesk_error *error)
{
    unsigned char packed[NEAR_ENTRY];
    put_le(packed, entry.number, 4);
    put_le(packed + 4, w->at, 8);
    put_le(packed + 12, coded.len, 4);
    put_le(packed + 16, hash_bytes(coded), 4);
    put_le(packed + 20, entry.samples, 2);
    packed[22] = entry.level;
    packed[23] = entry.sides;
    buf_add(&w->entries, (const char *)packed, sizeof packed);
    w->header.entries++;
    return put(w, coded, error);
}

enum copydesk_status nearrun_begin_pairs(struct nearrun_writer *w, uint64_t pairs, struct copydesk_error *error)
{
    while (pairs >> w->header.bits > NEAR_SLICE && w->header.bits < NEARRUN_KEY)
        w->header.bits++;
    enum copydesk_status status = flush(w, error);
    w->header.entries_at = w->at;
    return status == COPYDESK_OK ? put(w, buf_slice(&w->entries), error) : status;
}

static uint64_t pairs_at(const struct nearrun_writer *w)
{
    return w->header.entries_at + w->entries.len;
}

/* The slices up to this one begin here. */
static void begin_slices(struct nearrun_writer *w, uint64_t slice)
{
    unsigned char offset[8];
    put_le(offset, w->at - pairs_at(w), sizeof offset);
    while (w->directory.len / sizeof offset <= slice && !w->directory.failed) {
        w->key = (uint64_t)(w->directory.len / sizeof offset) << (NEARRUN_KEY - w->header.bits);
        buf_add(&w->directory, (const char *)offset, sizeof offset);
    }
}

static size_t put_varint(char *to, uint64_t value)
{
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        to[n++] = (char)(value | 0x80);
    to[n++] = (char)value;
    return n;
}

enum copydesk_status nearrun_add_pair(struct nearrun_writer *w, uint64_t key, uint32_t number, unsigned sides,
                                      struct copydesk_error *error)
{
    char bytes[20];
    uint64_t k = near_short_key(key);
    begin_slices(w, near_slice_of(w->header.bits, k));
    size_t n = put_varint(bytes, k - w->key);
    n += put_varint(bytes + n, (uint64_t)number << 2 | sides);
    w->key = k;
    w->header.pairs++;
    return put(w, slice_of(bytes, n), error);
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
    hash_add(w->hash, slice_of((const char *)out, NEAR_CHECKED));
    put_le(out + NEAR_CHECKED, hash_value(w->hash), 8);
}

static enum copydesk_status complete(struct nearrun_writer *w, struct copydesk_error *error)
{
    unsigned char header[NEAR_HEADER];
    w->header.pairs_bytes = w->at - pairs_at(w);
    begin_slices(w, UINT64_C(1) << w->header.bits);
    enum copydesk_status status = put(w, buf_slice(&w->directory), error);
    if (status == COPYDESK_OK)
        status = flush(w, error);
    if (status != COPYDESK_OK)
        return status;
    pack_header(w, header);
    int code = lseek(w->fd, 0, SEEK_SET) == 0 ? 0 : errno;
    code = code ? code : file_write(w->fd, slice_of((const char *)header, sizeof header));
    return code ? error_system(error, COPYDESK_FAILED, w->path, code) : COPYDESK_OK;
}

enum copydesk_status nearrun_commit(struct nearrun_writer *w, uint64_t *bytes, struct copydesk_error *error)
{
    enum copydesk_status status = complete(w, error);
    if (status != COPYDESK_OK)
        return status;
    *bytes = w->at;
    int code = fsync(w->fd) == 0 ? 0 : errno;
    if (code == 0 && rename(w->temp, w->path) != 0)
        code = errno;
    if (code)
        return error_system(error, COPYDESK_FAILED, w->path, code);
    int fd = w->fd;
    w->fd = -1;                  /* the file stays */
    code = close(fd) == 0 ? 0 : errno;
    code = code ? code : file_sync_folder(w->folder);
    return code ? error_system(error, COPYDESK_FAILED, w->path, code) : COPYDESK_OK;
}
