/* two_pass -- a run whose --keep does not keep the first of near-duplicates reads its
 * input twice. This is the first reading: it collects every article, and choice.h
 * then finds out which go. */
#ifndef PIPELINE_TWO_PASS_H
#define PIPELINE_TWO_PASS_H

#include "pipeline/flow.h"

/* Refuses options that do not go together, such as --keep without --near, with a pipe
 * or with a state. The reason is in run->error. */
enum copydesk_status two_pass_check(struct run *run, const struct copydesk_options *o);

/* Whether the run, whose plan.options are set, is the second of two readings. */
bool two_pass_is_wanted(const struct run *run);

/* Reads and compares everything, and fills run->plan.choice. */
enum copydesk_status two_pass_first(struct run *run);

/* At the end: fails when an article of the first reading was not met again, or one was
 * met that the first reading had skipped. */
enum copydesk_status two_pass_verify(struct run *run);

#endif
