/* journal_read -- the records of a journal, one at a time; see journal.c for
 * what they are. Strict: a line that is not exactly such a record, or whose
 * check is wrong, is a fault named with file and line. */
#ifndef WRITE_JOURNAL_READ_H
#define WRITE_JOURNAL_READ_H

#include "base/slice.h"
#include "copydesk.h"
#include "read/records/jsonl.h"

enum journal_kind { JOURNAL_RUN, JOURNAL_ARTICLE, JOURNAL_DROP, JOURNAL_EDIT, JOURNAL_NOTE, JOURNAL_END };

/* An edit outside of paragraphs (line ends, BOM, separator line), at a place of the input. */
struct journal_change { uint64_t start; struct slice original, written; };

/* A record, by the keys of its members; what its kind does not have is zero. Slices live until the next. */
struct journal_record {
    enum journal_kind kind;
    /* run */
    struct slice separator;
    bool state;                     /* of a state, whose next runs may follow */
    bool dry_run;                   /* nothing was written */
    /* article, drop, edit, note */
    struct slice article;           /* its id */
    /* article */
    struct slice file;              /* the id when absent */
    uint64_t offset;                /* of a piece: where it begins; */
    bool more;                      /* another follows */
    uint64_t bytes, hash;           /* of the input, or its text; */
    uint64_t lines;                 /* the last line with text */
    uint64_t wrote, wrote_hash;     /* of what was written; wrote_hash: hash when absent */
    bool skipped;                   /* of a text stream: its bytes are nowhere */
    bool wall;                      /* a wall page */
    struct slice encoding;          /* it was converted from that */
    struct slice input;             /* of a converted one or a record; len 0: encode or escape again */
    uint64_t input_hash;
    bool framed, has_value;         /* of a JSON Lines record; it was written as a record */
    uint64_t value, value_len, clean;   /* where its text stands in what was written, as JSON; bytes of clean text in it */
    bool around;                    /* "frame": before and behind stand here, else in what was written */
    struct slice before, behind;
    uint64_t style;                 /* enum record_style */
    struct slice between_original, between_written;   /* see layout.c; written.len 0: none */
    const struct journal_change *layout;
    size_t n_layout;
    /* drop, edit, note */
    uint64_t line, start, end;      /* line of an article: of the record in its file */
    struct slice text;              /* the bytes that stood there */
    struct slice after;             /* of a drop: the bytes up to the next paragraph, gone too */
    struct slice now;               /* of an edit: what stands there instead */
    struct slice reason, cls, rule; /* of an edit: the rule that cut */
    struct slice repairs;           /* names, parted by ", " */
    struct slice first_article;     /* whose text it is, or nearly; of an article: that it nearly is, and was written all the same */
    uint64_t first_line;
    bool rest;                      /* of a copy: without what other articles have, it says what was left of that one */
    uint64_t jaccard, containment;  /* thousandths; article, drop: of a near-duplicate */
};

/* Of lines of JSON Lines that are no articles, by what they are (enum frame_kind): the reason of
 * their drop, and what it means, of one and of many. */
struct journal_aside { const char *reason, *one, *many; };
extern const struct journal_aside journal_asides[FRAME_KINDS];   /* reason NULL: an article */
const struct journal_aside *journal_aside_named(struct slice reason);   /* NULL: it is none of these */

struct journal_reader;

/* Opens a journal; a .gz, .zst, .xz or .bz2 one too. NULL on failure. */
struct journal_reader *journal_open(const char *path, struct copydesk_error *error);
void journal_close(struct journal_reader *r);   /* NULL is fine */

/* 1: record is the next; 0: no more, the last was the end record; -1: error
 * holds file, line and reason. Behind an end record another run may begin: of
 * an article that several runs wrote, the last one counts. */
int journal_next(struct journal_reader *r, struct journal_record *record,
                 struct copydesk_error *error);

/* Reads a whole journal: each record goes to take, until that says false. 0 at the end or then,
 * -1 with error filled. */
int journal_each(const char *path, bool (*take)(void *payload, const struct journal_record *record),
                 void *payload, struct copydesk_error *error);

/* For those that read a journal twice: a pipe, empty by then, would seem to be cut. False with
 * error filled when `path` is one; what cannot be looked at, reading will name. */
bool journal_is_lasting(const char *path, struct copydesk_error *error);

/* When `journal` could not be read and `other`, which should stand behind it, is a file that is a
 * journal, error says that; else it stays. Returns COPYDESK_FAILED. */
enum copydesk_status journal_swapped(const char *journal, const char *other, struct copydesk_error *error);

/* Fills error with the journal's name, the line of the record read last and
 * this reason; returns COPYDESK_FAILED. */
enum copydesk_status journal_fault(const struct journal_reader *r, struct copydesk_error *error,
                                   const char *reason);

#endif
