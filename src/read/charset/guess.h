/* guess -- guesses the encoding of bytes that are not UTF-8, or hold what no text
 * does, when nobody has said which it is. Read layer.
 *
 * A wrong guess spoils text that was only strange before, so none is made unless the
 * text that it gives is legible (legible.h). What the detector (uchardet) proposes
 * is compared with windows-1252, in which most such bytes are; of text too short for
 * the detector only that is tried. Where neither fits, so are some more code pages,
 * among them those of old Macs and DOS, which the detector does not know. */
#ifndef READ_GUESS_H
#define READ_GUESS_H

#include "base/buf.h"
#include "read/charset/encoding.h"

/* Appends bytes, decoded, to `text`, and sets name. False when no encoding fits, or
 * bytes are UTF-8 for the most part, or memory is short (text->failed). */
bool guess_encoding(struct slice bytes, struct buf *text, char name[ENCODING_NAME]);

/* Whether bytes are mostly not UTF-8, where they are not ASCII. */
bool guess_is_foreign(struct slice bytes);

/* Whether a paragraph among others in UTF-8 may be in another encoding: there is more that
 * is not UTF-8 than a damaged place or two leave. */
bool guess_is_apart(struct slice bytes);

#endif
