/* piece -- where a huge article is cut into pieces, and their conversion when it is
 * not in UTF-8. Read layer; called by stream.c, under the source's lock.
 *
 * The encoding is found out from its beginning, some hundred KiB, and holds for all of
 * it: each piece is converted by itself. */
#ifndef READ_PIECE_H
#define READ_PIECE_H

#include "read/batch.h"
#include "read/charset/encoding.h"

struct piece_encoding {
    char name[ENCODING_NAME];  /* "": UTF-8, or what is read as such */
    unsigned unit;             /* bytes of a code unit: 1, 2 or 4 */
    bool big;                  /* big-endian */
    bool fed;                  /* LFs end the article's lines: NEL ends none (lines.h). Set by the stream */
    bool failed;               /* memory was short: nobody knows */
    const char *binary;        /* it is no text but this ("a PDF file"); NULL: it is */
};

/* The encoding of an article that begins with `first`: what its byte order mark says,
 * else `from`, or if that is NULL what guess.h makes of it. One that is not UTF-8 either
 * may be no text at all. */
struct piece_encoding piece_encoding_of(struct slice first, const char *from);

/* Whether text has more than `most` lines. */
bool piece_has_more_lines(struct slice text, size_t most);

/* How many bytes a piece may have: SOURCE_BYTES, or fewer when their lines are short.
 * May be more than bytes.len. */
size_t piece_most(struct slice bytes);

/* Where the next piece ends: behind the last blank line in [low, high) of bytes; else
 * behind the last line end there, or before; else, of a line that is longer, behind the
 * last sentence or word; else between two characters. A unit at high is read. */
size_t piece_cut(struct slice bytes, size_t low, size_t high, const struct piece_encoding *e);

/* Converts the piece, which is all that b->input holds; before batch_place. The little
 * that is not valid in that encoding becomes U+FFFD. When it is more, or memory is short
 * (b->failed), the piece is left as it was. NULL: all is well; else what to say behind
 * "is not ENCODING". */
const char *piece_convert(struct batch *b, struct article *a, const struct piece_encoding *e);

#endif
