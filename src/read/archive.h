/* archive -- compressed streams out and in, and the members of archives. The
 * only file that touches libarchive.
 *
 * Whether a stream is written compressed, and how, the end of its name alone
 * says: .gz, .zst, .xz, .bz2, .lz4. */
#ifndef READ_ARCHIVE_H
#define READ_ARCHIVE_H

#include <stdint.h>

#include "base/slice.h"
#include "copydesk.h"
#include "read/feed.h"

bool packed_named(const char *name);            /* name ends in one of the five */
size_t packed_stem(struct slice name);          /* bytes without that ending; all when it has none */

/* ---- out ---- */

struct packer;

/* put takes the compressed bytes as they come and returns 0 or an errno. path
 * names the stream, in messages too. NULL on failure, error filled. The bytes
 * depend on nothing but what is added: no time stands in them. */
struct packer *packer_new(const char *path, int (*put)(void *payload, struct slice bytes),
                          void *payload, struct copydesk_error *error);
enum copydesk_status packer_add(struct packer *p, struct slice bytes, struct copydesk_error *error);
enum copydesk_status packer_finish(struct packer *p, struct copydesk_error *error);
void packer_free(struct packer *p);    /* without finishing; NULL is fine */

/* ---- in: one stream ---- */

struct unpacker;

/* Reads path, or stdin when it is NULL or "-"; as it is when not packed_named. */
struct unpacker *unpacker_open(const char *path, struct copydesk_error *error);
/* Reads path as it is, whatever its name. */
struct unpacker *unpacker_open_plain(const char *path, struct copydesk_error *error);
/* Up to n bytes into out: how many, 0 at the end, -1 with error filled. */
long unpacker_read(struct unpacker *u, char *out, size_t n, struct copydesk_error *error);
void unpacker_close(struct unpacker *u);   /* NULL is fine */

/* Puts the decompression of f in f's place: gzip, bzip2, xz, lzma, zstd or lz4,
 * as the bytes say, and bytes that are none of them as they are. What grows
 * more than `ratio` times fails as any bad input does; 0: it may. False with
 * error filled, and f closed, on failure; f's path must outlive the new f. */
bool feed_unpack(struct feed *f, unsigned ratio, struct copydesk_error *error);

/* ---- in: members of an archive ---- */

enum {
    ARCHIVE_RATIO_FROM = 64 << 20      /* bytes; smaller ones hurt nobody (guess) */
};

struct members;

struct member {
    const char *name;      /* as it stands in the archive; valid until the next member */
    int64_t time;          /* when it was changed last, ns since 1970; 0: the archive does not say */
    bool file;             /* a regular file with bytes of its own */
    bool folder;           /* else a link, a device ... */
    bool encrypted;        /* cannot be read */
};

/* The members of a tar, zip, 7z or cpio archive, compressed as a whole or not.
 * Takes f over in any case. 7z, and a zip's directory, want a file that can be
 * seeked in. ratio as for feed_unpack. NULL with error filled on failure. */
struct members *members_open(struct feed f, unsigned ratio, struct copydesk_error *error);
void members_close(struct members *m);     /* NULL is fine */

/* 1: the next member; 0: no more; -1: error filled, and there are no more. */
int members_next(struct members *m, struct member *member, struct copydesk_error *error);

/* The bytes of the member at hand, as feed_read. After a failure the next
 * member may still be had. */
long members_read(struct members *m, char *out, size_t n, struct copydesk_error *error);

#endif
