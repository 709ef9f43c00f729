/* jsonl -- JSON Lines: which bytes are, and what article stands in a line.
 * Read layer.
 *
 * A record is an article; a member of it is the text, and nothing else of the
 * record is ever changed. stream cuts the lines, under a lock; what stands in
 * them is found here, by whichever worker has the batch. From then on a record
 * is an article like any other, whose bytes are its text without escapes; the
 * frame says where that text goes back. */
#ifndef READ_JSONL_H
#define READ_JSONL_H

#include "base/notice.h"
#include "copydesk.h"
#include "read/batch.h"

/* A line is the one thing that is held whole in memory, some times over. One of
 * more bytes than this, or than options.max_article, is passed on as it is, in
 * pieces, and named. */
enum { JSONL_WHOLE = 256 << 20 };   /* bytes, when options do not say */
enum { JSONL_MOST = 1 << 30 };      /* whatever they say */

uint64_t jsonl_most(const struct copydesk_options *o);

enum frame_kind {
    FRAME_STRING,          /* its text is a string */
    FRAME_ARRAY,           /* an array of strings, each a paragraph or more */
    FRAME_TEXTLESS,        /* JSON without text, or a blank line: goes out as it came */
    FRAME_LONG,            /* the same for a line, or a piece of one, that is too long */
    FRAME_BAD,             /* no JSON: left out */
    FRAME_REFUSED          /* its text is not UTF-8, and --strict: left out */
};

struct frame {
    uint64_t line;         /* of the file, from 1 */
    enum frame_kind kind;
    struct slice record;   /* the line as it came, line end included */
    struct slice value;    /* of the text field, as it stands in record; of several the last */
    struct slice *others;  /* the earlier ones, in order */
    size_t n_others;
    bool lone;             /* value has surrogates without their other half, */
    bool foreign;          /* or was no UTF-8 and converted: either way it is written anew */
    size_t *ends;          /* FRAME_ARRAY: where in article.bytes each element ends */
    size_t n_ends;
};

/* What stands between the elements of a FRAME_ARRAY in article.bytes. */
#define JSONL_BETWEEN SLICE("\n\n")

bool jsonl_named(struct slice name);   /* ends in .jsonl or .ndjson, compressed or not */

/* Whether a file is to be read as JSON Lines, as far as options and name tell. */
bool jsonl_wanted(const struct copydesk_options *o, struct slice name);

/* Whether the first bytes of a stream look like records. Enough of them: the
 * first line that is not blank, or JSONL_LOOK. */
enum { JSONL_LOOK = 64 * 1024 };
bool jsonl_looks(struct slice first);

/* The same of the stream called path; what looks like JSON in another layout, an
 * array or a record over many lines, is noticed: it will be read as text. */
bool jsonl_found(struct slice first, const char *path, struct notices *notices);

/* Whether there is nothing in the line but JSON's white space. */
bool jsonl_blank(struct slice line);

/* Turns a, the bytes of a line with a fresh frame, into the article in it: id,
 * source, bytes. What is none is marked skipped, and said: as COPYDESK_SKIPPED
 * when it is no JSON. False when memory is short. */
bool jsonl_read(struct batch *b, struct article *a, const struct copydesk_options *o,
                struct notices *notices);

/* For a record whose text turned out to be no UTF-8: reads it anew in the
 * encoding that it is found to be in, which is said. False: none is. */
bool jsonl_guess(struct batch *b, struct article *a, struct notices *notices);

/* Whether options can be had: paths that are not too long. */
bool jsonl_check(const struct copydesk_options *o, struct copydesk_error *error);

#endif
