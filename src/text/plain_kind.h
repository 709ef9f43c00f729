/* plain_kind -- what a single character is, by the table of plain ones. Text layer, in line
 * for plain.c and plain_end.c. */
#ifndef TEXT_PLAIN_KIND_H
#define TEXT_PLAIN_KIND_H

#include "text/ways.h"

INLINE bool continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* What the character at p, beyond ASCII, is (enum text_plain; 0: strange), and its
 * length, which is set only when its first two bytes are good. */
INLINE unsigned kind_at(const char *p, const char *end, unsigned *n)
{
    const unsigned char *b = (const unsigned char *)p;
    if (b[0] < 0xC2 || b[0] > 0xEF || end - p < 2 || !continues(b[1]))
        return 0;
    *n = 2;
    if (b[0] < 0xE0)
        return text_plain[(b[0] & 0x1Fu) << 6 | (b[1] & 0x3Fu)];
    unsigned cp = (b[0] & 0xFu) << 12 | (b[1] & 0x3Fu) << 6;
    *n = 3;
    if (cp < 0x800 || end - p < 3 || !continues(b[2]))   /* overlong, or cut short */
        return 0;
    return text_plain[cp | (b[2] & 0x3Fu)];
}

/* The same of any character; *n is not set for ASCII. */
INLINE unsigned kind_of(const char *p, const char *end, unsigned *n)
{
    unsigned char c = (unsigned char)*p;
    return c < 0x80 ? text_plain[c] : kind_at(p, end, n);
}

#endif
