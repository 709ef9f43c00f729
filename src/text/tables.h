/* tables -- the generated tables behind chars, fold and the normal forms' quick
 * checks, and how they are looked up. Text layer, for its own files and
 * normalize/form.c. Written by make_tables.c into text_tables.inc, which
 * chars.c compiles. Read-only. */
#ifndef TEXT_TABLES_H
#define TEXT_TABLES_H

#include <stdint.h>

/* What a fold makes of a character. */
enum text_class {
    TEXT_KEEP,      /* stays, as map or itself */
    TEXT_SPACE,
    TEXT_DASH,      /* a hyphen or dash; map is "-" */
    TEXT_SIGN,      /* one that may be a minus too: all but the long ones */
    TEXT_PUNCT,     /* other punctuation; map is its one spelling */
    TEXT_DROP,      /* control or default-ignorable */
    TEXT_EXPAND,    /* map holds characters of several classes, each folded already */
    TEXT_COMPLEX    /* may compose or reorder with its neighbours: see fold.c */
};

enum text_bit {
    TEXT_DIGIT_FIRST = 1 << 0,  /* the map starts with a digit */
    TEXT_DIGIT_LAST  = 1 << 1,  /* and ends with one */
    TEXT_KEYED       = 1 << 2,  /* the map has a letter or digit */
    TEXT_SUSPECT     = 1 << 3,  /* a repair may change it */
    TEXT_CONTEXT     = 1 << 4,  /* the same, when it does not belong where it stands (context.h) */
    TEXT_LOOSENS     = 1 << 5,  /* fold_loose may change the map */
    TEXT_SHORTENS    = 1 << 6,  /* and leave some of it out */
    TEXT_MONEY       = 1 << 7   /* the map starts with a currency sign */
};

/* Characters that fold without a look at their neighbours, are not suspect, and
 * their own NFC. */
enum text_plain {
    TEXT_PLAIN_LETTER = 1 << 0,   /* stays as it is; in ASCII digits, $ and % too, and A to Z as a to z */
    TEXT_PLAIN_DENSE  = 1 << 1,   /* and is CHARS_DENSE */
    TEXT_PLAIN_LOOSE  = 1 << 2,   /* and has TEXT_LOOSENS */
    TEXT_PLAIN_MARK   = 1 << 3,   /* punctuation */
    TEXT_PLAIN_DIGIT  = 1 << 4,   /* from here on ASCII only: what ascii.h calls them */
    TEXT_PLAIN_SPACE  = 1 << 5,
    TEXT_PLAIN_END    = 1 << 6,
    TEXT_PLAIN_HYPHEN = 1 << 7,
    /* beyond ASCII, of two bytes: a letter that folds to another of two bytes, the
     * last of which is more by text_shift, */
    TEXT_PLAIN_CAPITAL = 1 << 4,
    TEXT_PLAIN_NEXT    = 1 << 5   /* and the first by 1 */
};

/* What a program that wraps lines asks of a character. */
enum text_wrap {
    TEXT_COLUMNS = 3,       /* columns that it takes, 0 to 2 */
    TEXT_OPENS   = 1 << 2,  /* an opening bracket or quote: stands on the line of what follows it */
    TEXT_CLOSES  = 1 << 3,  /* a closing one */
    TEXT_CLINGS  = 1 << 4,  /* a letter that begins no line: a small kana, a sign of length or repetition */
    TEXT_MARKS   = 1 << 5,  /* a combining mark, be it of a column's width or none */
    TEXT_BROKEN  = 1 << 6,  /* Han or kana: a line may be broken beside it */
    TEXT_PHRASED = 1 << 7,  /* Thai, Lao, Khmer, Burmese: lines are broken at blanks, which part phrases */
    TEXT_BLANK   = 1 << 8
};

struct text_entry {
    uint16_t at;        /* of the map in text_maps */
    uint8_t len;        /* of the map in bytes; 0: the character itself */
    uint8_t cls;        /* enum text_class */
    uint8_t bits;       /* enum text_bit */
    uint8_t forms;      /* 1 << enum unicode_map: quick check "yes" for NFC to NFKD */
    uint8_t combining;  /* canonical combining class of the character */
    uint8_t tail;       /* that of the map's last character */
    uint8_t letters;    /* in the map, ASCII ones not counted */
    uint8_t dense;      /* of them CHARS_DENSE */
};

enum {
    TEXT_SHIFT = 7, TEXT_BLOCK = 1 << TEXT_SHIFT,
    FOLDING_GROWTH = 3,                 /* a map is at most so many times as long as its character */
    TEXT_MAP_MAX = 4 * FOLDING_GROWTH,  /* bytes; so many more may be read behind any map */
    TEXT_LOOSE = 0x700                  /* fold_loose changes no code point from here on */
};

extern const uint16_t text_flag_blocks[], text_flag_data[];
extern const uint16_t text_entry_blocks[], text_entry_data[];
extern const uint16_t text_wrap_blocks[], text_wrap_data[];
extern const struct text_entry text_entries[];
extern const char text_maps[];
/* What a character below U+10000 is in plain text (plain.c); 0 for all that are
 * not plain. */
extern const uint8_t text_plain[];
extern const uint8_t text_shift[0x800];   /* by code point, to be added modulo 256 */
extern const uint8_t text_lower[128];   /* ASCII, A to Z as a to z and a line feed as a space */
/* By a mask of eight bytes: the places of those that it has, and 0 behind them. */
extern const uint8_t text_squeeze[256][8];
/* fold_loose by code point: 0 as it is, 0xFFFF out, else the code point instead. */
extern const uint16_t text_loose[TEXT_LOOSE];

/* cp is at most 0x10FFFF. */
static inline const struct text_entry *text_entry(uint32_t cp)
{
    unsigned block = text_entry_blocks[cp >> TEXT_SHIFT];
    return &text_entries[text_entry_data[block * TEXT_BLOCK + (cp & (TEXT_BLOCK - 1))]];
}

/* enum text_wrap of a code point; one column of what is none. */
static inline unsigned text_wrap(uint32_t cp)
{
    if (cp > 0x10FFFF)
        return 1;
    unsigned block = text_wrap_blocks[cp >> TEXT_SHIFT];
    return text_wrap_data[block * TEXT_BLOCK + (cp & (TEXT_BLOCK - 1))];
}

#endif
