/* estimate -- what a run will take, for a word before it starts. */
#ifndef PIPELINE_ESTIMATE_H
#define PIPELINE_ESTIMATE_H

#include "pipeline/flow.h"

/* Fills run->stats.total_bytes and tells the observer, if it wants to know and
 * the size of the input can be known. After the state's survey, if there is one:
 * that has looked at all files already. */
void estimate_tell(struct run *run);

#endif
