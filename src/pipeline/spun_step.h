/* spun_step -- near paragraphs on the way of the data: what a paragraph is
 * compared by is made alone, and compared in the judging turn, right behind the
 * look at what was seen: exact first. Without them the steps are seen's. */
#ifndef PIPELINE_SPUN_STEP_H
#define PIPELINE_SPUN_STEP_H

#include "pipeline/job.h"

/* Fills plan->lexicon, when its options ask for near paragraphs; refuses that
 * when articles are not compared. spun_lexicon_free takes it. */
enum copydesk_status spun_step_open(struct plan *plan, struct copydesk_error *error);

/* Alone: what the article's standing paragraphs past the guard are compared by.
 * False when memory is short. */
bool spun_step_prepare(struct job *job, struct batch *b, const struct article *a);

/* In turn: drops the paragraphs that earlier articles have nearly. How many; -1:
 * failed, with the reason in the history. */
long spun_step_mark(struct job *job, struct history *history, struct batch *b, const struct article *a);

/* In turn: remembers those that stand. False: failed, the same. */
bool spun_step_add(const struct job *job, struct history *history, const struct batch *b, const struct article *a,
                   const struct key *sequences, size_t n_sequences);

#endif
