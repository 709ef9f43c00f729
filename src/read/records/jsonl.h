/* jsonl -- JSON Lines: tells whether bytes are, and reads the article in a line.
 * Read layer.
 *
 * A record, the object in a line, is an article; one member of it is the text, and
 * nothing else of the record is ever changed. stream cuts the lines, under a lock;
 * they are parsed here, by whichever worker has the batch. From then on a record
 * is an article like any other, whose bytes are its text without escapes; the
 * frame says where in the record that text is to be put back. */
#ifndef READ_JSONL_H
#define READ_JSONL_H

#include "base/notice.h"
#include "copydesk.h"
#include "read/batch.h"

/* A line is held whole in memory, even in several copies, whatever its length. So one
 * of more bytes than jsonl_most is passed on as it is, in pieces, and noticed. */
enum { JSONL_WHOLE = 256 << 20 };   /* bytes, when options.max_article is 0 */
enum { JSONL_MOST = 1 << 30 };      /* bytes, whatever it is */

uint64_t jsonl_most(const struct copydesk_options *o);

enum frame_kind {
    FRAME_STRING,          /* its text is a string */
    FRAME_ARRAY,           /* its text is an array of strings, each a paragraph or more */
    FRAME_TEXTLESS,        /* JSON without text, or a blank line: goes out as it came */
    FRAME_LONG,            /* too long a line, a piece of one, or too many lines in its text: the same */
    FRAME_BAD,             /* no JSON: left out */
    FRAME_REFUSED,         /* its text is not UTF-8, and --strict: left out */
    FRAME_KINDS
};

struct frame {
    uint64_t line;         /* its number in the file, from 1 */
    enum frame_kind kind;
    struct slice record;   /* the line as it came, line end included */
    struct slice value;    /* the text field's raw value in record; the last one if there are several */
    struct slice *others;  /* the earlier ones, in order */
    size_t n_others;
    bool lone;             /* value has surrogates without their other half, */
    bool foreign;          /* or was converted from another encoding: in both cases it is written anew */
    size_t *ends;          /* FRAME_ARRAY: where in article.bytes each element ends */
    size_t n_ends;
};

/* Put between the elements of a FRAME_ARRAY in article.bytes. */
#define JSONL_BETWEEN SLICE("\n\n")

bool jsonl_named(struct slice name);   /* as kind_says_records, compressed or not */

/* Whether options or, if they leave it open, the name say that a file is JSON Lines. */
bool jsonl_wanted(const struct copydesk_options *o, struct slice name);

/* Whether the first bytes of a stream hold enough to tell if it is records: the first line
 * that is not blank; when that one begins as a record and is none, the next one too; and
 * what stands behind the brackets with which JSON in another layout begins. */
bool jsonl_can_tell(struct slice first);

/* Whether the first bytes of the stream called path are records: all that can be had, or
 * jsonl_can_tell, or JSONL_LOOK bytes. A notice is given when they look like JSON in
 * another layout, an array or a record over many lines, or in UTF-16: that will be read as text. */
enum { JSONL_LOOK = 64 * 1024 };
bool jsonl_found(struct slice first, const char *path, struct notices *notices);

/* Whether an article of a folder or archive, whose name (ending in a NUL) says neither text nor
 * records, holds JSON all the same, and is to be left out: cleaned as text it would be no JSON any
 * more. Noticed then. first: its bytes, or the first JSONL_LOOK and more. */
bool jsonl_hides(const struct copydesk_options *o, struct slice name, struct slice first, struct notices *notices);

/* Whether there is nothing in the line but JSON's white space. */
bool jsonl_blank(struct slice line);

/* Turns a, whose bytes are a line and whose frame is fresh, into the article in that
 * line: sets id, source, time, bytes and the frame. One without text to clean is
 * marked skipped; when it is no JSON or too long, that is noticed as COPYDESK_SKIPPED.
 * False when memory is short. */
bool jsonl_read(struct batch *b, struct article *a, const struct copydesk_options *o,
                struct notices *notices);

/* For a record whose text turned out not to be UTF-8: reads it again in the encoding
 * that it seems to be in, which is noticed. False when none fits, or memory is short
 * (b->failed). */
bool jsonl_guess(struct batch *b, struct article *a, struct notices *notices);

/* Whether the paths of fields in options are short enough; error is filled if not. */
bool jsonl_check(const struct copydesk_options *o, struct copydesk_error *error);

#endif
