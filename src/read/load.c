#include "read/load.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "read/fault.h"
#include "read/readahead.h"
#include "read/records/jsonl.h"
#include "read/source.h"

/* ---- ids and paths ---- */

void load_make_id(struct buf *out, const char *prefix, struct slice path)
{
    buf_clear(out);
    if (*prefix) {
        buf_addstr(out, prefix);
        buf_addch(out, '/');
    }
    buf_addslice(out, path);
}

const char *load_path_of(const struct input *in, struct slice id)
{
    size_t prefix = strlen(in->id);
    return id.ptr + (prefix ? prefix + 1 : 0);
}

void load_make_path(struct buf *out, const char *root, const char *path)
{
    buf_clear(out);
    buf_addstr(out, root);
    if (out->len == 0 || out->ptr[out->len - 1] != '/')
        buf_addch(out, '/');
    buf_addstr(out, path);
    buf_str(out);
}

/* ---- files ---- */

/* A batch's files on their way from a folder. */
struct loading {
    struct batch *batch;
    int folder;            /* its descriptor; -1: it could not be opened, */
    int code;              /* because of this errno */
    bool asked;            /* readahead was asked for the files that follow */
};

/* Opens the article's file: -1 with errno set. Does not block, should the file have
 * become a FIFO since it was listed. */
static int open_file(struct loading *l, const struct article *a)
{
    int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK;
    return file_open_unnoted(l->folder, path_name(a->id.ptr), flags, &l->batch->noted);
}

/* One file must be waited for, and so will those that follow: asks for all of them. */
static void ask_for_rest(struct loading *l, const struct article *a)
{
    const struct article *end = l->batch->articles + l->batch->n_articles;
    for (a++; a < end; a++) {
        int fd = open_file(l, a);
        if (fd >= 0) {
            readahead_ask(fd);
            close(fd);
        }
    }
    l->asked = true;
}

/* As read(2); before the first wait the files that follow are asked for. */
static ssize_t read_part(struct loading *l, const struct article *a, int fd, char *to, size_t n)
{
    if (!l->asked) {
        ssize_t got = readahead_read(fd, to, n, &l->batch->waits);
        if (got >= 0 || errno != EAGAIN)
            return got;
        ask_for_rest(l, a);
    }
    return read(fd, to, n);
}

/* Reads to the end of fd, at most SOURCE_WHOLE + 1 bytes, behind what the batch
 * holds. False with errno set. */
static bool read_all(struct loading *l, const struct article *a, int fd)
{
    struct buf *b = &l->batch->input;
    size_t start = b->len, expected = (size_t)a->size;
    for (;;) {
        size_t have = b->len - start;
        size_t room = have <= expected ? expected + 1 - have : SOURCE_WHOLE + 1 - have;
        if (room == 0)
            return true;
        if (!buf_reserve(b, room)) {
            errno = ENOMEM;
            return false;
        }
        ssize_t got = read_part(l, a, fd, b->ptr + b->len, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        b->len += (size_t)got;
        /* a short answer that gives the size listed is the end of the file */
        if (got == 0 || ((size_t)got < room && b->len - start == expected))
            return true;
    }
}

/* Reads the article's file behind what the batch holds. False with errno set. */
static bool read_file(struct loading *l, const struct article *a)
{
    int fd = open_file(l, a);
    bool good = fd >= 0 && read_all(l, a, fd);
    int code = errno;
    if (fd >= 0)
        close(fd);
    errno = code;
    return good;
}

/* Notices why the file that id names has no bytes. code: an errno; 0: it is larger
 * than it was when it was listed. */
static void lose_file(const struct input *in, struct notices *notices,
                      struct batch *batch, const char *id, int code)
{
    struct buf path = { 0 };
    load_make_path(&path, in->path, load_path_of(in, slice_str(id)));
    if (path.failed)
        batch->failed = true;
    else if (code)
        batch->failed = !fault_skip(notices, path.ptr, code) || batch->failed;
    else
        notice(notices, COPYDESK_SKIPPED, path.ptr, 0, "grew while it was read; clean it again");
    buf_release(&path);
}

/* Appends the file's bytes to the batch's input and sets their length. */
static void load_file(struct loading *l, const struct input *in, const struct copydesk_options *options,
                      struct notices *notices, struct article *a)
{
    struct buf *b = &l->batch->input;
    size_t start = b->len;
    int code = l->code;
    a->bytes.len = 0;
    if (l->folder >= 0)
        code = read_file(l, a) ? 0 : errno;
    bool whole = code == 0 && b->len - start <= SOURCE_WHOLE;
    if (whole && !jsonl_hides(options, a->id, slice_from(buf_slice(b), start), notices)) {
        a->bytes.len = b->len - start;
        return;
    }
    b->len = start;
    a->skipped = true;
    if (!whole)
        lose_file(in, notices, l->batch, a->id.ptr, code);
}

/* Whether the folder `path` below root is still open from the batch before: many
 * batches in a row come from one folder, and to look up a path takes long. */
static bool is_open(const struct batch *b, struct slice root, struct slice path)
{
    return b->folder.len == root.len + 1 + path.len && slice_starts(buf_slice(&b->folder), root)
        && slice_equal(slice_from(buf_slice(&b->folder), root.len + 1), path);
}

/* Opens the folder that the batch's files are in; -1 with errno set. */
static int open_folder(const struct input *in, struct batch *b)
{
    struct slice root = slice_str(in->path);
    struct slice path = path_folder(slice_str(load_path_of(in, b->articles[0].id)));
    if (is_open(b, root, path))
        return b->folder_fd;
    batch_leave_folder(b);
    buf_addslice(&b->folder, root);
    buf_addch(&b->folder, '/');
    buf_addslice(&b->folder, path);
    const char *name = buf_str(&b->folder);
    errno = ENOMEM;
    b->folder_fd = b->folder.failed ? -1 : open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (b->folder_fd < 0)
        buf_clear(&b->folder);
    return b->folder_fd;
}

void load_files(struct batch *batch, const struct input *in, const struct copydesk_options *options, struct notices *notices)
{
    size_t total = 1;
    for (size_t i = 0; i < batch->n_articles; i++)
        total += batch->articles[i].bytes.len;
    if (!buf_reserve(&batch->input, total)) {
        batch->failed = true;
        return;
    }
    struct loading l = { .batch = batch, .folder = open_folder(in, batch) };
    l.code = errno;
    for (size_t i = 0; i < batch->n_articles; i++)
        load_file(&l, in, options, notices, &batch->articles[i]);
    batch->cold = l.asked;
    batch_place(batch);
}
