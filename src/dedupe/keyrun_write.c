/* A run is written from front to back: header's room, records, directory, and
 * at last the header, so that a file that was cut short has none. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "dedupe/keyrun_format.h"

enum { WRITE_ROOM = 64 * 1024 / RUN_RECORD * RUN_RECORD };   /* bytes written at once */

struct keyrun_writer {
    char *folder, *path, *temp;      /* path NULL: no name */
    int fd;
    struct run_header header;
    struct key last;
    struct hash_state *hash;         /* of the records */
    uint32_t *directory;
    uint32_t filled;                 /* entries of the directory */
    size_t used;                     /* bytes of room */
    unsigned char room[WRITE_ROOM];
};

static const char *name_of(const struct keyrun_writer *w)
{
    return w->path ? w->path : w->folder;
}

static enum copydesk_status fault(const struct keyrun_writer *w, int code, struct copydesk_error *error)
{
    return error_system(error, COPYDESK_FAILED, name_of(w), code);
}

static bool make_room(struct keyrun_writer *w, const char *folder, const char *name, uint64_t most)
{
    w->folder = strdup(folder);
    if (name) {
        w->path = path_join(folder, name, "");
        w->temp = path_join(folder, name, ".part");
    }
    w->header.slices = (uint32_t)(most / RUN_SLICE + 1);
    w->directory = calloc((size_t)w->header.slices + 1, sizeof *w->directory);
    w->hash = hash_new();
    return w->folder && (!name || (w->path && w->temp)) && w->directory && w->hash;
}

static bool open_file(struct keyrun_writer *w)
{
    static const char header[RUN_HEADER];
    w->fd = w->temp ? open(w->temp, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666)
                    : file_unnamed(w->folder);
    if (w->fd < 0)
        return false;
    int code = file_write(w->fd, slice_of(header, sizeof header));
    errno = code;
    return code == 0;
}

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
    w->fd = -1;
    w->header.version = RUN_VERSION;
    w->header.profile = profile;
    bool made = make_room(w, folder, name, most);
    if (made && open_file(w))
        return w;
    if (made)
        fault(w, errno, error);
    else
        error_memory(error);
    keyrun_writer_free(w);
    return NULL;
}

void keyrun_writer_free(struct keyrun_writer *w)
{
    if (!w)
        return;
    if (w->fd >= 0) {
        close(w->fd);
        if (w->temp)
            unlink(w->temp);
    }
    hash_free(w->hash);
    free(w->directory);
    free(w->temp);
    free(w->path);
    free(w->folder);
    free(w);
}

static int flush(struct keyrun_writer *w)
{
    struct slice bytes = { (const char *)w->room, w->used };
    hash_add(w->hash, bytes);
    w->used = 0;
    return file_write(w->fd, bytes);
}

enum copydesk_status keyrun_add(struct keyrun_writer *w, struct key key, struct place place,
                                struct copydesk_error *error)
{
    key.lo &= ~(uint64_t)UINT32_MAX;
    bool rises = key.hi > w->last.hi || (key.hi == w->last.hi && key.lo > w->last.lo);
    if ((w->header.count && !rises) || w->header.count == UINT32_MAX)
        return error_set(error, COPYDESK_FAILED, name_of(w), 0,
                         rises ? "too many keys for one file" : "keys do not come in order");
    w->last = key;
    uint32_t within, slice = run_slice(w->header.slices, key, &within);
    while (w->filled <= slice)
        w->directory[w->filled++] = (uint32_t)w->header.count;
    unsigned char *r = w->room + w->used;
    for (unsigned i = 0; i < 8; i++)
        r[i] = (unsigned char)(key.hi >> (56 - 8 * i));
    for (unsigned i = 0; i < 4; i++)
        r[8 + i] = (unsigned char)(key.lo >> (56 - 8 * i));
    put_le(r + RUN_KEY, place.article, 4);
    put_le(r + RUN_KEY + 4, place.line < PLACE_LINE_MOST ? place.line : PLACE_LINE_MOST, 3);
    w->used += RUN_RECORD;
    w->header.count++;
    int code = w->used == WRITE_ROOM ? flush(w) : 0;
    return code ? fault(w, code, error) : COPYDESK_OK;
}

uint64_t keyrun_added(const struct keyrun_writer *w)
{
    return w->header.count;
}

/* The rest of the records, the directory, the header. 0 or an errno. */
static int complete(struct keyrun_writer *w)
{
    size_t entries = (size_t)w->header.slices + 1;
    while (w->filled < entries)
        w->directory[w->filled++] = (uint32_t)w->header.count;
    int code = flush(w);
    w->header.records_check = hash_value(w->hash);
    run_directory_swap(w->directory, entries);
    struct slice directory = { (const char *)w->directory, entries * sizeof *w->directory };
    w->header.directory_check = hash_bytes(directory);
    code = code ? code : file_write(w->fd, directory);
    run_directory_swap(w->directory, entries);
    unsigned char header[RUN_HEADER];
    run_header_pack(header, &w->header);
    if (code == 0 && lseek(w->fd, 0, SEEK_SET) != 0)
        code = errno;
    return code ? code : file_write(w->fd, slice_of((const char *)header, sizeof header));
}

static int commit(struct keyrun_writer *w, bool durable)
{
    int code = complete(w);
    if (code == 0 && durable && fsync(w->fd) != 0)
        code = errno;
    if (code)
        return code;
    int fd = w->fd;
    w->fd = -1;
    code = close(fd) == 0 ? 0 : errno;
    if (code == 0 && rename(w->temp, w->path) != 0)
        code = errno;
    if (code) {
        unlink(w->temp);
        return code;
    }
    return durable ? file_sync_folder(w->folder) : 0;
}

enum copydesk_status keyrun_commit(struct keyrun_writer *w, bool durable, struct copydesk_error *error)
{
    int code = commit(w, durable);
    return code ? fault(w, code, error) : COPYDESK_OK;
}

struct keyrun *keyrun_keep(struct keyrun_writer *w, struct copydesk_error *error)
{
    int code = complete(w);
    if (code) {
        fault(w, code, error);
        return NULL;
    }
    struct keyrun *r = run_wrap(w->folder, w->fd, &w->header, w->directory);
    w->folder = NULL;
    w->fd = -1;
    w->directory = NULL;
    if (!r)
        error_memory(error);
    return r;
}
