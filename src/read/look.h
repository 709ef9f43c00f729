/* look -- what a feed without a telling name holds, by its first bytes: what
 * comes through a pipe may be compressed, an archive or a crawl too. Read layer. */
#ifndef READ_LOOK_H
#define READ_LOOK_H

#include "read/feed.h"
#include "read/kind.h"

/* What first bytes say. */
struct looked {
    enum kind kind;
    bool packed;           /* compressed: what it holds, the bytes in it say */
    bool sure;             /* more bytes would say nothing else */
};

enum { LOOK_BYTES = 512 };     /* a tar's header: nobody needs more to be sure */

struct looked look_at_bytes(struct slice first);

/* Reads the first bytes of f, as many as are needed, and puts in f's place a
 * feed that begins with them; of what is compressed one that unpacks it, as
 * feed_unpack does with that ratio. *kind: what is to be read from it. Waits
 * for no more than the first line or LOOK_BYTES. False with error filled, and f
 * closed, on failure. */
bool look_into(struct feed *f, unsigned ratio, enum kind *kind, struct copydesk_error *error);

#endif
