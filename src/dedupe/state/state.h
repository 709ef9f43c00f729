/* state -- what earlier runs have seen, in a directory that outlives them:
 *
 *     ledger.db        articles, runs, the profile, and which files belong here
 *     keys-N.run       keys and their owners (keyrun.h), one file a run, merged
 *                      when they are more than STATE_RUNS
 *     near-N.run       what near-duplicates are compared with (state_near.h)
 *     lock             held by whoever writes; says who that is
 *
 * While a run works its state is immutable: look-ups may come from many
 * threads. What the run adds is written at its end: first the key run, then the
 * ledger's transaction, which alone makes it count. A key run that the ledger
 * does not name is what a killed run has left, and is removed at the next start.
 *
 * A key counts when its owner does: when the ledger has that article, and no
 * window lets it lapse. */
#ifndef DEDUPE_STATE_H
#define DEDUPE_STATE_H

#include "dedupe/keys/keyrun.h"
#include "dedupe/state/ledger.h"

enum { STATE_RUNS = 8 };   /* more are merged: a look-up asks each of them */

struct state;

/* Whether a file of that name, in its directory, is a state's own. */
bool state_owns(const char *name);

/* Opens the directory; to write, it is made when it is not there and locked.
 * since: owners of runs that began before that second do not count; 0: all do.
 * NULL on failure, error filled: COPYDESK_BUSY when another run holds it,
 * COPYDESK_FAILED when it is damaged or none. */
struct state *state_open(const char *path, bool write, int64_t since, struct copydesk_error *error);
void state_close(struct state *s);   /* NULL is fine */

/* Maps no more than `memory` bytes of its files from now on: up to half for the ledger;
 * of the key runs all, when the other half is enough for them, or none, which makes
 * look-ups ten times as slow. Before look-ups begin. */
void state_hold(struct state *s, size_t memory);

struct state_ledger *state_ledger(struct state *s);
const char *state_path(const struct state *s);
uint64_t state_keys(const struct state *s, uint64_t *bytes);   /* how many, in files of so many bytes */
uint64_t state_next_number(const struct state *s);   /* of the first article of this run */

/* How many articles and keys the state at path holds, read without taking its lock; 0
 * of both when it cannot be read. */
void state_look(const char *path, uint64_t *articles, uint64_t *keys);

/* Whether the article counts as an owner. */
bool state_counts(const struct state *s, uint32_t number);

/* Makes it count no more. Before look-ups begin, by one thread. */
void state_kill(struct state *s, uint32_t number);

/* Opens the key runs that the ledger names, as state_open does for whoever writes: again, after a merge. */
enum copydesk_status state_keys_open(struct state *s, struct copydesk_error *error);

/* Who owns each key: `self` (0: nobody) if it is among its owners, else the one that
 * came first of those that count; article 0: nobody does. What cannot be read has none, and the
 * ledger fails. */
void state_find(const struct state *s, const struct key *keys, size_t n, uint32_t self,
                struct place *places);

/* ---- at the end of a run ---- */

/* Begins a key run of the state, for no more than `most` keys. NULL on failure, error filled. */
struct keyrun_writer *state_keys_begin(struct state *s, uint64_t most, struct copydesk_error *error);

/* Makes the file durable, and names it in the ledger, which has begun its
 * transaction; a run without keys leaves no file. Frees the writer in any case. */
enum copydesk_status state_keys_end(struct state *s, struct keyrun_writer *w, struct copydesk_error *error);

/* Where there are more than STATE_RUNS files of a kind, merges the newest, or wherever there
 * are any `all`, into one, without what belongs to articles that the ledger no longer has. Transactions of
 * their own. Files are closed: what points into them no longer does. */
enum copydesk_status state_merge(struct state *s, bool all, struct copydesk_error *error);
bool state_wants_merge(const struct state *s);   /* whether there are more of a kind */

/* Takes over what the state `from`, opened to write, has; see ledger_take. */
enum copydesk_status state_take(struct state *s, struct state *from, struct copydesk_error *error);

#endif
