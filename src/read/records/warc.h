/* warc -- the records of a WARC or WET file (ISO 28500). Read layer.
 *
 * Text is in records of type conversion or resource with content of type
 * text/plain; the caller passes over all others, and what wget and wpull write of
 * themselves (metadata://gnu.org/..., urn:X-wpull:...). A record's length is what its
 * Content-Length says. Where a record should begin and does not, or its header is
 * not valid, the next line that begins one is looked for: what stands before it is
 * lost, which is an error of warc_next. So is a record that continues an earlier one:
 * the two are not joined. */
#ifndef READ_WARC_H
#define READ_WARC_H

#include <stdint.h>

#include "read/unpack/feed.h"

enum { WARC_HEADER = 64 * 1024 };      /* bytes of the longest header; real ones have 1 KiB */

struct warc;

struct warc_record {
    uint64_t number;       /* 1, 2, 3 ... of all records of the file */
    bool text;             /* its content is an article */
    bool page;             /* it is what a server answered: nearly always HTML */
    int64_t time;          /* when it was fetched, ns since 1970; 0: its header does not say */
    struct slice host;     /* of its address, in lower case, fit for a file's name; "unknown" when
                              it has none; valid until the next record */
};

/* Reads f, which is taken over in any case. NULL when memory is short. */
struct warc *warc_open(struct feed f);
void warc_close(struct warc *w);       /* NULL is fine */

/* 1: record is the next one; 0: no more; -1: error filled; there may be more. */
int warc_next(struct warc *w, struct warc_record *record, struct copydesk_error *error);

/* Reads the content of the record at hand, as feed_read does. */
long warc_read(struct warc *w, char *out, size_t n, struct copydesk_error *error);

#endif
