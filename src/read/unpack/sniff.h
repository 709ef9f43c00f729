/* sniff -- what a feed holds whose name does not tell, by its first bytes: what comes
 * through a pipe may be compressed, an archive or a crawl too. Read layer. */
#ifndef READ_SNIFF_H
#define READ_SNIFF_H

#include "base/notice.h"
#include "read/unpack/feed.h"
#include "read/unpack/kind.h"

/* What first bytes say. */
struct sniffed {
    enum kind kind;
    bool packed;           /* compressed: what is inside is still to be sniffed; */
    bool gzip;             /* by gzip */
    bool sure;             /* more bytes would not change this */
};

enum { SNIFF_BYTES = 512 };     /* a tar's header; no other format needs more to be sure */

struct sniffed sniff_bytes(struct slice first);

/* Names the kind of file that is no text and begins so, for messages ("a PDF file");
 * NULL: none. Text may begin with the same letters: ask only about bytes that are
 * no clean text. */
const char *sniff_binary(struct slice first);

/* Reads as many first bytes of f as tell what it holds: no more than the first line or
 * SNIFF_BYTES. *f becomes a feed that gives them again; a regular file stays what it is,
 * since who reads an archive may want to seek in it. A failure on the way is given by
 * reading *f. Where one stands before the first byte and f goes on, so does this, and all
 * such failures but the last are noticed; with NULL for notices it stops there, and finds
 * nothing. False with error filled, and f closed, when memory is short. */
bool sniff_peek(struct feed *f, struct sniffed *sniffed, struct notices *notices, struct copydesk_error *error);

/* The same; what is compressed is replaced by a feed of it unpacked, as by feed_unpack
 * with that ratio. *kind: what is to be read from it. False with error filled, and f
 * closed, on failure. */
bool sniff_feed(struct feed *f, unsigned ratio, enum kind *kind, struct notices *notices, struct copydesk_error *error);

#endif
