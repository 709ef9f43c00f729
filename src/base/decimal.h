/* decimal -- numbers as decimal digits. Base layer. By hand, because printf is slow
 * and a number stands in every line of a list of keys and in many names of articles. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdint.h>

enum { DECIMAL_MOST = 20 };   /* digits of the largest uint64_t */

/* Writes n so that it ends right before `end`. Returns where it begins. */
static inline char *decimal_before(char *end, uint64_t n)
{
    do
        *--end = (char)('0' + n % 10);
    while (n /= 10);
    return end;
}

#endif
