/* piece -- where a huge article is parted into pieces, and their conversion when
 * it is not in UTF-8. Read layer; for stream.h, under its lock.
 *
 * Which encoding it is in is found out at its beginning, from some hundred KiB,
 * and holds for all of it: each piece is converted by itself. */
#ifndef READ_PIECE_H
#define READ_PIECE_H

#include "read/batch.h"
#include "read/encoding.h"

struct piece_encoding {
    char name[ENCODING_NAME];  /* "": UTF-8, or what is read as such */
    unsigned unit;             /* bytes of its units: 1, 2, 4 */
    bool big;                  /* the higher one comes first */
};

/* Of an article that begins so: what its mark says, or `from` (NULL: nothing was
 * said), or what can be told by guess.h. */
struct piece_encoding piece_encoding_of(struct slice first, const char *from);

/* Whether there are more lines than that. */
bool piece_has_more_lines(struct slice text, size_t most);

/* How many bytes make a piece: SOURCE_BYTES, or fewer when their lines are short;
 * they may be more than there are. */
size_t piece_most(struct slice bytes);

/* Where the next piece ends: behind the last line end in [low, high) of bytes, of
 * a blank line if there is one; else between two characters. bytes[high] can be read. */
size_t piece_cut(struct slice bytes, size_t low, size_t high, const struct piece_encoding *e);

/* Converts the piece, which is all that the batch's input holds and is not placed
 * yet. False: it is not valid in that encoding, or memory is short
 * (batch->failed), and it is as it was. */
bool piece_convert(struct batch *b, struct article *a, const struct piece_encoding *e);

#endif
