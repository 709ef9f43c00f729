#include "base/array.h"

#include <stdlib.h>

/* Elements (guesses): arrays double up to DOUBLED, to move seldom; then they grow by
 * half, to waste little. */
enum { FIRST = 16, DOUBLED = 8192 };

void *array_grow(void *array, size_t *cap, size_t size)
{
    size_t more = !*cap ? FIRST : *cap < DOUBLED ? *cap * 2 : *cap + *cap / 2;
    void *bigger = reallocarray(array, more, size);
    if (bigger)
        *cap = more;
    return bigger;
}
