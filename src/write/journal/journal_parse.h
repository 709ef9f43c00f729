/* journal_parse -- one line of a journal to a record. A part of journal_read. */
#ifndef WRITE_JOURNAL_PARSE_H
#define WRITE_JOURNAL_PARSE_H

#include "write/journal/journal_read.h"

/* Room for an article's layout, reused from line to line. Zero-initialise, free
 * the list. */
struct journal_changes { struct journal_change *list; size_t cap; bool failed; };   /* memory was short */

/* Parses a line of len bytes. Strings are decoded in the line itself, and the record's slices point there
 * and into changes. False when it is no record, or memory is short (changes->failed). */
bool journal_parse(struct journal_changes *changes, struct journal_record *record, char *line,
                   size_t len);

#endif
