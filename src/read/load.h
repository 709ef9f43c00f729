/* load -- reads the files of a folder that a batch so far only names; and goes
 * from ids to paths and back. Read layer. */
#ifndef READ_LOAD_H
#define READ_LOAD_H

#include "base/notice.h"
#include "read/batch.h"
#include "read/inputs.h"

/* Makes out the id of the file at path below the folder that goes by prefix:
 * "prefix/path", or the path alone when prefix is "". */
void load_make_id(struct buf *out, const char *prefix, struct slice path);

/* The way back: the path below the folder `in` of the file with that id. Points
 * into id, and ends in a NUL when id does. */
const char *load_path_of(const struct input *in, struct slice id);

/* Makes out "root/path", with a NUL behind it. */
void load_make_path(struct buf *out, const char *root, const char *path);

/* Reads the files that the batch's articles name, all in one folder below `in`, and
 * sets each article's bytes. A file that cannot be read, or is JSON by another name
 * (jsonl_hides), is noticed and marked skipped. Sets batch->cold, and batch->failed when memory is short. */
void load_files(struct batch *batch, const struct input *in, const struct copydesk_options *options, struct notices *notices);

#endif
