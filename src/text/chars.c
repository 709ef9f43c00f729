#include "text/chars.h"

#include "text/tables.h"
#include "text_tables.inc"

unsigned chars_flags(uint32_t cp)
{
    if (cp > 0x10FFFF)
        return 0;
    unsigned block = text_flag_blocks[cp >> TEXT_SHIFT];
    return text_flag_data[block * TEXT_BLOCK + (cp & (TEXT_BLOCK - 1))];
}
