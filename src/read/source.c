/* DESIGN. One PATH after the other. A stream's batches, and the pieces of a
 * folder's huge file, are read here, under the caller's lock; a folder's
 * ordinary files are only named here, and read in source_load by whichever
 * worker got the batch. Until then such an article's bytes have a length (the
 * size that was listed) but no pointer.
 *
 * System calls for a file of a folder: lstat (in the walk), openat in the folder,
 * which is opened once a batch, one read into room for one byte more than was
 * listed, whose short answer proves the end, close. */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "read/fault.h"
#include "read/inputs.h"
#include "read/stream.h"
#include "read/walk.h"

struct source {
    const struct copydesk_options *options;
    struct notices *notices;
    struct inputs inputs;
    size_t at;             /* the input at hand */
    struct walk *walk;     /* of that input, a folder, once begun */
    struct stream *stream; /* of that input, or of a huge file in it */
    struct buf id, path;   /* of the huge file: the stream borrows them */
};

struct source *source_open(const struct copydesk_options *options, struct notices *notices,
                           struct copydesk_error *error)
{
    struct source *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(error);
        return NULL;
    }
    s->options = options;
    s->notices = notices;
    if (!inputs_open(&s->inputs, options, error)) {
        free(s);
        return NULL;
    }
    return s;
}

void source_close(struct source *s)
{
    if (!s)
        return;
    walk_close(s->walk);
    stream_close(s->stream);
    inputs_release(&s->inputs);
    buf_release(&s->id);
    buf_release(&s->path);
    free(s);
}

uint64_t source_total(const struct source *s)
{
    uint64_t total = 0;
    for (size_t i = 0; i < s->inputs.n; i++) {
        if (!s->inputs.list[i].regular)
            return 0;
        total += s->inputs.list[i].size;
    }
    return total;
}

bool source_is_stream(const struct source *s)
{
    for (size_t i = 0; i < s->inputs.n; i++)
        if (s->inputs.list[i].kind == INPUT_FOLDER)
            return false;
    return true;
}

/* The folder in an id or path: what stands before the last '/'. */
static struct slice folder_of(struct slice id)
{
    while (id.len > 0 && id.ptr[id.len - 1] != '/')
        id.len--;
    id.len -= id.len > 0;
    return id;
}

/* ---- streams ---- */

/* Begins to read path as a stream. One that cannot be opened is noticed. False
 * when memory is short. */
static bool begin_stream(struct source *s, const char *path, int flags, struct slice id,
                         struct slice separator)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
    if (fd < 0) {
        fault_skip(s->notices, path, errno);
        return true;
    }
    s->stream = stream_open(&(struct stream_input){ .feed = feed_fd(fd, standard ? "stdin" : path),
                                .id = id, .source = folder_of(id), .separator = separator },
                            s->notices);
    if (!s->stream && !standard)
        close(fd);
    return s->stream != NULL;
}

/* The next batch of the open stream; 0 when it is done, and closed. */
static int from_stream(struct source *s, struct batch *batch)
{
    int more = stream_next(s->stream, batch);
    if (more == 0) {
        stream_close(s->stream);
        s->stream = NULL;
    }
    return more;
}

/* ---- folders ---- */

/* "PREFIX/path", or the path alone. */
static void make_id(struct buf *out, const char *prefix, struct slice path)
{
    buf_clear(out);
    if (*prefix) {
        buf_addstr(out, prefix);
        buf_addch(out, '/');
    }
    buf_addslice(out, path);
}

/* The inverse: path below the folder's root, NUL-terminated as the id is. */
static const char *path_of(const struct input *in, struct slice id)
{
    size_t prefix = strlen(in->id);
    return id.ptr + (prefix ? prefix + 1 : 0);
}

static void make_path(struct buf *out, const char *root, const char *path)
{
    buf_clear(out);
    buf_addstr(out, root);
    if (out->len == 0 || out->ptr[out->len - 1] != '/')
        buf_addch(out, '/');
    buf_addstr(out, path);
    buf_str(out);
}

/* A huge file of a folder is a stream that nothing parts. */
static bool begin_huge(struct source *s, const struct input *in, const struct walk_file *file)
{
    make_id(&s->id, in->id, file->path);
    make_path(&s->path, in->path, file->path.ptr);
    return !s->id.failed && !s->path.failed
        && begin_stream(s, s->path.ptr, O_NOFOLLOW, buf_slice(&s->id), SLICE(""));
}

static void name_article(struct source *s, struct batch *batch, const struct input *in,
                         const struct walk_file *file)
{
    struct article *a = batch_article(batch);
    if (!a)
        return;
    make_id(&s->id, in->id, file->path);
    a->id = arena_copy(&batch->arena, buf_slice(&s->id));
    a->file = a->id;
    a->source = folder_of(a->id);
    a->bytes = (struct slice){ NULL, (size_t)file->size };
    batch->failed = batch->failed || s->id.failed || batch->arena.failed;
}

static bool same_folder(const struct batch *batch, const struct walk_file *file,
                        const struct input *in)
{
    const char *first = path_of(in, batch->articles[0].id);
    size_t len = file->folder;
    return strncmp(first, file->path.ptr, len) == 0 && !strchr(first + len, '/');
}

/* Names files of one folder until the batch is full. */
static void name_files(struct source *s, struct batch *batch, const struct input *in)
{
    const struct walk_file *file;
    size_t bytes = 0;
    batch->input_number = s->at;
    while (bytes < SOURCE_BYTES && batch->n_articles < SOURCE_FILES && !batch->failed
           && (file = walk_peek(s->walk)) && file->size <= SOURCE_WHOLE
           && (batch->n_articles == 0 || same_folder(batch, file, in))) {
        name_article(s, batch, in, file);
        bytes += (size_t)file->size;
        walk_take(s->walk);
    }
}

