/* decimal -- numbers written out. Base layer. By hand, for printf takes its time:
 * a number stands in every line of a list of keys and in many names of articles. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdint.h>

enum { DECIMAL_MOST = 20 };   /* digits */

/* Writes n so that it ends right before `end`. Returns where it begins. */
static inline char *decimal_before(char *end, uint64_t n)
{
    do
        *--end = (char)('0' + n % 10);
    while (n /= 10);
    return end;
}

#endif
