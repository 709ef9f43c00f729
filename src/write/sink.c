#include "write/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "write/files/outfile.h"
#include "write/files/tree.h"

struct sink {
    enum sink_kind kind;
    enum copydesk_sync sync;
    struct folders *tree;      /* SINK_TREE */
    struct tree_file piece;    /* the article in pieces that is open, and its id */
    struct buf piece_id;
    struct outfile *file;      /* SINK_FILE */
    int fd;                    /* SINK_STDOUT: a duplicate, so that its close can be checked */
    atomic_bool closed;
};

static bool open_kind(struct sink *s, const char *path, struct copydesk_error *error)
{
    switch (s->kind) {
    case SINK_TREE:
        return (s->tree = folders_open(path, error)) != NULL;
    case SINK_FILE:
        return (s->file = outfile_open(path, error)) != NULL;
    case SINK_STDOUT:
        s->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
        if (s->fd < 0)
            error_system(error, COPYDESK_FAILED, "<stdout>", errno);
        else
            file_enlarge_pipe(s->fd);
        return s->fd >= 0;
    case SINK_NONE:
        break;
    }
    return true;
}

struct sink *sink_open(enum sink_kind kind, const char *path, struct copydesk_error *error)
{
    struct sink *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(error);
        return NULL;
    }
    s->kind = kind;
    s->fd = -1;
    if (!open_kind(s, path, error)) {
        free(s);
        return NULL;
    }
    return s;
}

void sink_sync(struct sink *s, enum copydesk_sync sync)
{
    s->sync = sync;
    if (s->kind == SINK_TREE && sync == COPYDESK_SYNC_EACH)
        folders_sync_files(s->tree);
    if (s->kind == SINK_FILE && sync >= COPYDESK_SYNC_END)
        outfile_durable(s->file);
}

enum copydesk_status sink_article(struct sink *s, struct slice id, struct slice text,
                                  struct copydesk_error *error)
{
    if (s->kind != SINK_TREE)
        return COPYDESK_OK;
    return tree_put(s->tree, id, text, error);
}

void sink_prefetch(struct sink *s, struct slice id)
{
    if (s->kind == SINK_TREE && tree_takes(id))
        folders_prefetch(s->tree, id);
}

enum copydesk_status sink_remove(struct sink *s, struct slice id, struct copydesk_error *error)
{
    return s->kind == SINK_TREE ? tree_remove(s->tree, id, error) : COPYDESK_OK;
}

enum copydesk_status sink_begin(struct sink *s, struct slice id, struct copydesk_error *error)
{
    if (s->kind != SINK_TREE)
        return COPYDESK_OK;
    buf_clear(&s->piece_id);
    buf_addslice(&s->piece_id, id);
    if (s->piece_id.failed)
        return error_memory(error);
    return tree_begin(s->tree, &s->piece, buf_slice(&s->piece_id), error);
}

enum copydesk_status sink_add(struct sink *s, struct slice text, struct copydesk_error *error)
{
    return s->kind == SINK_TREE ? tree_add(&s->piece, text, error) : COPYDESK_OK;
}

enum copydesk_status sink_end(struct sink *s, bool keep, struct copydesk_error *error)
{
    if (s->kind == SINK_TREE && keep)
        return tree_end(&s->piece, false, error);
    tree_drop(&s->piece);
    return COPYDESK_OK;
}

static enum copydesk_status put_stdout(struct sink *s, struct slice text, struct copydesk_error *error)
{
    int code = sink_closed(s) ? 0 : file_write(s->fd, text);
    if (code == EPIPE)
        s->closed = true;
    else if (code)
        return error_system(error, COPYDESK_FAILED, "<stdout>", code);
    return COPYDESK_OK;
}

/* What became of a file that may be a pipe (-o /dev/stdout), and whose reader may have gone. */
static enum copydesk_status file_status(struct sink *s, enum copydesk_status status, const struct copydesk_error *why,
                                        struct copydesk_error *error)
{
    s->closed = s->closed || (status != COPYDESK_OK && why->code == EPIPE);
    if (status == COPYDESK_OK || s->closed)
        return COPYDESK_OK;
    if (error)
        *error = *why;
    return status;
}

static enum copydesk_status put_file(struct sink *s, struct slice text, struct copydesk_error *error)
{
    struct copydesk_error why = { .status = COPYDESK_OK };
    return file_status(s, sink_closed(s) ? COPYDESK_OK : outfile_write(s->file, text, &why), &why, error);
}

static enum copydesk_status finish_file(struct sink *s, struct copydesk_error *error)
{
    struct copydesk_error why = { .status = COPYDESK_OK };
    return file_status(s, sink_closed(s) ? COPYDESK_OK : outfile_commit(s->file, &why), &why, error);
}

enum copydesk_status sink_stream(struct sink *s, struct slice text, struct copydesk_error *error)
{
    if (s->kind == SINK_FILE)
        return put_file(s, text, error);
    if (s->kind == SINK_STDOUT)
        return put_stdout(s, text, error);
    return COPYDESK_OK;
}

bool sink_closed(const struct sink *s)
{
    return s->closed;
}

static enum copydesk_status finish_tree(struct sink *s, bool durable, struct copydesk_error *error)
{
    enum copydesk_status status = folders_finish(s->tree, error);
    return status == COPYDESK_OK && durable ? folders_sync(s->tree, error) : status;
}

static enum copydesk_status finish_stdout(struct sink *s, bool durable, struct copydesk_error *error)
{
    int fd = s->fd, code = 0;
    s->fd = -1;
    if (durable && fsync(fd) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)   /* pipes cannot */
        code = errno;
    if (close(fd) != 0 && errno != EPIPE && code == 0)
        code = errno;
    return code ? error_system(error, COPYDESK_FAILED, "<stdout>", code) : COPYDESK_OK;
}

enum copydesk_status sink_finish(struct sink *s, struct copydesk_error *error)
{
    bool durable = s->sync >= COPYDESK_SYNC_END;
    switch (s->kind) {
    case SINK_TREE:
        return finish_tree(s, durable, error);
    case SINK_FILE:
        return finish_file(s, error);
    case SINK_STDOUT:
        return finish_stdout(s, durable, error);
    case SINK_NONE:
        break;
    }
    return COPYDESK_OK;
}

enum copydesk_status sink_put(const char *path, struct slice bytes, struct copydesk_error *error)
{
    bool to_file = path && strcmp(path, "-") != 0;
    struct sink *sink = sink_open(to_file ? SINK_FILE : SINK_STDOUT, path, error);
    enum copydesk_status status = sink ? sink_stream(sink, bytes, error) : COPYDESK_FAILED;
    if (status == COPYDESK_OK)
        status = sink_finish(sink, error);
    sink_free(sink);
    return status;
}

void sink_free(struct sink *s)
{
    if (!s)
        return;
    tree_drop(&s->piece);
    folders_free(s->tree);
    outfile_free(s->file);
    if (s->fd >= 0)
        close(s->fd);
    buf_release(&s->piece_id);
    free(s);
}
