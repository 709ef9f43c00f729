/* utf8 -- code points in and out of bytes that may be anything.
 * Text layer: knows characters, nothing of news. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdint.h>

#include "base/buf.h"

/* What utf8_next gives for bytes that are not UTF-8. */
#define UTF8_BAD UINT32_MAX

/* Decodes the code point at p (p < end) into *cp and returns the bytes it
 * takes, 1 to 4. Bytes that are not UTF-8 (overlong, surrogate, beyond
 * U+10FFFF, cut short, stray) give UTF8_BAD and the length of the maximal
 * subpart, 1 to 3, as Unicode 15 section 3.9 (U+FFFD substitution) says. */
size_t utf8_next(const char *p, const char *end, uint32_t *cp);

/* The start of the code point that ends before p (start < p), at most 4 bytes
 * back; a byte that belongs to none stands alone. */
const char *utf8_prev(const char *start, const char *p);

/* Writes cp (a valid scalar value) to out (room for 4) and returns its bytes. */
size_t utf8_put(uint32_t cp, char *out);
void utf8_add(struct buf *out, uint32_t cp);

bool utf8_valid(struct slice s);

/* Number of code points; a bad maximal subpart counts one. */
size_t utf8_count(struct slice s);

#endif
