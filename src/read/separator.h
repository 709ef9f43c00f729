/* separator -- the line that parts the articles of a text stream: exactly the separator,
 * with LF or CR LF behind it, or at the end of the input. Read layer, for stream. */
#ifndef READ_SEPARATOR_H
#define READ_SEPARATOR_H

#include "base/slice.h"

/* Bytes that separator_at looks at beside the separator: before it, and in all (CR LF and one more behind). */
enum { SEPARATOR_BEFORE = 2, SEPARATOR_AROUND = SEPARATOR_BEFORE + 3 };

/* Bytes of the separator line that begins at p, where a line of article begins; 0 when there
 * is none, or more bytes would tell. article: its bytes so far; all: there are no more. */
size_t separator_at(struct slice separator, const char *p, struct slice article, bool all);

#endif
