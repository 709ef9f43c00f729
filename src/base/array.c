#include "base/array.h"

#include <stdlib.h>

void *array_grow(void *array, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap + *cap / 2 : 16;
    void *bigger = reallocarray(array, more, size);
    if (bigger)
        *cap = more;
    return bigger;
}
