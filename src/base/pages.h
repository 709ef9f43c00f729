/* pages -- memory for a large table that grows: given back to the system when
 * it is freed, and grown without a copy of it. The heap does neither for sure,
 * so that what a run takes would depend on what else was freed. Base layer. */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

/* Makes old_size bytes at p, which this function gave (NULL: none), new_size, no
 * fewer; what is new is zero. NULL when memory is short: the old bytes are as before.
 * The sizes tell where the bytes lie: they must be those of the call before. */
void *pages_grow(void *p, size_t old_size, size_t new_size);

void pages_free(void *p, size_t size);   /* NULL is fine */

#endif
