/* unicode -- what the Unicode standard says, asked of utf8proc.
 * Text layer; the only module that touches utf8proc. Slow (some 40 ns a byte,
 * measured), so whoever can decide by the generated tables does (tables.h). */
#ifndef TEXT_UNICODE_H
#define TEXT_UNICODE_H

#include <stdint.h>

#include "base/buf.h"

enum unicode_map {
    UNICODE_NFC, UNICODE_NFD, UNICODE_NFKC, UNICODE_NFKD,
    UNICODE_BARE,      /* NFKD without default-ignorable code points */
    UNICODE_FOLDED,    /* NFKC_Casefold, which drops them too */
    UNICODE_N_MAPS
};

/* Maps text, which must be valid UTF-8, into out (cleared first; its memory is
 * reused and serves as scratch, up to 4 bytes a code point). out->failed when
 * memory was short. */
void unicode_map(struct slice text, enum unicode_map how, struct buf *out);

/* The two letters of the general category ("Lu"); "Cn" for no scalar value. */
const char *unicode_category(uint32_t cp);

/* Canonical combining class. */
uint8_t unicode_combining(uint32_t cp);

/* Columns that a character takes where text is laid out in columns, as terminals and
 * editors do (Unicode annex 11): 2 for wide ones; 0 for marks that take no room of their
 * own, for controls of format, and for the jamo that complete a syllable; else 1. */
unsigned unicode_columns(uint32_t cp);

/* "15.0.0" */
const char *unicode_version(void);

#endif
