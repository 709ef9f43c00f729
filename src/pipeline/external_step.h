/* external_step -- what repeats across articles when it is found elsewhere: `keys`
 * tells what an article has, somebody sorts and groups that, and --drops hands
 * the verdicts back (drop_list.h). Takes the place of the look at what was seen.
 *
 * Told of an article, wall pages left out: the key of its sequence, before and,
 * when it differs, after the listed paragraphs went; then each paragraph past
 * the guard that is listed or stands. Not told is what is no place where the
 * text stands for later articles: a paragraph that a rule takes because others
 * went before it, and what stands of a copy, an article of which a sequence is
 * listed. What is told of an article depends on what is listed of it alone, so
 * that lists made of lists settle, article after article. Records of one id are
 * told apart, which takes some 25 bytes for each record. */
#ifndef PIPELINE_EXTERNAL_STEP_H
#define PIPELINE_EXTERNAL_STEP_H

#include "pipeline/job.h"

/* Judges a whole article, or a piece that was held against those before it
 * (gone: repeats found then). False when memory is short. */
bool external_step_judge(const struct plan *plan, struct history *history, struct strip_scratch *strip,
                         struct article *a, struct para *paras, size_t gone);

#endif
