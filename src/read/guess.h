/* guess -- in which encoding bytes are of which nobody has said it, and which
 * are no UTF-8, or hold what no text does. Read layer.
 *
 * A wrong guess spoils what was only strange before, so none is made unless the
 * text that it gives can be read (legible.h): what the detector proposes is held
 * against windows-1252, in which most such bytes are, and text too short for the
 * detector too. Where both fail some more pages are tried, those of old Macs and
 * DOS among them, which the detector does not know. */
#ifndef READ_GUESS_H
#define READ_GUESS_H

#include "base/buf.h"
#include "read/encoding.h"

/* Appends the text to `text`, in UTF-8, and sets name. False when no encoding
 * fits, or bytes are UTF-8 for the most part, or memory is short (text->failed). */
bool guess_encoding(struct slice bytes, struct buf *text, char name[ENCODING_NAME]);

#endif
