/* spill -- the keys that memory has no room for: sorted runs in files without
 * a name, which vanish with the process. Dedupe layer. Not thread-safe.
 *
 * Each time the sets in memory are full they become a run. Runs of like size
 * are merged, so that few are asked: some three of them, and a key is written
 * some eight times in all for 250 times the memory (reckoned). */
#ifndef DEDUPE_SPILL_H
#define DEDUPE_SPILL_H

#include "dedupe/keyrun.h"

struct spill;

/* filter: bytes for one that spares look-ups (filter.h). folder is borrowed.
 * NULL: memory is short. */
struct spill *spill_new(const char *folder, size_t filter);
void spill_free(struct spill *s);              /* NULL is fine */

/* From now on merges ask which keys are kept (keyrun.h), oldest run first. */
void spill_keep(struct spill *s, keyrun_keep_fn *keep, void *payload);

/* Adds the keys of a set, and merges runs when it is time. A key that the spill
 * has keeps its older place. */
enum copydesk_status spill_add(struct spill *s, const struct keyset *set, struct copydesk_error *error);

/* The same for keys that come one by one: by rising key between begin, of no
 * more than `most`, and end. NULL, or not COPYDESK_OK: failed, error filled;
 * end frees in any case. */
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
