/* pages -- memory for a large table that grows: given back to the system when
 * it is freed, and grown without being copied. The heap guarantees neither: how
 * much a run takes would depend on what else was freed. Base layer. */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

/* Grows the old_size bytes at p, which an earlier call returned (NULL: none), to
 * new_size, which is not less; new bytes are zero. NULL when memory is short: the old
 * bytes are as before. Whether p is on the heap is told by its size, so old_size, and
 * size below, must be what p was made with. */
void *pages_grow(void *p, size_t old_size, size_t new_size);

void pages_free(void *p, size_t size);   /* NULL is fine */

#endif
