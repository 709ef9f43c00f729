/* sniff -- what a feed without a telling name holds, by its first bytes: what
 * comes through a pipe may be compressed, an archive or a crawl too. Read layer. */
#ifndef READ_SNIFF_H
#define READ_SNIFF_H

#include "base/notice.h"
#include "read/feed.h"
#include "read/kind.h"

/* What first bytes say. */
struct sniffed {
    enum kind kind;
    bool packed;           /* compressed: what it holds, the bytes in it say */
    bool sure;             /* more bytes would say nothing else */
};

enum { SNIFF_BYTES = 512 };     /* a tar's header: nobody needs more to be sure */

struct sniffed sniff_bytes(struct slice first);

/* What bytes are that begin as a file does which is no text, for people ("a PDF
 * file"); NULL: they do not. Text may begin so too, if it has the letters: ask
 * only about what is no clean text. */
const char *sniff_binary(struct slice first);

/* Reads the first bytes of f, as many as are needed, and puts in f's place a
 * feed that begins with them; of what is compressed one that unpacks it, as
 * feed_unpack does with that ratio. *kind: what is to be read from it. Waits
 * for no more than the first line or SNIFF_BYTES. What is spoiled before the first
 * bytes is noticed, the last of it by reading f. False with error filled, and f
 * closed, on failure. */
bool sniff_feed(struct feed *f, unsigned ratio, enum kind *kind, struct notices *notices, struct copydesk_error *error);

#endif
