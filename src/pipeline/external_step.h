/* external_step -- repeats across articles that are found outside the program: `keys`
 * writes what an article has, somebody sorts and groups that, and --drops brings the
 * verdicts back (drop_list.h). Takes the place of the look at what was seen.
 *
 * Written for an article that is no wall page: the key of its sequence, before and,
 * when it differs, after the listed paragraphs went; then the key of each paragraph
 * past the guard that is listed or stands. Left out is what later articles cannot
 * find there: a paragraph that a rule takes because others went before it, and what
 * stands of a copy (an article with a listed sequence). What is written for an article
 * depends only on what is listed of it, so that list after list settles, article after
 * article. Records with the same id are told apart, for some 25 bytes a record. */
#ifndef PIPELINE_EXTERNAL_STEP_H
#define PIPELINE_EXTERNAL_STEP_H

#include "pipeline/job.h"

/* Judges a whole article (gone: 0), or a piece of one (gone: how many repeats of
 * earlier pieces were dropped from it). False: failed; history->error says why, else
 * memory is short. */
bool external_step_judge(const struct plan *plan, struct history *history, struct strip_scratch *strip,
                         struct article *a, struct para *paras, size_t gone);

#endif
