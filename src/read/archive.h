/* archive -- one compressed stream of bytes, out and in. The only file that
 * touches libarchive. Whether a stream is compressed, and how, the end of its
 * name alone says: .gz, .zst, .xz, .bz2. */
#ifndef READ_ARCHIVE_H
#define READ_ARCHIVE_H

#include "base/slice.h"
#include "copydesk.h"

bool packed_named(const char *name);   /* name ends in one of the four */

/* ---- out ---- */

struct packer;

/* put takes the compressed bytes as they come and returns 0 or an errno. path
 * names the stream, in messages too. NULL on failure, error filled. */
struct packer *packer_new(const char *path, int (*put)(void *payload, struct slice bytes),
                          void *payload, struct copydesk_error *error);
enum copydesk_status packer_add(struct packer *p, struct slice bytes, struct copydesk_error *error);
enum copydesk_status packer_finish(struct packer *p, struct copydesk_error *error);
void packer_free(struct packer *p);    /* without finishing; NULL is fine */

/* ---- in ---- */

struct unpacker;

/* Reads path, or stdin when it is NULL or "-"; as it is when not packed_named. */
struct unpacker *unpacker_open(const char *path, struct copydesk_error *error);
/* Reads path as it is, whatever its name. */
struct unpacker *unpacker_open_plain(const char *path, struct copydesk_error *error);
/* Up to n bytes into out: how many, 0 at the end, -1 with error filled. */
long unpacker_read(struct unpacker *u, char *out, size_t n, struct copydesk_error *error);
void unpacker_close(struct unpacker *u);   /* NULL is fine */

#endif
