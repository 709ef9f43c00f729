/* two_pass -- the first of the two readings of a run in which not the first of
 * near-duplicates is kept: every article is prepared and put aside, then
 * choice.h finds out which goes. */
#ifndef PIPELINE_TWO_PASS_H
#define PIPELINE_TWO_PASS_H

#include "pipeline/flow.h"

/* Refuses what cannot be: to choose nothing, to read a pipe twice, or a state,
 * for which it is too late. The reason is in run->error. */
enum copydesk_status two_pass_check(struct run *run, const struct copydesk_options *o);

/* Whether the run, which is opened with its options, is the second of two. */
bool two_pass_is_wanted(const struct run *run);

/* Reads and compares everything, and fills run->plan.choice. */
enum copydesk_status two_pass_first(struct run *run);

/* When all is judged: fails when an article is gone since the first reading. */
enum copydesk_status two_pass_verify(struct run *run);

#endif
