/* log -- what --log json writes: each message one JSON object on a line of its
 * own, so that a log collector need not parse prose.
 *
 *     {"time":"2026-11-22T05:06:08.123Z","level":"warning","path":"a.txt","line":7,"message":"..."}
 *
 * time is UTC, level is error, warning or info; path and line are there when a
 * file is meant. A path that is not UTF-8 is in path64 instead, in base64. */
#ifndef CLI_LOG_H
#define CLI_LOG_H

#include "cli/message.h"

/* One message. */
void log_add(struct buf *out, enum message_kind kind, const struct copydesk_error *what);

/* Each line of text as an info message, without its indent. */
void log_addlines(struct buf *out, struct slice text);

/* The run's numbers: "message" is the one-line summary, "stats" what --stats writes. */
void log_addsummary(struct buf *out, const struct copydesk_stats *stats, enum copydesk_status status);

/* A rule that hit; a removal that looks like prose. */
void log_addrule(struct buf *out, const struct copydesk_rule_hits *hits);
void log_addrisky(struct buf *out, const struct copydesk_removal *removal);

#endif
