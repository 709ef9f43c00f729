/* textless -- warns of files none of whose records has the text field: the text is in
 * a field of another name, and nothing was cleaned. Fed in the writing turn. */
#ifndef PIPELINE_TEXTLESS_H
#define PIPELINE_TEXTLESS_H

#include "base/notice.h"
#include "read/batch.h"

/* Zero-initialise. */
struct textless {
    struct buf file;           /* the file whose records come now */
    uint64_t records;          /* its records without the field, blank lines not counted */
    bool some;                 /* one of them has the field */
};

/* Counts a batch of records, all of one file; when that is a new file, ends the one
 * before. False: memory is short. */
bool textless_add(struct textless *t, const struct batch *b, const char *field, struct notices *notices);

/* After the last batch: warns of the file, if none of its records had the field. */
void textless_end(struct textless *t, const char *field, struct notices *notices);
void textless_release(struct textless *t);

#endif
