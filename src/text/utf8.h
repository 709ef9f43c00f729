/* utf8 -- code points in and out of bytes that may be anything.
 * Text layer: knows characters, nothing of news. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdint.h>

#include "base/buf.h"

/* What utf8_next gives for bytes that are not UTF-8. */
#define UTF8_BAD UINT32_MAX

/* utf8_next without its short cuts. */
size_t utf8_decode(const char *p, const char *end, uint32_t *cp);

/* Decodes the code point at p (p < end) into *cp and returns the bytes it
 * takes, 1 to 4. Bytes that are not UTF-8 (overlong, surrogate, beyond
 * U+10FFFF, cut short, stray) give UTF8_BAD and the length of the maximal
 * subpart, 1 to 3, as Unicode 15 section 3.9 (U+FFFD substitution) says. */
static inline size_t utf8_next(const char *p, const char *end, uint32_t *cp)
{
    /* the usual lengths in line; E0 and ED begin what may be overlong or a surrogate */
    const unsigned char *b = (const unsigned char *)p;
    if (b[0] < 0x80) {
        *cp = b[0];
        return 1;
    }
    if (b[0] >= 0xC2 && b[0] < 0xE0 && end - p >= 2 && (b[1] & 0xC0) == 0x80) {
        *cp = (b[0] & 0x1Fu) << 6 | (b[1] & 0x3Fu);
        return 2;
    }
    if (b[0] > 0xE0 && b[0] < 0xF0 && b[0] != 0xED && end - p >= 3
        && (b[1] & 0xC0) == 0x80 && (b[2] & 0xC0) == 0x80) {
        *cp = (b[0] & 0xFu) << 12 | (b[1] & 0x3Fu) << 6 | (b[2] & 0x3Fu);
        return 3;
    }
    return utf8_decode(p, end, cp);
}

/* How many bytes from p on are ASCII. */
static inline size_t utf8_ascii(const char *p, const char *end)
{
    uint64_t eight;
    const char *q = p;
    for (; end - q >= (ptrdiff_t)sizeof eight; q += sizeof eight) {
        memcpy(&eight, q, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (q < end && (unsigned char)*q < 0x80)
        q++;
    return (size_t)(q - p);
}

/* The start of the code point that ends before p (start < p), at most 4 bytes
 * back; a byte that belongs to none stands alone. */
const char *utf8_prev(const char *start, const char *p);

/* Writes cp (a valid scalar value) to out (room for 4) and returns its bytes. */
size_t utf8_put(uint32_t cp, char *out);
void utf8_add(struct buf *out, uint32_t cp);

bool utf8_valid(struct slice s);
size_t utf8_valid_length(struct slice s);   /* bytes from the start that are UTF-8 */

/* Number of code points; a bad maximal subpart counts one. */
size_t utf8_count(struct slice s);

#endif
