/* clean_text -- reads back what a run wrote: a mirrored tree, or a stream of
 * articles one after the other. A part of restore. */
#ifndef WRITE_CLEAN_TEXT_H
#define WRITE_CLEAN_TEXT_H

#include <stdint.h>

#include "base/slice.h"
#include "copydesk.h"

struct clean_text;

/* path is a directory, a file, or NULL or "-" for stdin. NULL on failure. */
struct clean_text *clean_text_open(const char *path, struct copydesk_error *error);
void clean_text_close(struct clean_text *c);   /* NULL is fine */

/* Sets the line that parts articles in a stream; "\f" at first. The bytes are copied. */
void clean_text_separator(struct clean_text *c, struct slice separator);

/* What is wanted of the clean text. */
struct clean_wanted {
    struct slice file;     /* of a tree: which of its files ... */
    bool opens;            /* ... and whether this is the first that is wanted of it */
    bool parted;           /* a separator line may stand in front: a new article, not the first */
    bool lined;            /* it begins a line: in a stream, one line feed may stand in front */
    uint64_t bytes;        /* more than 0 */
};

/* The next bytes that are wanted. Fewer when there are no more; text lives until
 * the next call. False with error filled when reading failed: COPYDESK_SKIPPED
 * when that is a matter of this article only. */
bool clean_text_next(struct clean_text *c, const struct clean_wanted *wanted, struct slice *text,
                     struct copydesk_error *error);

/* The article just read was not what it should be: a stream goes on at the next
 * separator line; of records, at the next line. */
void clean_text_resync(struct clean_text *c, bool records);

#endif
