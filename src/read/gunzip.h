/* gunzip -- a feed of gzip members unpacked, each held to its own checksum and
 * length. Read layer; the only file that touches zlib, and without zlib no feed
 * is unpacked here: libarchive does it, which checks neither.
 *
 * No byte of a member's last GUNZIP_HOLD is given before its checksum was found
 * to be right, so that who needs a text's end never has a spoiled one for a
 * whole one. Where a member is spoiled the next that is sound is looked for: the
 * feed fails once, and gives what follows when it is read again (feed.h: goes_on). */
#ifndef READ_GUNZIP_H
#define READ_GUNZIP_H

#include "read/feed.h"

enum { GUNZIP_HOLD = 64 * 1024 };

/* Puts what f's members hold in f's place, if it begins as gzip does; what was
 * packed twice, as some servers do, is unpacked twice. 1: all is unpacked; 0: f
 * was no gzip, or what is in it is packed in another way; -1: error filled, and
 * f closed. What grows more than `ratio` times fails as any bad input does; 0:
 * it may. f's path must outlive it. */
int feed_gunzip(struct feed *f, unsigned ratio, struct copydesk_error *error);

#endif
