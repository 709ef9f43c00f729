/* near_step -- near-duplicates on the way of the data: an article's set of shingles
 * is made in parallel, and compared in the judging turn.
 *
 * With --near drop an article is judged twice: before the paragraphs go that earlier
 * articles have (NEAR_BEFORE), and after that (NEAR_AFTER). The latter is the clean
 * text, which a second run must judge the same: so each view is compared only with
 * the same view of the kept articles.
 *
 * When --keep does not keep the first one, choice.h says which, after a first
 * reading, and repeats across articles stay: if those went, a kept article could come
 * to be near another kept one. */
#ifndef PIPELINE_NEAR_STEP_H
#define PIPELINE_NEAR_STEP_H

#include "dedupe/near/near.h"
#include "pipeline/job.h"

/* The rules that options ask for. */
struct near_rules near_step_rules(const struct copydesk_options *options);

/* In parallel: fills a->near. False when memory is short. */
bool near_step_prepare(struct job *job, struct batch *b, struct article *a);

/* In turn, in the place of the steps below when --keep does not keep the first one: a
 * first reading collects the article, the second does what was chosen. Returns as
 * near_step_before. */
int near_step_chosen(const struct plan *plan, struct history *history, struct batch *b,
                     struct article *a);

/* In turn, before the look at what was seen: 1: a is dropped; 0: it goes on; -1:
 * failed, with the reason in history->error. */
int near_step_before(struct job *job, struct history *history, struct batch *b, struct article *a);

/* In turn, after that look; changed: it dropped something. Returns the same. */
int near_step_after(struct job *job, struct history *history, struct batch *b, struct article *a, bool changed);

/* In turn: keeps an article that goes on, so that later ones may be near it. changed:
 * as above; since: it may have changed again after near_step_after. 0; -1: failed. */
int near_step_keep(struct job *job, struct history *history, const struct batch *b, const struct article *a,
                   bool changed, bool since);

#endif
