/* spill -- the keys that memory has no room for: sorted runs (keyrun.h) in files
 * without a name, which vanish with the process. Dedupe layer. Not thread-safe.
 *
 * Each time the set in memory is full it becomes a run. Runs of like size are
 * merged, so that a look-up asks few: when there are keys for 250 times the memory,
 * some three runs, and each key is written some eight times in all (reckoned). */
#ifndef DEDUPE_SPILL_H
#define DEDUPE_SPILL_H

#include "dedupe/keys/keyrun.h"

struct spill;

/* folder: for the files; borrowed. filter: bytes for the filter that spares look-ups
 * in them (filter.h). NULL when memory is short. */
struct spill *spill_new(const char *folder, size_t filter);
void spill_free(struct spill *s);              /* NULL is fine */

/* From now on merges ask takes which keys to take over (keyrun_merge), oldest run first. */
void spill_takes(struct spill *s, keyrun_takes_fn *takes, void *payload);

/* Adds the keys of a set as a run, and merges runs when it is time. A key that the
 * spill has already keeps its older place. */
enum copydesk_status spill_add(struct spill *s, const struct keyset *set, struct copydesk_error *error);

/* The same for keys that come one by one: spill_begin for no more than `most` of them,
 * spill_put in rising order, spill_end, which frees the writer in any case. NULL, or
 * not COPYDESK_OK: failed, error filled. */
struct keyrun_writer *spill_begin(struct spill *s, uint64_t most, struct copydesk_error *error);
enum copydesk_status spill_put(struct spill *s, struct keyrun_writer *w, struct key key, struct place place,
                               struct copydesk_error *error);
enum copydesk_status spill_end(struct spill *s, struct keyrun_writer *w, struct copydesk_error *error);

/* 1 and *place; 0: not there; -1: it cannot be read, error filled. */
int spill_find(const struct spill *s, struct key key, struct place *place, struct copydesk_error *error);

/* As keyrun_find_tails, of all runs, the oldest first; -1: error filled. */
int spill_find_tails(const struct spill *s, uint64_t hi, uint32_t mask, uint32_t *tails, int most, struct copydesk_error *error);

/* All keys as one run, which stays the spill's; NULL on failure, or when there
 * are none. */
const struct keyrun *spill_whole(struct spill *s, struct copydesk_error *error);

size_t spill_memory(const struct spill *s);    /* bytes allocated */
uint64_t spill_bytes(const struct spill *s);   /* bytes in files */
uint64_t spill_keys(const struct spill *s);

#endif
