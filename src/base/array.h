/* array -- an array that grows by one element at a time. Base layer. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stddef.h>

/* array_room's slow half: allocates. */
void *array_grow(void *array, size_t *cap, size_t size);

/* Makes room for one more behind the n elements of an array that has room for
 * *cap, of `size` bytes each. Returns the array, which may have moved; NULL when
 * memory is short: then the old one is as it was. */
static inline void *array_room(void *array, size_t n, size_t *cap, size_t size)
{
    return n < *cap ? array : array_grow(array, cap, size);
}

#endif
