/* codepage -- the legacy 8-bit code pages in which UTF-8 is read by mistake, as
 * tables made from codepages.txt at build. Text layer. */
#ifndef TEXT_CODEPAGE_H
#define TEXT_CODEPAGE_H

#include <stdbool.h>
#include <stdint.h>

/* The order of codepages.txt. */
enum codepage {
    CODEPAGE_CP1252, CODEPAGE_CP1250, CODEPAGE_CP1251, CODEPAGE_CP1253, CODEPAGE_CP1254,
    CODEPAGE_MAC, CODEPAGE_CP437, CODEPAGE_KOI8R, CODEPAGE_N
};

/* The character of a byte from 0x80 on; what a page leaves undefined is the C1
 * control of the same number. */
uint32_t codepage_char(enum codepage page, unsigned char byte);

/* For each page the byte that stands for a character, 0 where the page has none; NULL
 * when no page has one. A C1 control is its own byte in every page: so Latin-1 needs no
 * page, and text that was read half as Latin-1, half as a page is understood. */
const uint8_t *codepage_bytes(uint32_t cp);

/* Whether a and b could be bytes of one character in UTF-8, one behind the
 * other, read in one of the pages. */
bool codepage_pair(uint32_t a, uint32_t b);

#endif
