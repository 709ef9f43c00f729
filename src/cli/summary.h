/* summary -- a run's numbers as people read them, for standard error. */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include "base/buf.h"
#include "cli/options.h"

/* Appends one line when clean text goes to standard output, since people look at that;
 * a table when it goes to files, in a dry run, and with -v. */
void summary_add(struct buf *out, const struct cli *cli, const struct copydesk_stats *stats);

/* The one line's words, without the program's name and a line end. */
void summary_addline(struct buf *out, const struct copydesk_stats *stats);

/* Appends the table of the rules that hit. */
void summary_addrules(struct buf *out, const struct copydesk_rule_hits *hits, size_t n);

/* Appends the removals that most look like prose. */
void summary_addrisky(struct buf *out, const struct copydesk_removal *removals, size_t n);

#endif
