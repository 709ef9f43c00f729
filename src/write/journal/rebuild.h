/* rebuild -- merges an article's edits with its clean text: the input again.
 * A part of restore; works on one article or one piece of it. */
#ifndef WRITE_REBUILD_H
#define WRITE_REBUILD_H

#include "write/journal/journal_read.h"

#include "base/buf.h"

struct rebuild_edit;

/* Collects edits. Zero-initialise; memory is reused from piece to piece. */
struct rebuild {
    struct rebuild_edit *edits;
    size_t n, cap;
    struct buf bytes;      /* what the edits point into */
    struct slice between_original, between_written;   /* point there too, once run */
    uint64_t offset, length;
    bool failed;           /* memory was short */
};

void rebuild_release(struct rebuild *b);

/* Forgets everything and starts with an article record. */
void rebuild_start(struct rebuild *b, const struct journal_record *article);

/* Adds a drop or an edit of that article. */
void rebuild_add(struct rebuild *b, const struct journal_record *change);

/* Appends the input to out. NULL, or the reason why it cannot be rebuilt. */
const char *rebuild_run(struct rebuild *b, struct slice clean, struct buf *out);

#endif
