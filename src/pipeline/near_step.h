/* near_step -- near-duplicates on the way of the data: an article's set is
 * made alone, and compared in the judging turn.
 *
 * With --near drop an article is judged twice: as it stands before the
 * paragraphs go that earlier articles have, and as it stands then. Clean text is the latter, and must be judged the same: each view is
 * compared with the same view of the kept articles only.
 *
 * When it is not the first that is kept, choice.h says which, after a first
 * reading, and repeats across articles stay: without them an article that others
 * went for could be near another one itself. */
#ifndef PIPELINE_NEAR_STEP_H
#define PIPELINE_NEAR_STEP_H

#include "dedupe/near.h"
#include "pipeline/job.h"

/* The rules that options ask for. */
struct near_rules near_step_rules(const struct copydesk_options *options);

/* Alone: fills a->near. False when memory is short. */
bool near_step_prepare(struct job *job, struct batch *b, struct article *a);

/* In turn, when not the first is kept: what the first reading chose, with the
 * results of near_step_before; in a first reading, puts the article aside. */
int near_step_chosen(const struct plan *plan, struct history *history, struct batch *b,
                     struct article *a);

/* In turn, before seen: 1: a is dropped; 0: it goes on; -1: failed, with the
 * reason in the history. */
int near_step_before(struct job *job, struct history *history, struct batch *b, struct article *a);

/* In turn, after seen; `changed` when it took anything. The same results. */
int near_step_after(struct job *job, struct history *history, struct batch *b, struct article *a, bool changed);

/* In turn, for an article that goes on: later ones may be near it. `changed`:
 * as above, `since`: perhaps once more since then. 0; -1: failed, the same. */
int near_step_keep(struct job *job, struct history *history, const struct batch *b, const struct article *a,
                   bool changed, bool since);

#endif
