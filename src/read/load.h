/* load -- the files of a folder that a batch only names, read. Read layer. */
#ifndef READ_LOAD_H
#define READ_LOAD_H

#include "base/notice.h"
#include "read/batch.h"
#include "read/inputs.h"

/* The path below the folder that in is, of an article that is a file in it;
 * NUL-terminated when the id is. */
const char *load_path_of(const struct input *in, struct slice id);

/* Makes out "root/path", with a NUL behind it. */
void load_make_path(struct buf *out, const char *root, const char *path);

/* Reads the files that the batch's articles name, all of one folder of in, and
 * sets each article's bytes. A file that cannot be read is noticed and marked
 * skipped. When memory is short batch->failed. Sets batch->cold. */
void load_files(struct batch *batch, const struct input *in, struct notices *notices);

#endif
