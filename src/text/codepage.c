#include "text/codepage.h"

#include <stddef.h>

struct known {
    uint16_t cp;
    uint8_t bytes[CODEPAGE_N];
};

#include "codepages.inc"

uint32_t codepage_char(enum codepage page, unsigned char byte)
{
    return page_chars[page][byte - 0x80];
}

static const uint8_t *find(uint32_t cp)
{
    size_t low = 0, high = sizeof known / sizeof *known;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (known[middle].cp < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof known / sizeof *known && known[low].cp == cp ? known[low].bytes : NULL;
}

const uint8_t *codepage_bytes(uint32_t cp)
{
    return cp < 0x80 ? NULL : find(cp);
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
