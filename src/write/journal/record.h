/* record -- an article written as a line of JSON Lines: the record it came in
 * with another text, or, of plain text, a new one. Write layer.
 *
 * A text that did not change keeps every byte of its value. A new one is spelt
 * as the old one was, as far as a few habits tell: whether letters beyond ASCII,
 * slashes, < > & and the like were escaped. Otherwise: the fewest escapes. */
#ifndef WRITE_RECORD_H
#define WRITE_RECORD_H

#include "write/render.h"

/* ---- strings ---- */

/* Habits of those who write JSON; bits. They stand in journals: never renumber. */
enum record_style {
    STYLE_ASCII = 1,       /* all that is not ASCII is escaped */
    STYLE_UPPER = 2,       /* \u00E9, not \u00e9 */
    STYLE_SLASH = 4,       /* \/ */
    STYLE_HTML = 8,        /* < > & as \u003c \u003e \u0026 */
    STYLE_LINES = 16,      /* U+2028 and U+2029 are escaped */
    STYLE_DELETE = 32,     /* U+007F is escaped */
    STYLE_LONG = 64,       /* backspace and form feed as \u0008 and \u000c */
    STYLE_ALL = 127
};

/* The habits that show in `value`: the inside of a string, or an array of them, as it stands in JSON. */
unsigned record_style(struct slice value);

/* Appends text as the inside of a string, without the quotes. What is not UTF-8
 * is copied as it is; with STYLE_ASCII it becomes \ufffd. */
void record_string(struct buf *out, struct slice text, unsigned style);

/* Appends a member: key as it is, then the string. One that is not UTF-8, as the name of
 * a file may be, is escaped as far as it goes. */
void record_member(struct buf *out, const char *key, struct slice value);

/* ---- records ---- */

/* One change of a line: at `start` of the input stood `original`, in what was
 * written stand `len` bytes from `at` on. */
struct written_edit { size_t start; struct slice original; size_t at, len; };

/* Where the clean text stands in what was written. */
struct written {
    struct slice clean;    /* the text as render_article gives it */
    struct slice bytes;    /* what was written: the same, or a record; points into the output */
    bool record;           /* a record, or a piece of one, was written ... */
    bool same;             /* ... and it is the input's, byte for byte */
    bool annotated;        /* it is the input's record, changed by `added` alone */
    struct written_edit added;
    size_t at, len;        /* of the value in bytes: a string's inside, an array with its brackets */
};

/* Appends the record of an article with a frame that is not skipped. Nothing
 * when nothing is left of the text, unless keep_empty. w->clean is there
 * already; fills the rest of w, which is zero before. scratch is overwritten. */
void record_put(struct buf *out, enum copydesk_between between, const struct article *a,
                const struct para *paras, bool keep_empty, struct written *w, struct buf *scratch);

/* The same for plain text, or a piece of it: {"id":...,"source":...,"text":...}.
 * began: an earlier piece wrote something. */
void record_new(struct buf *out, const struct article *a, bool began, struct written *w);

#endif
