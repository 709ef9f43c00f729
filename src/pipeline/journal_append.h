/* journal_append -- one journal for all the runs of a state: each run appends its
 * records to those of the runs before. */
#ifndef PIPELINE_JOURNAL_APPEND_H
#define PIPELINE_JOURNAL_APPEND_H

#include "pipeline/recall.h"

/* *bytes: how many bytes of the journal at path belong to runs that were committed, to
 * be kept. What follows them is of a run that was killed before its state was
 * committed; this run does that work again. Fails when the file is no whole journal. */
enum copydesk_status journal_append_find(struct recall *recall, const char *path, uint64_t *bytes,
                                         struct copydesk_error *error);

/* Whether that is all that the journal holds. */
bool journal_append_is_all(const char *path, uint64_t bytes);

/* The journal has been renamed into place: notes its size for the state, which is yet
 * to be committed. Fails when it is not there: without its size the next run would
 * take this run's records for those of one that was killed. */
enum copydesk_status journal_append_note(struct recall *recall, const char *path, struct copydesk_error *error);

#endif
