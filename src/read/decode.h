/* decode -- what of an article's bytes is text. Mostly they are UTF-8, with or
 * without BOM, and stay where they are; a few bad bytes among them are repaired
 * paragraph by paragraph (the repairs "utf8" and "c1"), so that spans stay
 * spans of the input.
 *
 * An article in another encoding is converted whole. Then a->bytes is the
 * converted text, in the batch's arena, and all spans are spans of that; the
 * input itself is a->original. Only whole articles, and only those whose
 * separator line is no part of the encoded text's business: pieces of a huge
 * one are converted where they are cut (piece.h). */
#ifndef READ_DECODE_H
#define READ_DECODE_H

#include "read/batch.h"

/* Converts what a mark in front says is UTF-16 or UTF-32, and everything else
 * that has no UTF-8 BOM from the encoding `from`, unless that is NULL. Sets
 * a->encoding when it did. False when it should and could not: something is
 * not valid in that encoding, and it is as it was. */
bool decode_convert(struct batch *b, struct article *a, const char *from);

/* For an article found not to be UTF-8, or to hold controls: converts it when its
 * encoding can be told (guess.h). False: it cannot. */
bool decode_detect(struct batch *b, struct article *a);

/* Text is what input, with its separator line, is in UTF-8: puts that line behind
 * it, as it is, and notes of the article what it was and whether encoding the text
 * again gives it. In UTF-16 it does not when there is such a line. Input is borrowed
 * as a->original. */
void decode_note(struct batch *b, struct article *a, struct slice input, const char *encoding, struct buf *text);

/* Sets a->text: a->bytes without a BOM in front (at the article's head only)
 * and without the separator line. */
void decode_article(struct article *a);

#endif
