/* gunzip -- unpacks a feed of gzip members, each held to its own checksum and
 * length. Read layer; the only file that touches zlib. Without zlib no feed is
 * unpacked here: libarchive does it, which checks neither.
 *
 * No byte of a member's last GUNZIP_HOLD is given before its checksum was found
 * to be right, so that nobody takes a spoiled text for a whole one. Where a member
 * is spoiled, the next sound one is looked for: the feed fails once, and gives what
 * follows when it is read again (feed.h: goes_on). */
#ifndef READ_GUNZIP_H
#define READ_GUNZIP_H

#include "read/unpack/feed.h"

enum { GUNZIP_HOLD = 64 * 1024 };      /* bytes */

/* Replaces *f by a feed of what its members hold, if it begins as gzip does; what
 * was packed twice, as some servers do, is unpacked twice. 1: *f is unpacked; 0: it
 * gives what it gave before, or what is in the gzip, packed in some other way; -1:
 * error filled, and f closed. ratio as for feed_unpack (archive.h). f's path must
 * outlive the new f. */
int feed_gunzip(struct feed *f, unsigned ratio, struct copydesk_error *error);

#endif
