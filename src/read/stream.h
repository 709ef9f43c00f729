/* stream -- one feed of text read as articles, in batches. Read layer.
 *
 * Articles are parted by a line that holds exactly the separator, with LF or
 * CR LF behind it or at the end of the input; that line belongs to the article
 * before it. Nothing behind the last separator is no article, an input of no
 * bytes at all is one. An empty separator parts nothing.
 *
 * Of JSON Lines every line is an article, blank ones too; their ids are set when
 * somebody looks into them (jsonl.h). A line of more than `most` bytes, and
 * SOURCE_WHOLE, comes in pieces; of text an article of more is noticed, passed over, and yielded
 * without bytes, as skipped. What may be huge and is not to be more than `most`
 * is held until that is known. What stands around spoiled bytes is passed over
 * in the same way, from the last separator before them to the first one behind.
 *
 * Small articles are gathered until a batch has SOURCE_BATCH bytes, or until the feed
 * has nothing more at once: a slow pipe is answered article by article. One of
 * more than SOURCE_WHOLE or SOURCE_LINES comes in pieces, each a batch (source.h
 * says how they are cut). What is an article, and what a piece, depends on the bytes alone,
 * never on how the feed delivers them. */
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
    bool records;          /* JSON Lines: every line is an article, with a fresh frame */
    uint64_t most;         /* bytes of an article, without its separator; 0: no limit for text */
    const char *from;      /* encoding of huge articles, which are converted here; NULL: not said; borrowed */
};

struct stream *stream_open(const struct stream_input *input, struct notices *notices);
void stream_close(struct stream *s);   /* NULL is fine */

/* The first bytes, read but not taken: up to JSONL_LOOK of them, as far as the
 * end of the first line that is not blank. Before the first stream_next only. */
struct slice stream_look(struct stream *s);

bool stream_has_records(const struct stream *s);

/* From now on every line is a record, of `most` bytes; before the first
 * stream_next only. */
void stream_take_records(struct stream *s, uint64_t most);

/* 1: batch (cleared by the caller) holds the next articles; 0: no more. A read
 * error is noticed and ends the input: what came before stays. When memory is
 * short batch->failed. */
int stream_next(struct stream *s, struct batch *batch);

#endif
