/* textless -- files of records none of which has the text field: their text goes
 * by another name, and nothing of it was cleaned, which must not stay unsaid.
 * Pipeline layer; in the writing turn. */
#ifndef PIPELINE_TEXTLESS_H
#define PIPELINE_TEXTLESS_H

#include "base/notice.h"
#include "read/batch.h"

/* Zero-initialise. */
struct textless {
    struct buf file;           /* whose records come */
    uint64_t records;          /* of it that are no blank lines */
    bool some;                 /* one has the field */
};

/* Takes note of a batch of records; tells of the file before when this is
 * another one. False: memory is short. */
bool textless_add(struct textless *t, const struct batch *b, const char *field, struct notices *notices);

/* Behind the last: tells of it. */
void textless_end(struct textless *t, const char *field, struct notices *notices);
void textless_release(struct textless *t);

#endif
