/* DESIGN
 * A window slides over the bytes: window[pos ..] was read and not used. The
 * bytes given last start at `given`, so that after an article that somebody
 * changed the search for the next separator line can start there; a stream
 * whose articles have other lengths than the journal says is caught up again. */
#include "write/clean_text.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/error.h"
#include "read/unpack/archive.h"
#include "write/files/tree.h"

enum { READ_SIZE = 256 * 1024 };

struct clean_text {
    char *root;                /* NULL: a stream */
    struct unpacker *in;       /* the stream, or the tree's file that is open */
    struct buf window;
    size_t pos, given;         /* given <= pos <= window.len */
    bool at_end, begun;        /* begun: something of the stream or file was read */
    struct buf separator;      /* with its line feed */
};

struct clean_text *clean_text_open(const char *path, struct copydesk_error *error)
{
    struct stat st;
    struct clean_text *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(error);
        return NULL;
    }
    clean_text_separator(c, SLICE("\f"));
    bool is_tree = path && strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
    if (is_tree && !(c->root = strdup(path)))
        error_memory(error);
    if (!is_tree)
        c->in = unpacker_open(path, error);
    if (!c->root && !c->in) {
        clean_text_close(c);
        return NULL;
    }
    return c;
}

void clean_text_close(struct clean_text *c)
{
    if (!c)
        return;
    unpacker_close(c->in);
    buf_release(&c->window);
    buf_release(&c->separator);
    free(c->root);
    free(c);
}

void clean_text_separator(struct clean_text *c, struct slice separator)
{
    buf_clear(&c->separator);
    buf_addslice(&c->separator, separator);
    buf_addch(&c->separator, '\n');
}

/* Drops what stands before `given` from the window. */
static void slide(struct clean_text *c)
{
    size_t n = c->given;
    if (n == 0)
        return;
    memmove(c->window.ptr, c->window.ptr + n, c->window.len - n);
    c->window.len -= n;
    c->pos -= n;
    c->given = 0;
}

/* Reads until n bytes stand in the window from pos on, or there are no more. */
static bool fill(struct clean_text *c, uint64_t n, struct copydesk_error *error)
{
    while (!c->at_end && c->window.len - c->pos < n) {
        slide(c);
        if (!buf_reserve(&c->window, READ_SIZE)) {
            error_memory(error);
            return false;
        }
        long got = unpacker_read(c->in, c->window.ptr + c->window.len, READ_SIZE, error);
        if (got < 0)
            return false;
        c->window.len += (size_t)got;
        c->at_end = got == 0;
    }
    return true;
}

/* Opens the tree's file of an article. The window starts anew. */
static bool open_file(struct clean_text *c, struct slice id, struct copydesk_error *error)
{
    struct buf path = { 0 };
    struct stat st = { 0 };
    unpacker_close(c->in);
    c->in = NULL;
    buf_clear(&c->window);
    c->pos = c->given = 0;
    c->at_end = c->begun = false;
    buf_addstr(&path, c->root);
    buf_addch(&path, '/');
    buf_addslice(&path, id);
    const char *name = buf_str(&path);
    if (path.failed)
        error_memory(error);
    else if (!tree_takes(id))
        error_set(error, COPYDESK_SKIPPED, NULL, 0, "its id leads out of the directory");
    else if (stat(name, &st) != 0)
        error_system(error, COPYDESK_SKIPPED, name, errno);
    else if (!S_ISREG(st.st_mode))
        error_set(error, COPYDESK_SKIPPED, name, 0, "is not a regular file");
    else
        c->in = unpacker_open_plain(name, error);
    buf_release(&path);
    return c->in != NULL;
}

/* Steps over the separator line between two articles of the stream. */
static bool skip_separator(struct clean_text *c, struct copydesk_error *error)
{
    if (!fill(c, c->separator.len, error))
        return false;
    if (slice_starts(slice_from(buf_slice(&c->window), c->pos), buf_slice(&c->separator)))
        c->pos += c->separator.len;
    return true;
}

/* Steps over the line feed that ends the line before, when that was a record without one. */
static bool skip_line_feed(struct clean_text *c, struct copydesk_error *error)
{
    if (c->pos == 0 || c->window.ptr[c->pos - 1] == '\n')
        return true;
    if (!fill(c, 1, error))
        return false;
    if (c->pos < c->window.len && c->window.ptr[c->pos] == '\n')
        c->pos++;
    return true;
}

bool clean_text_next(struct clean_text *c, const struct clean_wanted *wanted, struct slice *text,
                     struct copydesk_error *error)
{
    if (c->root && wanted->opens && !open_file(c, wanted->file, error))
        return false;
    if (!c->in) {   /* its first piece could not be opened */
        error_set(error, COPYDESK_SKIPPED, NULL, 0, "its clean text is missing");
        return false;
    }
    if (!c->root && wanted->lined && !skip_line_feed(c, error))
        return false;
    c->given = c->pos;
    if (wanted->parted && c->begun && !skip_separator(c, error))
        return false;
    c->begun = true;
    c->given = c->pos;
    if (!fill(c, wanted->bytes, error))
        return false;
    size_t there = c->window.len - c->pos;
    *text = slice_of(c->window.ptr + c->pos, wanted->bytes < there ? (size_t)wanted->bytes : there);
    c->pos += text->len;
    return true;
}

/* Steps over a line. False at the end. */
static bool skip_line(struct clean_text *c)
{
    if (!fill(c, 1, NULL) || c->pos == c->window.len)
        return false;
    struct slice rest = slice_from(buf_slice(&c->window), c->pos);
    const char *end = memchr(rest.ptr, '\n', rest.len);
    c->pos += end ? (size_t)(end - rest.ptr) + 1 : rest.len;
    c->given = c->pos;
    return true;
}

void clean_text_resync(struct clean_text *c, bool records)
{
    if ((c->root && !records) || c->separator.failed)
        return;
    struct slice line = buf_slice(&c->separator);
    bool at_start = true;
    c->pos = c->given;
    while (fill(c, records ? 1 : line.len, NULL) && c->pos < c->window.len) {
        struct slice rest = slice_from(buf_slice(&c->window), c->pos);
        if (!records && at_start && slice_starts(rest, line))
            return;
        at_start = skip_line(c) && c->window.ptr[c->pos - 1] == '\n';
        if (records && at_start)
            return;
    }
}
