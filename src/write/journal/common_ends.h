/* common_ends -- what two spellings of a paragraph have in common at both ends: an
 * edit is what stands between. Counts bytes. */
#ifndef WRITE_COMMON_ENDS_H
#define WRITE_COMMON_ENDS_H

#include "base/slice.h"

/* Bytes at the start that a and b, neither empty, have in common, ending where a
 * code point and, if it can be, a word ends. Fewer than either has. */
size_t common_prefix(struct slice a, struct slice b);

/* The same at the end, for what is left of a and b behind their common start. */
size_t common_suffix(struct slice a, struct slice b);

#endif
