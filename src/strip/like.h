/* like -- a line with placeholders, as a regular expression. Strip layer. */
#ifndef STRIP_LIKE_H
#define STRIP_LIKE_H

#include "base/buf.h"

/* "Read more from *" to "^read more from .+$": a * is any text, never none,
 * within the line; \* is a star; nothing else is special. scratch is for
 * folding. False when there is no placeholder, or nothing but them. What is returned counts
 * only unless memory was short (pattern->failed). */
bool like_pattern(struct slice text, struct buf *scratch, struct buf *pattern);

#endif
