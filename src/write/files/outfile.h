/* outfile -- one output file that is whole or absent: bytes go to a temporary
 * name in the same folder (through a compressor when the name says .gz, .zst,
 * .xz or .bz2), and commit renames it. Used for journal, stats and streams.
 * What is no regular file (a device, a pipe) is written directly, and so is what is named
 * as a descriptor (/dev/stdout, /dev/fd/3), be it a file. */
#ifndef WRITE_OUTFILE_H
#define WRITE_OUTFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "copydesk.h"

struct outfile;

bool outfile_is_direct(const char *path);   /* whether it is written so; also true of a directory */

struct outfile *outfile_open(const char *path, struct copydesk_error *error);   /* NULL on failure */

/* The same, but the file begins with the first `keep` bytes, as stored, of the one
 * that is there. What is written behind compressed bytes is compressed by itself. */
struct outfile *outfile_open_behind(const char *path, uint64_t keep, struct copydesk_error *error);

/* Asks commit to keep a file that it is about to replace, unless it holds the very bytes: it is
 * renamed to FILE.1, or the next number that is free; f.gz to f.1.gz. After commit outfile_kept
 * is the name that it got, NULL when there was nothing to keep. */
void outfile_keep_old(struct outfile *f);
const char *outfile_kept(const struct outfile *f);

/* Asks commit to return only when the file and its name are on the disk. */
void outfile_durable(struct outfile *f);
enum copydesk_status outfile_write(struct outfile *f, struct slice bytes, struct copydesk_error *error);

/* Before commit, when its size must be known: nothing can be written any more.
 * *size: bytes as stored; 0 of what is no regular file. */
enum copydesk_status outfile_finish(struct outfile *f, uint64_t *size, struct copydesk_error *error);
enum copydesk_status outfile_commit(struct outfile *f, struct copydesk_error *error);
void outfile_free(struct outfile *f);   /* removes what was not committed; NULL is fine */

/* Open, write, commit and free in a row, for a file whose bytes are ready. */
enum copydesk_status outfile_put(const char *path, struct slice bytes, struct copydesk_error *error);

#endif
