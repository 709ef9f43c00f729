/* run_file -- a key run or near run being written, of a state or for what memory has
 * no room for: what the writers of keyrun.h and nearrun.h share. Dedupe layer.
 *
 * It is written from front to back, but the header last, so that a file that was cut
 * short has none; and under another name (name.part) until it is whole. */
#ifndef DEDUPE_RUN_FILE_H
#define DEDUPE_RUN_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "copydesk.h"

enum { RUN_FILE_ROOM = 64 * 1024 };   /* bytes written at once */

/* Zero-initialise; create; release in any case. */
struct run_file {
    char *folder, *path, *temp;      /* path NULL: no name */
    int fd;                          /* -1: closed, or handed over */
    struct hash_state *hash;         /* of what is flushed while `hashing` */
    bool hashing;
    uint64_t at;                     /* bytes so far, those in room too */
    size_t used;                     /* bytes of room */
    unsigned char room[RUN_FILE_ROOM];   /* not written yet */
};

/* Begins folder/name, or with name NULL a file without a name in folder; leaves room
 * for a header of `header` bytes, which run_file_end writes. */
enum copydesk_status run_file_create(struct run_file *f, const char *folder, const char *name, size_t header,
                                     struct copydesk_error *error);

/* Removes what was not ended. */
void run_file_release(struct run_file *f);

/* What messages call it: its path, or the folder. */
const char *run_file_name(const struct run_file *f);

enum copydesk_status run_file_flush(struct run_file *f, struct copydesk_error *error);
enum copydesk_status run_file_put(struct run_file *f, struct slice bytes, struct copydesk_error *error);

/* Where to put the next n bytes, RUN_FILE_ROOM at most; NULL with error filled. */
static inline unsigned char *run_file_next(struct run_file *f, size_t n, struct copydesk_error *error)
{
    if (n > RUN_FILE_ROOM - f->used && run_file_flush(f, error) != COPYDESK_OK)
        return NULL;
    unsigned char *next = f->room + f->used;
    f->used += n;
    f->at += n;
    return next;
}

/* Writes the header: the file is whole. One with a name gets it, replacing an older file,
 * and is closed; both are on the disk when this returns. One without stays open. */
enum copydesk_status run_file_end(struct run_file *f, struct slice header, struct copydesk_error *error);

extern const char run_file_old[];   /* the reason when a file is of another version, and what to do */

#endif