/* 1 a batch, 0 the folder is done, -1 memory is short. May begin a stream
 * instead, and then leaves the batch empty. */
static int from_folder(struct source *s, struct batch *batch, const struct input *in)
{
    if (!s->walk)
        s->walk = walk_open(in->path, s->options, s->notices);
    if (!s->walk)
        return -1;
    const struct walk_file *file = walk_peek(s->walk);
    if (file && file->size > SOURCE_WHOLE) {
        bool good = begin_huge(s, in, file);
        walk_take(s->walk);
        return good ? 1 : -1;
    }
    name_files(s, batch, in);
    if (walk_failed(s->walk))
        return -1;
    if (batch->n_articles > 0)
        return 1;
    walk_close(s->walk);
    s->walk = NULL;
    return 0;
}

/* ---- the next batch ---- */

/* One step on the input at hand: as from_folder. */
static int step(struct source *s, struct batch *batch)
{
    const struct input *in = &s->inputs.list[s->at];
    if (s->stream)
        return from_stream(s, batch) || s->walk;
    if (in->kind == INPUT_FOLDER)
        return from_folder(s, batch, in);
    const char *separator = s->options->separator ? s->options->separator : "\f";
    if (!begin_stream(s, in->path, 0, slice_str(in->id), slice_str(separator)))
        return -1;
    return s->stream != NULL;
}

int source_next(struct source *s, struct batch *batch, struct copydesk_error *error)
{
    uint64_t number = batch->number;
    batch_clear(batch);
    batch->number = number;
    while (s->at < s->inputs.n && batch->n_articles == 0) {
        int more = step(s, batch);
        if (more < 0 || batch->failed) {
            error_memory(error);
            return -1;
        }
        if (more == 0)
            s->at++;
    }
    return batch->n_articles > 0;
}

/* ---- reading what was named ---- */

/* Reads to the end of fd, at most SOURCE_WHOLE + 1 bytes, behind what b holds.
 * expected: the size that was listed. False with errno set. */
static bool read_all(int fd, struct buf *b, size_t expected)
{
    size_t start = b->len;
    for (;;) {
        size_t have = b->len - start;
        size_t room = have <= expected ? expected + 1 - have : SOURCE_WHOLE + 1 - have;
        if (room == 0)
            return true;
        if (!buf_reserve(b, room)) {
            errno = ENOMEM;
            return false;
        }
        ssize_t got = read(fd, b->ptr + b->len, room);
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

/* Reads the file `name` of the folder behind what b holds. False with errno set. */
static bool read_file(int folder, const char *name, struct buf *b, size_t expected)
{
    /* not to hang, should it have become a FIFO since it was listed */
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK);
    bool good = fd >= 0 && read_all(fd, b, expected);
    int code = errno;
    if (fd >= 0)
        close(fd);
    errno = code;
    return good;
}

/* Notices why the file that id names has no bytes. */
static void lose_file(struct source *s, struct batch *batch, const char *id, int code)
{
    const struct input *in = &s->inputs.list[batch->input_number];
    struct buf path = { 0 };
    make_path(&path, in->path, path_of(in, slice_str(id)));
    if (code == ENOMEM || path.failed)
        batch->failed = true;
    else if (code)
        fault_skip(s->notices, path.ptr, code);
    else
        notice(s->notices, COPYDESK_SKIPPED, path.ptr, 0, "grew while it was read; clean it again");
    buf_release(&path);
}

/* Appends the file's bytes to the batch's input and sets their length. code: of
 * the folder, when that could not be opened. */
static void load_file(struct source *s, struct batch *batch, struct article *a, int folder, int code)
{
    struct buf *b = &batch->input;
    size_t start = b->len, expected = a->bytes.len;
    const char *slash = strrchr(a->id.ptr, '/');
    a->bytes.len = 0;
    if (folder >= 0)
        code = read_file(folder, slash ? slash + 1 : a->id.ptr, b, expected) ? 0 : errno;
    if (code == 0 && b->len - start <= SOURCE_WHOLE) {
        a->bytes.len = b->len - start;
        return;
    }
    b->len = start;
    a->skipped = true;
    lose_file(s, batch, a->id.ptr, code);
}

/* Opens the folder that the batch's files are in; -1 with errno set. */
static int open_folder(const struct source *s, const struct batch *batch)
{
    const struct input *in = &s->inputs.list[batch->input_number];
    struct slice path = folder_of(slice_str(path_of(in, batch->articles[0].id)));
    struct buf full = { 0 };
    buf_addstr(&full, in->path);
    buf_addch(&full, '/');
    buf_addslice(&full, path);
    const char *name = buf_str(&full);
    int fd = -1;
    if (full.failed)
        errno = ENOMEM;
    else
        fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int code = errno;
    buf_release(&full);
    errno = code;
    return fd;
}

void source_load(struct source *s, struct batch *batch)
{
    if (batch->n_articles == 0 || batch->articles[0].bytes.ptr)
        return;
    size_t total = 1;
    for (size_t i = 0; i < batch->n_articles; i++)
        total += batch->articles[i].bytes.len;
    if (!buf_reserve(&batch->input, total)) {
        batch->failed = true;
        return;
    }
    int folder = open_folder(s, batch), code = errno;
    for (size_t i = 0; i < batch->n_articles; i++)
        load_file(s, batch, &batch->articles[i], folder, code);
    if (folder >= 0)
        close(folder);
    /* the buffer moves no more */
    const char *p = batch->input.ptr;
    for (size_t i = 0; i < batch->n_articles; i++) {
        batch->articles[i].bytes.ptr = p;
        p += batch->articles[i].bytes.len;
    }
}
