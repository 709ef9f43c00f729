/* journal_append -- one journal for all the runs of a state: each run's records go
 * behind those of the runs before. */
#ifndef PIPELINE_JOURNAL_APPEND_H
#define PIPELINE_JOURNAL_APPEND_H

#include "pipeline/recall.h"

/* How many bytes of the journal at path are records of runs that count. What
 * stands behind them is of a run that was killed before its state was committed;
 * it is done again. Fails when a file stands there that is no whole journal. */
enum copydesk_status journal_append_find(struct recall *recall, const char *path, uint64_t *bytes,
                                 struct copydesk_error *error);

/* Whether that is all that the journal holds. */
bool journal_append_is_all(const char *path, uint64_t bytes);

/* The journal is in its place: tells the state, which is yet to be committed.
 * Fails when it is not to be found there: without its size the next run would
 * take this one's records for those of a run that does not count. */
enum copydesk_status journal_append_note(struct recall *recall, const char *path, struct copydesk_error *error);

#endif
