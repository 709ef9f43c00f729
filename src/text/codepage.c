#include "text/codepage.h"

#include <stddef.h>

struct row {
    uint8_t bytes[CODEPAGE_N];
    uint8_t leads, nexts;   /* the pages in which the byte begins, or goes on, a character of UTF-8 */
};

#include "codepages.inc"

uint32_t codepage_char(enum codepage page, unsigned char byte)
{
    return page_chars[page][byte - 0x80];
}

static inline const struct row *row_of(uint32_t cp)
{
    if (cp < 0x80 || cp > 0xFFFF || !slots[cp >> 6])
        return NULL;
    unsigned at = places[(slots[cp >> 6] - 1u) * 64 + (cp & 63)];
    return at ? &known[at - 1] : NULL;
}

const uint8_t *codepage_bytes(uint32_t cp)
{
    const struct row *row = row_of(cp);
    return row ? row->bytes : NULL;
}

bool codepage_pair(uint32_t a, uint32_t b)
{
    const struct row *first = row_of(a), *second = first ? row_of(b) : NULL;
    bool blank = a == 0xA0 || b == 0xA0;   /* NBSP only right behind a lead */
    return second && second->nexts & (first->leads | (blank ? 0u : first->nexts));
}
