/* risky -- the removals by rules that most look like prose, for a person to
 * look at first. Fed in the writing turn, so the list is the same for any
 * number of workers; memory is fixed.
 *
 * A line counts more the more words it has, more still when it ends like a
 * sentence, and less the more often its text was removed: what a site repeats
 * is a label, what went once may have been news. */
#ifndef PIPELINE_RISKY_H
#define PIPELINE_RISKY_H

#include "dedupe/sketch.h"
#include "read/batch.h"
#include "strip/strip.h"

enum {
    RISKY_HELD = 256,      /* texts held until the counts are known; no less than told (guess) */
    RISKY_TOLD = 20
};

struct risky_line;

struct risky {
    struct risky_line *lines;
    size_t n;
    uint64_t order;        /* lines held so far */
    struct sketch *times;
};

bool risky_init(struct risky *r);      /* false: memory is short */
void risky_release(struct risky *r);   /* fine after a failed init */

/* False: memory is short. */
bool risky_add(struct risky *r, const struct batch *b);

/* The riskiest first, at most RISKY_TOLD; removals[] borrows from r. */
size_t risky_rank(struct risky *r, const struct rules *rules, struct copydesk_removal removals[RISKY_TOLD]);

#endif
