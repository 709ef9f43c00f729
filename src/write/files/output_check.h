/* output_check -- whether the files that an earlier run wrote to an output directory
 * still stand there, and no others. Asked for many, it names those that do not.
 *
 * A thread of its own looks, some hundred files behind whoever asks: one system
 * call for each file is half the time of a run that finds nothing changed
 * (measured), and the one who asks makes another for the input. */
#ifndef WRITE_OUTPUT_CHECK_H
#define WRITE_OUTPUT_CHECK_H

#include <stdint.h>

#include "base/slice.h"

struct output_check;

/* root: the directory; one that is not there has no files. beside: look in a thread
 * of its own, if one can be started. NULL with errno set when memory is short or the
 * directory cannot be opened. To be used by one thread. */
struct output_check *output_check_new(const char *root, bool beside);
void output_check_free(struct output_check *c);            /* NULL is fine */
bool output_check_is_open(const struct output_check *c);   /* whether the directory is there */

/* Asks whether a regular file of `size` bytes stands under id, a path below the
 * directory, that was changed last at `stamp`, nanoseconds since 1970 (0: at any
 * time); of size 0: that no file does. A symlink is none. False when memory is short. */
bool output_check_ask(struct output_check *c, struct slice id, uint64_t size, int64_t stamp, uint32_t number);

/* Calls tell with the number of every file asked for that does not stand, once,
 * in the order of asking. False when memory was short: there may be more. */
typedef void output_check_missing(void *payload, uint32_t number);
bool output_check_answers(struct output_check *c, output_check_missing *tell, void *payload);

/* Answers at once: when the regular file of that size was changed last; 0: there is
 * none. Not to be mixed with output_check_ask. */
int64_t output_check_stamp(struct output_check *c, struct slice id, uint64_t size);

#endif
