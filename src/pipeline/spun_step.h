/* spun_step -- near paragraphs on the way of the data: what a paragraph is compared by
 * is made in parallel, and compared in the judging turn, right after the look at
 * what was seen, so that exact repeats go first. Without --near-paragraphs the marks
 * do nothing, and spun_step_add is seen_add. */
#ifndef PIPELINE_SPUN_STEP_H
#define PIPELINE_SPUN_STEP_H

#include "pipeline/job.h"

/* Fills plan->lexicon when its options ask for near paragraphs, which is refused
 * without plan->across. Free it with spun_lexicon_free. */
enum copydesk_status spun_step_open(struct plan *plan, struct copydesk_error *error);

/* In parallel: fills para.spun of the standing paragraphs that are long enough to be
 * compared. False when memory is short. */
bool spun_step_prepare(struct job *job, struct batch *b, const struct article *a);

/* In turn: drops, or flags, the paragraphs that earlier articles nearly have. Returns
 * how many it dropped; -1: failed, with the reason in history->error. */
long spun_step_mark(struct job *job, struct history *history, struct batch *b, const struct article *a);

/* In turn: remembers the paragraphs that stand, and the article's sequences, which may
 * be none. False: failed; history->error or seen_status says why. */
bool spun_step_add(const struct job *job, struct history *history, const struct batch *b, const struct article *a,
                   const struct key *sequences, size_t n_sequences);

#endif
