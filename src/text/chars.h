/* chars -- what a code point is, by one table look-up.
 * Text layer. The tables are generated at build time from utf8proc (see
 * make_tables.c), never typed in, so that fold, repair and rules all decide by
 * one Unicode version. */
#ifndef TEXT_CHARS_H
#define TEXT_CHARS_H

#include <stdint.h>

#include "text/tables.h"

enum chars_flag {
    CHARS_LETTER  = 1 << 0,   /* L*, and Nl */
    CHARS_DIGIT   = 1 << 1,   /* Nd, No */
    CHARS_MARK    = 1 << 2,   /* M* */
    CHARS_UPPER   = 1 << 3,   /* Lu, Lt */
    CHARS_LOWER   = 1 << 4,   /* Ll */
    CHARS_SPACE   = 1 << 5,   /* Zs, tab, line feed and the other line ends */
    CHARS_PUNCT   = 1 << 6,   /* P* */
    CHARS_SYMBOL  = 1 << 7,   /* S* */
    CHARS_DENSE   = 1 << 8,   /* letter of a script written without spaces: Han, kana, Thai, Lao, Khmer, Myanmar */
    CHARS_IGNORE  = 1 << 9,   /* default-ignorable: soft hyphen, zero-width, bidi controls, BOM */
    CHARS_JOINING = 1 << 10,  /* letter or mark of a script in which ZWNJ and ZWJ mean something: Arabic, Syriac, Indic ... */
    CHARS_PICTURE = 1 << 11,  /* may stand in an emoji sequence */
    CHARS_END     = 1 << 12,  /* ends a sentence: . ! ? … 。 ！ ？ ؟ ۔ । and the like */
    CHARS_CLOSER  = 1 << 13,  /* may follow an end mark: quotes, brackets (Pe, Pf, Pi, ' and ") */
    CHARS_CURRENCY= 1 << 14,  /* Sc */
    CHARS_BREAKING= 1 << 15   /* letter, mark or digit of a script in which U+200B parts words: Thai, Lao, Khmer, Myanmar ... */
};

/* Flags of a scalar value; 0 for UTF8_BAD and unassigned ones. */
static inline unsigned chars_flags(uint32_t cp)
{
    if (cp > 0x10FFFF)
        return 0;
    unsigned block = text_flag_blocks[cp >> TEXT_SHIFT];
    return text_flag_data[block * TEXT_BLOCK + (cp & (TEXT_BLOCK - 1))];
}

#endif
