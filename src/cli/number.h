/* number -- counts and sizes as people read them. */
#ifndef CLI_NUMBER_H
#define CLI_NUMBER_H

#include <stdint.h>

#include "base/buf.h"

void number_addcount(struct buf *out, uint64_t n);    /* "1,234,567" */

/* Three digits and a decimal unit: "999 B", "1.23 KB", "12.3 MB", "123 GB". */
void number_addbytes(struct buf *out, double bytes);

/* Appends right-aligned, in at least width columns. */
void number_addwide(struct buf *out, uint64_t n, size_t width);
void number_addwidebytes(struct buf *out, double bytes, size_t width);

#endif
