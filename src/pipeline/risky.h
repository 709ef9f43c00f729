/* risky -- the removals by rules that look most like prose, for a person to check
 * first. Fed in the writing turn, so the list is the same for any number of workers;
 * memory is fixed.
 *
 * A line is riskier the more words it has, and when it ends like a sentence; it is
 * less so the more often its text was removed: what a site repeats is a label, what
 * went once may have been news. */
#ifndef PIPELINE_RISKY_H
#define PIPELINE_RISKY_H

#include "dedupe/keys/sketch.h"
#include "read/batch.h"
#include "strip/strip.h"

enum {
    RISKY_HELD = 256,      /* texts held until all counts are known; at least RISKY_TOLD (guess) */
    RISKY_TOLD = 20
};

struct risky_line;

struct risky {
    struct risky_line *lines;
    size_t n;
    uint64_t order;        /* lines held so far */
    struct sketch *times;  /* how often each text was removed, about */
};

bool risky_init(struct risky *r);      /* false: memory is short */
void risky_release(struct risky *r);   /* fine after a failed init */

/* Adds what rules dropped from a batch. False: memory is short. */
bool risky_add(struct risky *r, const struct batch *b);

/* Fills removals, the riskiest first, and returns how many; they borrow from r. */
size_t risky_rank(struct risky *r, const struct rules *rules, struct copydesk_removal removals[RISKY_TOLD]);

#endif
