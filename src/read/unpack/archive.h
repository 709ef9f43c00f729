/* archive -- compressed streams out and in, and the members of archives. The
 * only file that touches libarchive.
 *
 * Whether a stream is written compressed, and how, the end of its name alone
 * says: .gz, .zst, .xz, .bz2, .lz4, .lzma, .lz. */
#ifndef READ_ARCHIVE_H
#define READ_ARCHIVE_H

#include <stdint.h>

#include "base/slice.h"
#include "copydesk.h"
#include "read/unpack/feed.h"

bool packed_named(const char *name);            /* name ends in one of these */
const char *packed_ending(size_t i);            /* those endings; NULL behind the last */
size_t packed_stem(struct slice name);          /* bytes without that ending; all when it has none */

/* ---- out ---- */

struct packer;

/* put takes the compressed bytes as they come and returns 0 or an errno. path
 * chooses the compression by its end, and names the stream in messages. NULL on
 * failure, error filled. The compressed bytes depend on nothing but what is added:
 * no timestamp is among them. */
struct packer *packer_new(const char *path, int (*put)(void *payload, struct slice bytes),
                          void *payload, struct copydesk_error *error);
enum copydesk_status packer_add(struct packer *p, struct slice bytes, struct copydesk_error *error);
enum copydesk_status packer_finish(struct packer *p, struct copydesk_error *error);
void packer_free(struct packer *p);    /* without finishing; NULL is fine */

/* ---- in: one stream ---- */

struct unpacker;

/* Reads path, decompressed when packed_named; or stdin, as it is, when path is NULL or "-". */
struct unpacker *unpacker_open(const char *path, struct copydesk_error *error);
/* Reads path as it is, whatever its name. */
struct unpacker *unpacker_open_plain(const char *path, struct copydesk_error *error);
/* Up to n bytes into out: how many, 0 at the end, -1 with error filled. */
long unpacker_read(struct unpacker *u, char *out, size_t n, struct copydesk_error *error);
void unpacker_close(struct unpacker *u);   /* NULL is fine */

/* Replaces *f by a feed of its bytes decompressed: gzip, bzip2, xz, lzma, lzip, zstd
 * or lz4, as the bytes say; bytes that are none of them stay as they are. What unpacks
 * to more than `ratio` times its size fails as any bad input does; 0: no limit.
 * False with error filled, and f closed, on failure; f's path must outlive the new f. */
bool feed_unpack(struct feed *f, unsigned ratio, struct copydesk_error *error);

/* ---- in: members of an archive ---- */

enum {
    ARCHIVE_RATIO_FROM = 64 << 20      /* unpacked bytes from which a ratio is a limit; fewer hurt nobody (guess) */
};

struct members;

struct member {
    const char *name;      /* as it stands in the archive; valid until the next member */
    int64_t time;          /* when it was last changed, ns since 1970; 0: the archive does not say */
    bool file;             /* a regular file with bytes of its own; */
    bool folder;           /* neither: a link, a device ... */
    const char *target;    /* of a hard link without bytes: the member that has them; NULL: it is none. As name */
    bool encrypted;        /* cannot be read */
};

/* The members of a tar, zip, 7z or cpio archive, compressed as a whole or not.
 * Takes f over in any case. For 7z, and a zip's directory, f must be a seekable
 * file. ratio as for feed_unpack. NULL with error filled on failure. */
struct members *members_open(struct feed f, unsigned ratio, struct copydesk_error *error);
void members_close(struct members *m);     /* NULL is fine */

/* 1: member is the next one; 0: no more; -1: error filled, and there are no more. */
int members_next(struct members *m, struct member *member, struct copydesk_error *error);

/* Reads the bytes of the member at hand, as feed_read does. After a failure the
 * next member may still be readable. */
long members_read(struct members *m, char *out, size_t n, struct copydesk_error *error);

#endif
