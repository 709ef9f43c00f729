/* stream -- one feed of text read as articles, in batches. Read layer.
 *
 * An article ends at a line that holds exactly the separator, with LF or CR LF
 * behind it or at the end of the input (separator.h); that line belongs to the article before
 * it. If no bytes follow the last separator there is no article behind it; an
 * input of no bytes at all is one article. With an empty separator all is one.
 *
 * Of JSON Lines every line is an article, blank ones too; ids are set when somebody
 * looks into the lines (jsonl.h).
 *
 * Small articles are gathered until a batch has SOURCE_BATCH bytes, or until the
 * feed would have to be waited for: a slow pipe is answered article by article. One
 * of more than SOURCE_WHOLE or SOURCE_LINES comes in pieces, each a batch (source.h
 * says how they are cut). What is an article, and what a piece, depends on the bytes
 * alone, never on how the feed delivers them.
 *
 * A text of more than `most` bytes is noticed, passed over, and yielded as skipped,
 * without bytes; so no piece of a huge one is given before it is known to have no
 * more. A record of more comes in pieces when it is larger than SOURCE_WHOLE, too.
 *
 * Where the feed is spoiled, text is noticed and passed over from the last separator
 * before the spoiled bytes to the first one behind them. */
#ifndef READ_STREAM_H
#define READ_STREAM_H

#include "base/notice.h"
#include "read/batch.h"
#include "read/unpack/feed.h"

struct stream;

struct stream_input {
    struct feed feed;      /* closed with the stream */
    struct slice before;   /* bytes that were read of it already; copied */
    struct slice id;       /* of the first article; the others get ".2", ".3" ...; borrowed */
    struct slice source;   /* borrowed */
    struct slice separator;/* borrowed; empty: one article */
    bool records;          /* JSON Lines: every line is an article, with a fresh frame */
    uint64_t most;         /* bytes that an article may have, without its separator; 0: no limit for text */
    const char *from;      /* encoding of huge articles, which are converted here; NULL: to be guessed; borrowed */
};

/* NULL when memory is short; the feed is left open then. */
struct stream *stream_open(const struct stream_input *input, struct notices *notices);
void stream_close(struct stream *s);   /* NULL is fine */

/* The first bytes, read but not taken: as many as jsonl_can_tell wants, but no more
 * than JSONL_LOOK. Before the first stream_next only. False
 * when memory is short. */
bool stream_look(struct stream *s, struct slice *first);

bool stream_has_records(const struct stream *s);

/* Every line is a record, which may have `most` bytes. Before the first stream_next only. */
void stream_take_records(struct stream *s, uint64_t most);

/* 1: batch (cleared by the caller) holds the next articles; 0: no more. A read
 * error is noticed and, unless the feed goes on behind it, ends the input: what came
 * before stays. Sets batch->failed when memory is short. */
int stream_next(struct stream *s, struct batch *batch);

#endif
