/* glance -- a look at the files of an output directory: does what a run before
 * has written still stand? Asked for many, answered for those that do not.
 *
 * A thread of its own looks, some hundred files behind whoever asks: a system
 * call a file is half the time of a run that finds nothing changed (measured),
 * and the one who asks makes another for the input. */
#ifndef WRITE_GLANCE_H
#define WRITE_GLANCE_H

#include <stdint.h>

#include "base/slice.h"

struct glance;

/* root: the directory; one that is not there has no files. beside: with that
 * thread, where there may be one. NULL with errno set when memory is short or
 * the directory cannot be looked into. For one thread. */
struct glance *glance_new(const char *root, bool beside);
void glance_free(struct glance *g);            /* NULL is fine */
bool glance_is_open(const struct glance *g);   /* there is such a directory */

/* Asks whether a regular file of `size` bytes stands under id, a path below the
 * directory, that was changed last at `stamp`, nanoseconds since 1970 (0: at any
 * time); a symlink is none. False when memory is short. */
bool glance_ask(struct glance *g, struct slice id, uint64_t size, int64_t stamp, uint32_t number);

/* Calls tell with the number of every file asked for that does not stand, once,
 * in the order of asking. False when memory was short: there may be more. */
typedef void glance_missing(void *payload, uint32_t number);
bool glance_answers(struct glance *g, glance_missing *tell, void *payload);

/* At once, by a glance that is asked nothing else: when the regular file of that
 * size was changed last; 0: there is none. */
int64_t glance_stamp(struct glance *g, struct slice id, uint64_t size);

#endif
