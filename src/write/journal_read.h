/* journal_read -- the records of a journal, one at a time; see journal.c for
 * what they are. Strict: a line that is not exactly such a record, or whose
 * check is wrong, is a fault named with file and line. */
#ifndef WRITE_JOURNAL_READ_H
#define WRITE_JOURNAL_READ_H

#include "base/slice.h"
#include "copydesk.h"

enum journal_kind { JOURNAL_RUN, JOURNAL_ARTICLE, JOURNAL_DROP, JOURNAL_EDIT, JOURNAL_NOTE, JOURNAL_END };

struct journal_change { uint64_t start; struct slice original, written; };

/* A record; what its kind does not have is zero. Slices live until the next. */
struct journal_record {
    enum journal_kind kind;
    struct slice separator;                     /* run */
    bool state;                                 /* run: of a state, whose next runs may follow */
    struct slice article;                       /* article, drop, edit, note */
    struct slice file;                          /* article: the id when absent */
    uint64_t offset, bytes, lines, wrote;
    uint64_t hash, wrote_hash;                  /* wrote_hash: hash when absent */
    bool more;
    bool skipped;                               /* article: its bytes are not here */
    bool wall;                                  /* article: a wall page */
    struct slice encoding, input;               /* of a converted one; input.len 0: encode again */
    uint64_t input_hash;
    bool framed, has_value;                     /* of a JSON Lines record; it was written as a record */
    bool around;                                /* before and behind stand here, else in what was written */
    struct slice before, behind;
    uint64_t style;                             /* enum record_style; input.len > 0: not needed */
    uint64_t value, value_len, clean;           /* in what was written; bytes of clean text in it */
    struct slice between_original, between_written;   /* written.len 0: none */
    const struct journal_change *layout;
    size_t n_layout;
    uint64_t line, start, end;                  /* drop, edit, note; line of an article: of the record in its file */
    struct slice reason, cls, rule;
    struct slice repairs;                       /* names, parted by ", " */
    struct slice first_article;                 /* article: the one it is nearly */
    uint64_t first_line;
    uint64_t jaccard, containment;              /* thousandths; article, drop: of a near-duplicate */
    struct slice text, after, now;
};

struct journal_reader;

/* Opens a journal; a .gz, .zst, .xz or .bz2 one too. NULL on failure. */
struct journal_reader *journal_open(const char *path, struct copydesk_error *error);
void journal_close(struct journal_reader *r);   /* NULL is fine */

/* 1: record is the next; 0: no more, the last was the end record; -1: error
 * holds file, line and reason. Behind an end record another run may begin: of
 * an article that several runs wrote, the last one counts. */
int journal_next(struct journal_reader *r, struct journal_record *record,
                 struct copydesk_error *error);

/* When `journal` could not be read and `other`, which should stand behind it, is a journal, error
 * says that; else it stays. Returns COPYDESK_FAILED. */
enum copydesk_status journal_swapped(const char *journal, const char *other, struct copydesk_error *error);

/* Fills error with the journal's name, the line of the record read last and
 * this reason; returns COPYDESK_FAILED. */
enum copydesk_status journal_fault(const struct journal_reader *r, struct copydesk_error *error,
                                   const char *reason);

#endif
