/* encoding -- text in other encodings than UTF-8, to and fro. Read layer; the
 * one file that touches iconv and uchardet. Restoring uses it as well.
 *
 * windows-1252, and whatever the web calls by other names but means the same
 * (latin-1, ISO-8859-1, ASCII), is the table of the WHATWG Encoding standard:
 * no byte is an error, the five undefined ones are C1 controls. */
#ifndef READ_ENCODING_H
#define READ_ENCODING_H

#include "base/buf.h"

enum { ENCODING_NAME = 64 };   /* room for a name, with its NUL */

bool encoding_known(const char *name);     /* a conversion from it exists */
bool encoding_is_utf8(const char *name);   /* it is one of UTF-8's names */

/* Bytes of a code unit: 2 or 4 of UTF-16 and UTF-32, by any of their names; else 1. */
unsigned encoding_unit(const char *name);

/* Append bytes as UTF-8, or UTF-8 as bytes, to out. False when a part is not valid
 * in the encoding or cannot be written in it, or memory is short (out->failed). */
bool encoding_decode(const char *name, struct slice bytes, struct buf *out);
bool encoding_encode(const char *name, struct slice text, struct buf *out);

/* As encoding_decode, but what is not valid becomes U+FFFD: of one byte, or one unit of
 * UTF-16 and UTF-32. */
bool encoding_decode_spoiled(const char *name, struct slice bytes, struct buf *out);

/* How many of bytes, in an encoding whose unit is one byte, are there without the character that
 * is cut off at their end, if one is. What is not valid is stepped over as encoding_decode_spoiled
 * does. All of them, where memory is short. */
size_t encoding_whole(const char *name, struct slice bytes);

/* The encoding that a byte order mark of UTF-16 or UTF-32 in front tells; decoded,
 * the mark stays the text's first character. NULL: there is no such mark. */
const char *encoding_by_mark(struct slice bytes);

/* The encoding that bytes, which are not UTF-8, look like: 1. 0 when the detector
 * has no answer, or was not built in; -1: memory is short. */
int encoding_detect(struct slice bytes, char name[ENCODING_NAME]);

#endif
