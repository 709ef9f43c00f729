/* journal_append -- one journal for all the runs of a state: each run appends its
 * records to those of the runs before. The ledger knows how long the journal was when
 * the last run was committed, and how long a run is about to make it: so the records of
 * a run that was killed in between are told from those of another state, which are
 * never cut off. */
#ifndef PIPELINE_JOURNAL_APPEND_H
#define PIPELINE_JOURNAL_APPEND_H

#include "dedupe/state/ledger.h"

/* A journal as this run found it. All zero: it is not appended to. */
struct journal_append {
    const char *name;   /* as the user wrote it */
    char *path;         /* its absolute path, owned; NULL: it is written directly (outfile.h) */
    uint64_t size;      /* bytes of the file; 0: there is none */
    uint64_t kept;      /* of these, bytes of runs that were committed. What follows is of one that
                           was killed before it was; this run does that work again */
    uint64_t claimed;   /* bytes that this run is about to make it; 0: not claimed yet */
};

/* Fails when the file is no whole journal, or holds what another state's run wrote
 * behind this state's records. Of a dry run's journal nothing is kept. */
enum copydesk_status journal_append_find(struct journal_append *j, struct state_ledger *ledger, const char *name,
                                         struct copydesk_error *error);

/* Right before the journal is renamed into place: tells the state that it will have
 * `size` bytes. Fails when it has changed since it was found. */
enum copydesk_status journal_append_claim(struct journal_append *j, struct state_ledger *ledger, uint64_t size,
                                          struct copydesk_error *error);

/* Once it has its name, in a transaction: that it is all of a run's that was committed. Nothing
 * when it was not claimed. */
void journal_append_put(const struct journal_append *j, struct state_ledger *ledger);

void journal_append_release(struct journal_append *j);

/* For a journal in whose place a new one is to come. *keep: what stands there by then must not be lost,
 * which only a dry run's may. Fails when it cannot be read, when it holds the runs of a state, whose next
 * run would not find it, and for a dry_run when it is any but a dry run's. */
enum copydesk_status journal_append_spare(const char *name, bool dry_run, bool *keep, struct copydesk_error *error);

#endif
