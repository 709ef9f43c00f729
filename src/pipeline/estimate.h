/* estimate -- what a run will take, told to the observer before it starts. */
#ifndef PIPELINE_ESTIMATE_H
#define PIPELINE_ESTIMATE_H

#include "pipeline/flow.h"

/* Fills run->stats.total_bytes and tells the observer, if it asks and the size of the
 * input can be known. Call it after the survey of a state, which has counted the files. */
void estimate_tell(struct run *run);

#endif
