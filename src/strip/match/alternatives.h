/* alternatives -- one text that stands for many: "Share {this|the} page{| now}"
 * says "Share this page", "Share this page now", "Share the page" ... Strip layer. */
#ifndef STRIP_ALTERNATIVES_H
#define STRIP_ALTERNATIVES_H

#include <stddef.h>

#include "base/buf.h"

enum { ALTERNATIVES_MOST = 512 };   /* more is a slip of the pen: they multiply */

/* The number of texts, ALTERNATIVES_MOST + 1 when they are more. 0: a brace has
 * no partner, or stands within another pair. */
size_t alternatives_count(struct slice text);

/* Number i of so many into out, in place of what that held; the last braces
 * change first. */
void alternatives_take(struct slice text, size_t count, size_t i, struct buf *out);

#endif
