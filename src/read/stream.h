/* stream -- one feed of text read as articles, in batches. Read layer.
 *
 * Articles are parted by a line that holds exactly the separator, with LF or
 * CR LF behind it or at the end of the input; that line belongs to the article
 * before it. Nothing behind the last separator is no article, an input of no
 * bytes at all is one. An empty separator parts nothing.
 *
 * Small articles are gathered until a batch has SOURCE_BYTES; one of more than
 * SOURCE_WHOLE comes in pieces, each a batch (source.h says how they are cut).
 * Both depend on the bytes alone, never on how the feed delivers them. */
#ifndef READ_STREAM_H
#define READ_STREAM_H

#include "base/notice.h"
#include "read/batch.h"
#include "read/feed.h"

struct stream;

struct stream_input {
    struct feed feed;      /* closed with the stream */
    struct slice id;       /* of the first article; the others get ".2", ".3" ...; borrowed */
    struct slice source;   /* borrowed */
    struct slice separator;/* borrowed; empty: one article */
};

struct stream *stream_open(const struct stream_input *input, struct notices *notices);
void stream_close(struct stream *s);   /* NULL is fine */

/* 1: batch (cleared by the caller) holds the next articles; 0: no more. A read
 * error is noticed and ends the input: what came before stays. When memory is
 * short batch->failed. */
int stream_next(struct stream *s, struct batch *batch);

#endif
