#include "base/array.h"

#include <stdlib.h>

enum { FIRST = 16, DOUBLED = 8192 };   /* elements (guess): small ones move seldom, large ones waste little */

void *array_grow(void *array, size_t *cap, size_t size)
{
    size_t more = !*cap ? FIRST : *cap < DOUBLED ? *cap * 2 : *cap + *cap / 2;
    void *bigger = reallocarray(array, more, size);
    if (bigger)
        *cap = more;
    return bigger;
}
