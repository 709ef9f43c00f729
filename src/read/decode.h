/* decode -- from an article's bytes to its text. Read layer. Mostly the bytes are
 * UTF-8, with or without BOM, and stay where they are; a few bad ones among them
 * are repaired paragraph by paragraph (the repairs "utf8" and "c1"), so that spans
 * stay spans of the input.
 *
 * An article in another encoding is converted whole. Then a->bytes is the
 * converted text, in the batch's arena, and all spans are spans of that; the
 * input itself is a->original. The separator line is not converted. Pieces of a
 * huge article are left alone: they are converted where they are cut (piece.h). */
#ifndef READ_DECODE_H
#define READ_DECODE_H

#include "read/batch.h"

/* Converts an article that begins with a mark of UTF-16 or UTF-32 from that, and any
 * other without a UTF-8 BOM from the encoding `from`, unless that is NULL or UTF-8.
 * Sets a->encoding if it converts. False, and the article left as it was, when
 * something is not valid in that encoding, or memory is short (b->failed). */
bool decode_convert(struct batch *b, struct article *a, const char *from);

/* For an article that decode_convert could not convert: does it, with U+FFFD for what is
 * not valid, if that is little. False, and the article left as it was, when it is more,
 * when the article is rather UTF-8 than `from`, or memory is short (b->failed). */
bool decode_spoiled(struct batch *b, struct article *a, const char *from);

/* For an article found not to be UTF-8, or to hold controls: converts it when its
 * encoding can be told (guess.h). False when it cannot, or memory is short (b->failed). */
bool decode_detect(struct batch *b, struct article *a);

/* Completes a conversion: text is that of input in UTF-8, but for the separator line,
 * which is appended as it is. Sets a->original to input (borrowed), a->encoding,
 * a->exact: whether encoding the text again gives input, and a->spoiled. In UTF-16 it
 * does not when there is a separator line. */
void decode_note(struct batch *b, struct article *a, struct slice input, const char *encoding, struct buf *text);

/* Sets a->text: a->bytes without a BOM in front (at the article's head only)
 * and without the separator line. */
void decode_article(struct article *a);

#endif
