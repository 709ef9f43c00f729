/* lines -- text line by line, for every notion of a line end that scraped
 * news has. Read layer, used by split and stream, and where paragraphs are
 * taken apart.
 *
 * LF, CR LF, CR, VT, FF, U+2028 and U+2029 always end a line. NEL (C2 85) does
 * only in a text without any LF: elsewhere it is mostly a mangled ellipsis. */
#ifndef READ_LINES_H
#define READ_LINES_H

#include <stdint.h>

#include "base/slice.h"
#include "text/ascii.h"

/* A walk over the lines of a text. */
struct lines {
    const char *p, *end;   /* what is left of the text */
    uint64_t number;       /* of the line returned last, from 1 */
    bool alone;            /* the text is all there is: NEL ends a line if it has no LF */
    bool nel;              /* NEL does end a line */
    bool odd;              /* there are line ends other than LF and CR LF */
    bool asked;            /* odd was looked up */
    /* LFs are looked for a stretch at a time, from p on */
    const char *stretch, *seen;    /* the last stretch looked at: [stretch, seen) */
    size_t at, n;                  /* feeds[at .. n) are its LFs that are still to come, */
    uint16_t feeds[ASCII_STRETCH + ASCII_FEEDS];   /* as offsets from stretch */
};

struct line {
    const char *start;     /* its first byte; what lies before text is its indent */
    struct slice text;     /* without its line end, without ASCII blanks around it */
    /* set by wrap_measure */
    uint32_t first;        /* enum chars_flag of the first letter or digit */
    uint16_t width[3];     /* by enum measure */
    uint8_t hang;          /* marks at its end that may stand beyond the margin, code points */
    uint8_t hang_columns;
    bool odd;              /* has wide characters, marks, or letters of a script without blanks between words */
    bool whole;            /* no place to break it */
};

/* Lines that follow each other, none of them blank. Zero-initialise; its memory is
 * kept from one run to the next. */
struct line_run {
    struct line *lines;
    size_t n, cap;
    uint64_t number;       /* of its first line, from 1 */
    bool failed;           /* memory was short */
};

/* alone: the text is a whole article; else it is a part of one, with LFs before or
 * behind it, so that NEL is no line end. */
void lines_init(struct lines *l, struct slice text, bool alone);

/* The next line; false when there is none. Text behind the last line end is a
 * line, an empty one there is not. */
bool lines_next(struct lines *l, struct line *line);

/* The next run, as long as possible; false when there is none, or run->failed. */
bool lines_run(struct lines *l, struct line_run *run);
void line_run_release(struct line_run *run);

/* Number of line ends in the text, which is a whole article. */
uint64_t lines_count(struct slice text);

/* The same in a part of one, such as a paragraph: NEL is no line end. */
uint64_t lines_count_part(struct slice text);

/* Nothing but ASCII blanks, C0 controls and DEL, Unicode spaces, zero-width
 * characters and BOM. C1 controls are not blank: they are cp1252 in disguise. */
bool line_blank(const struct line *line);

#endif
