/* origin -- what the articles of one stream or container have in common: above
 * all which file of a folder they come out of (their origin), and whether
 * something in it could not be read. Read layer; used under the source's lock. */
#ifndef READ_ORIGIN_H
#define READ_ORIGIN_H

#include "base/notice.h"
#include "read/batch.h"

/* Not to be moved between init and release. */
struct origin {
    struct article common; /* of these: origin, size, stamp, time, nameless; where they have no file of
                              a folder for origin, the source sets them itself */
    struct notices heard;  /* notices on the stream go here; listener notes them and passes them on, */
    struct notices *to;    /* to the run's */
    struct copydesk_observer listener;
    struct buf id;         /* the bytes of common.origin */
    bool faulty;           /* one of the notices was on skipped input */
    struct slice *faults;  /* ids of the origins of which that was so */
    size_t n_faults, cap_faults;
    struct arena names;    /* their bytes */
    bool sorted;           /* faults are in order */
};
void origin_init(struct origin *o, struct notices *notices);
void origin_release(struct origin *o);

/* The articles that follow come out of that file of a folder. */
void origin_begin(struct origin *o, struct slice id, uint64_t size, int64_t stamp);

/* Sets what they have in common in the batch's articles, from number `first` on.
 * Sets batch->failed when memory is short. */
void origin_mark(const struct origin *o, struct batch *batch, size_t first);

/* The file was read through. Sets batch->failed when memory is short. */
void origin_end(struct origin *o, struct batch *batch);

/* Whether something in that origin could not be read. Sorts the faults if need be,
 * so ask when all is read. */
bool origin_was_faulty(struct origin *o, struct slice id);

#endif
