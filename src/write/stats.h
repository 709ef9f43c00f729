/* stats -- adding up what workers counted, and the --stats file. */
#ifndef WRITE_STATS_H
#define WRITE_STATS_H

#include "base/buf.h"
#include "copydesk.h"

/* Adds part to sum. The clock and total_bytes are the run's, not a part's:
 * they stay. */
void stats_add(struct copydesk_stats *sum, const struct copydesk_stats *part);

/* Appends one JSON object with a line feed behind it. Every key is always
 * there, save "rules", which lists the n rules that hit: rules NULL leaves it out. */
void stats_json(struct buf *out, const struct copydesk_stats *stats, enum copydesk_status status,
                const struct copydesk_rule_hits *rules, size_t n);

#endif
