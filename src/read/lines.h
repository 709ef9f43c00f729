/* lines -- text line by line, for every notion of a line end that scraped
 * news has. Read layer, used by split and stream.
 *
 * LF, CR LF, CR, VT, FF, U+2028 and U+2029 always end a line. NEL (C2 85) does
 * only in a text without any LF: elsewhere it is mostly a mangled ellipsis. */
#ifndef READ_LINES_H
#define READ_LINES_H

#include <stdint.h>

#include "base/slice.h"

/* A walk over the lines of a text; plain data, may be copied to come back. */
struct lines {
    const char *p, *end;
    bool odd;              /* holds line ends other than LF and CR LF */
    bool nel;              /* and NEL is one of them */
};

struct line {
    const char *start;     /* its first byte; what lies before text is its indent */
    struct slice text;     /* without its line end, without ASCII blanks around it */
};

void lines_init(struct lines *l, struct slice text);

/* The next line; false when there is none. Text behind the last line end is a
 * line, an empty one there is not. */
bool lines_next(struct lines *l, struct line *line);

/* Number of line ends in the text. */
uint64_t lines_count(struct slice text);

/* Nothing but ASCII blanks, C0 controls and DEL, Unicode spaces, zero-width
 * characters and BOM. C1 controls are not blank: they are cp1252 in disguise. */
bool line_blank(const struct line *line);

#endif
