/* cut -- the one edit inside a line that rules make: a fixed text between
 * brackets, such as "(Opens in new window)", goes, the line stays. Strip
 * layer. It happens before a paragraph is folded, as a repair does, so that
 * what is judged is what is written.
 *
 * ASCII letters match whatever their case; a run of spaces in front goes too,
 * but for one where what follows would be glued to it. Two words that only the text
 * between brackets parted get a space. */
#ifndef STRIP_CUT_H
#define STRIP_CUT_H

#include "base/buf.h"

/* A text with ( and ), [ and ], or { and } at its ends and a letter inside. */
bool cut_allowed(struct slice cut);

/* Does text hold the cut? Then out (cleared first) is text without all of them. */
bool cut_text(struct slice text, struct slice cut, struct buf *out);

#endif
