/* alternatives -- one text that stands for many: "Share {this|the} page{| now}"
 * says "Share this page", "Share this page now", "Share the page" ... Strip layer. */
#ifndef STRIP_ALTERNATIVES_H
#define STRIP_ALTERNATIVES_H

#include <stddef.h>

#include "base/arena.h"

enum { ALTERNATIVES_MOST = 512 };   /* more is a slip of the pen: they multiply */

/* The number of texts, ALTERNATIVES_MOST + 1 when they are more. 0: a brace has
 * no partner, or stands within another pair. */
size_t alternatives_count(struct slice text);

/* Number i of them, below the count; the last braces change first. In the arena;
 * empty when memory is short. */
struct slice alternatives_take(struct slice text, size_t i, struct arena *a);

#endif
