#include "write/journal/rebuild.h"

#include <stdlib.h>

#include "base/array.h"

/* bytes[at .. at + original) stood in the input at start; the `written` bytes that
 * follow them in bytes were written instead. */
struct rebuild_edit {
    uint64_t start;
    size_t original, written, at;
};

void rebuild_release(struct rebuild *b)
{
    free(b->edits);
    buf_release(&b->bytes);
    *b = (struct rebuild){ 0 };
}

/* Adds an edit. In the input stood `original` and, right behind it, `also`. */
static void add(struct rebuild *b, uint64_t start, struct slice original, struct slice also,
                struct slice written)
{
    struct rebuild_edit *edits = array_room(b->edits, b->n, &b->cap, sizeof *edits);
    b->failed = b->failed || !edits;
    if (!edits)
        return;
    b->edits = edits;
    b->edits[b->n++] = (struct rebuild_edit){ start, original.len + also.len, written.len,
                                              b->bytes.len };
    buf_addslice(&b->bytes, original);
    buf_addslice(&b->bytes, also);
    buf_addslice(&b->bytes, written);
}

void rebuild_start(struct rebuild *b, const struct journal_record *article)
{
    buf_clear(&b->bytes);
    b->n = 0;
    b->failed = false;
    b->offset = article->offset;
    b->length = article->bytes;
    buf_addslice(&b->bytes, article->between_original);
    buf_addslice(&b->bytes, article->between_written);
    b->between_original = slice_of(NULL, article->between_original.len);
    b->between_written = slice_of(NULL, article->between_written.len);
    for (size_t i = 0; i < article->n_layout; i++)
        add(b, article->layout[i].start, article->layout[i].original, SLICE(""),
            article->layout[i].written);
}

void rebuild_add(struct rebuild *b, const struct journal_record *change)
{
    add(b, change->start, change->text, change->after, change->now);
}

/* By start; one that takes no input stands before the one that does. */
static int compare(const void *left, const void *right)
{
    const struct rebuild_edit *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return (a->original > 0) - (b->original > 0);
}

/* Copies clean text until n bytes of input are there, turning `between_written` back
 * into `between_original`. False when the text does not hold that much. */
static bool copy(const struct rebuild *b, uint64_t n, struct slice *clean, struct buf *out)
{
    struct slice from = b->between_original, to = b->between_written;
    while (n > 0) {
        if (to.len && slice_starts(*clean, to)) {
            if (from.len > n)
                return false;
            buf_addslice(out, from);
            *clean = slice_from(*clean, to.len);
            n -= from.len;
            continue;
        }
        if (clean->len == 0)
            return false;
        size_t max = n < clean->len ? (size_t)n : clean->len;
        const char *stop = to.len && max > 1 ? memchr(clean->ptr + 1, to.ptr[0], max - 1) : NULL;
        size_t part = stop ? (size_t)(stop - clean->ptr) : max;
        buf_add(out, clean->ptr, part);
        *clean = slice_from(*clean, part);
        n -= part;
    }
    return true;
}

const char *rebuild_run(struct rebuild *b, struct slice clean, struct buf *out)
{
    static const char changed[] = "the clean text is not what was written";
    static const char wrong[] = "its records do not fit together";
    uint64_t pos = 0;
    if (b->failed || b->bytes.failed)
        return "out of memory";
    b->between_original.ptr = b->bytes.ptr;
    b->between_written.ptr = b->bytes.ptr ? b->bytes.ptr + b->between_original.len : NULL;
    if (b->n)
        qsort(b->edits, b->n, sizeof *b->edits, compare);
    for (size_t i = 0; i < b->n; i++) {
        const struct rebuild_edit *e = &b->edits[i];
        uint64_t start = e->start - b->offset;
        if (e->start < b->offset || start < pos || start > b->length
            || e->original > b->length - start)
            return wrong;
        const char *original = b->bytes.ptr ? b->bytes.ptr + e->at : "";
        struct slice written = { original + e->original, e->written };
        if (!copy(b, start - pos, &clean, out) || !slice_starts(clean, written))
            return changed;
        buf_add(out, original, e->original);
        clean = slice_from(clean, written.len);
        pos = start + e->original;
    }
    if (!copy(b, b->length - pos, &clean, out) || clean.len > 0)
        return changed;
    return out->failed ? "out of memory" : NULL;
}
