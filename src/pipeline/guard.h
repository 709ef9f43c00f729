/* guard -- what must hold before a run may write: the input is never written
 * to, neither as a tree nor as a file, and no two outputs are one file. The state is
 * an output too. */
#ifndef PIPELINE_GUARD_H
#define PIPELINE_GUARD_H

#include "copydesk.h"

/* Refuses
 *   - an output directory (tree) that is, holds or lies in an input directory;
 *   - an output, journal, stats or metrics file, or one to which standard output or error goes, that is
 *     an input file, or lies in an input directory under a name that would be read;
 *   - one of these that is another of them, the list of drops or a rule pack, or one of
 *     the state's own files, or that lies where an article of the output tree will be written. */
enum copydesk_status guard_outputs(const struct copydesk_options *options, bool tree,
                                   struct copydesk_error *error);

/* Refuses a state that is, holds or lies in an input directory, or lies where articles
 * of the output tree will be written. */
enum copydesk_status guard_state(const struct copydesk_options *options, bool tree, struct copydesk_error *error);

/* Whether the metrics file may be written, also when guard_outputs was never reached. */
bool guard_metrics(const struct copydesk_options *options);

#endif
