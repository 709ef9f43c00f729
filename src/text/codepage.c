#include "text/codepage.h"

#include <stddef.h>

#include "codepages.inc"

uint32_t codepage_char(enum codepage page, unsigned char byte)
{
    return page_chars[page][byte - 0x80];
}

const uint8_t *codepage_bytes(uint32_t cp)
{
    if (cp < 0x80 || cp > 0xFFFF || !slots[cp >> 6])
        return NULL;
    unsigned at = places[(slots[cp >> 6] - 1u) * 64 + (cp & 63)];
    return at ? known[at - 1] : NULL;
}

static bool is_lead(uint8_t byte)
{
    return byte >= 0xC2 && byte <= 0xF4;
}

static bool is_next(uint8_t byte)
{
    return byte >= 0x80 && byte < 0xC0;
}

bool codepage_pair(uint32_t a, uint32_t b)
{
    const uint8_t *first = codepage_bytes(a), *second = first ? codepage_bytes(b) : NULL;
    bool blank = a == 0xA0 || b == 0xA0;   /* NBSP only right behind a lead */
    for (int page = 0; second && page < CODEPAGE_N; page++)
        if (is_next(second[page]) && (is_lead(first[page]) || (!blank && is_next(first[page]))))
            return true;
    return false;
}
