/* origin -- what articles have in common that come out of one stream or one file
 * of many: which file of a folder that is, and whether something in it could not
 * be read. Read layer; used under the source's lock. */
#ifndef READ_ORIGIN_H
#define READ_ORIGIN_H

#include "base/notice.h"
#include "read/batch.h"

/* init, release in the end. */
struct origin {
    struct article as;     /* their origin, size, stamp, nameless; plain data, to be set for a stream */
    struct notices heard;  /* what is said of them goes here, is passed on, and minded */
    struct notices *to;
    struct copydesk_observer ear;
    struct buf id;         /* the bytes of as.origin */
    bool faulty;           /* something that was heard cost text */
    struct arena names;
    struct slice *faults;  /* origins of which that was so */
    size_t n_faults, cap_faults;
    bool sorted;           /* they are in order */
};
void origin_init(struct origin *o, struct notices *notices);
void origin_release(struct origin *o);

/* Articles from here on come out of that folder's file of many. */
void origin_begin(struct origin *o, struct slice id, uint64_t size, int64_t stamp);

/* Marks the articles of the batch, from number `first` on. When memory was short
 * batch->failed. */
void origin_mark(const struct origin *o, struct batch *batch, size_t first);

/* It was read through. When memory is short batch->failed. */
void origin_end(struct origin *o, struct batch *batch);

/* Asked when all is read: puts the faults in order first. */
bool origin_was_faulty(struct origin *o, struct slice id);

#endif
