/* container -- an archive's members, a WARC file's records or one compressed
 * file, read as articles, in their order. Read layer.
 *
 * An archive's members are chosen as a directory's files are; one that is
 * compressed by itself is unpacked. An article's id is its path below the
 * archive (taken.h), without the ending that says it is compressed; when an
 * earlier member has taken that, a '.' and the member's number in the archive
 * stand behind it. Links, devices, encrypted members and archives inside the
 * archive are noticed and left out: as COPYDESK_SKIPPED when they may hold text.
 *
 * A member of JSON Lines (jsonl.h) is a stream of articles. Of a crawl's records
 * exclude globs choose, but include globs do not.
 *
 * A WARC file's articles are named by the host they come from, which is their
 * source, and the record's number: "www.example.com/000042.txt".
 *
 * A member that cannot be read to its end is noticed and left out
 * whole, unless it comes in pieces (source.h): what came before stays then. */
#ifndef READ_CONTAINER_H
#define READ_CONTAINER_H

#include "base/notice.h"
#include "read/batch.h"
#include "read/unpack/feed.h"
#include "read/unpack/kind.h"

struct container;

struct container_input {
    struct feed feed;      /* taken over in any case */
    enum kind kind;        /* KIND_TEXT: one article, decompressed; KIND_BROTLI: none */
    bool unpacked;         /* the feed gives unpacked bytes already */
    bool named;            /* it is a PATH itself, or standard input: somebody means it to be read */
    struct slice id;       /* KIND_TEXT: the article's; else the prefix of its articles' ids, without
                              its '/', or ""; borrowed */
    size_t below;          /* how many bytes in front of an article's id globs do not look at */
    const struct copydesk_options *options;
};

/* A container that cannot be opened is noticed, and has no articles. NULL, and the
 * feed closed, when memory is short. */
struct container *container_open(const struct container_input *input, struct notices *notices);
void container_close(struct container *c);     /* NULL is fine */

/* Adds articles to the batch, which may hold some already, until it has
 * SOURCE_BYTES: 1; 0: the container is done. What comes from a stream (stream.h) is a
 * batch by itself. Sets batch->failed when memory is short. The caller calls batch_place. */
int container_next(struct container *c, struct batch *batch);

#endif
