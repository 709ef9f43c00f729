/* guard -- what must hold before a run may write: the input is never written
 * to, neither as a tree nor as a file, and no two outputs are one file. */
#ifndef PIPELINE_GUARD_H
#define PIPELINE_GUARD_H

#include "copydesk.h"

/* Refuses an output directory (tree) that is, holds or lies in an input
 * directory, and an output, journal or stats file that is an input file or
 * lies in an input directory under a name that would be read. So for metrics.
 * And one of these that is another of them, a list of drops or a rule pack, or
 * that lies in the output where an article of an input directory will. */
enum copydesk_status guard_outputs(const struct copydesk_options *options, bool tree,
                                   struct copydesk_error *error);

/* The first half of it for one output; path may be NULL: none. */
enum copydesk_status guard_output(const struct copydesk_options *options, const char *path, bool tree,
                                  struct copydesk_error *error);

/* Whether the metrics may be written; asked when a run could not begin. */
bool guard_metrics(const struct copydesk_options *options);

#endif
