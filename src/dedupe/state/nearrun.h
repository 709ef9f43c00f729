/* nearrun -- what a state remembers of kept articles for near-duplicates: their
 * sets of shingles, and the keys (bands, samples: near.h) that lead to each. A sorted,
 * immutable file, as key runs are:
 *
 *     header      64 bytes, written last
 *     sets        coded (shingles.h), one behind the other
 *     entries     24 bytes for each set: whose it is, where it lies, its check sum
 *     pairs       key and article, by key, coded as differences: 5 to 6 bytes each
 *     directory   8 bytes for each slice of the keys: where its pairs begin
 *
 * Header, entries, pairs and directory are checked when the file is opened, a set
 * when it is read. An article of 500 words has some 94 pairs: 560 bytes in all,
 * and a set of 2.5 KB, without which no pair could be verified. */
#ifndef DEDUPE_NEARRUN_H
#define DEDUPE_NEARRUN_H

#include "base/slice.h"
#include "copydesk.h"

enum {
    NEARRUN_NUMBERS = 1 << 30,   /* article numbers below this */
    NEARRUN_KEY = 34             /* leading bits of a key that count: among 10^8 pairs one look-up in 170 finds a wrong one */
};

/* In place of sides: not a set, but the article's paragraphs that near ones are
 * compared with (spun.h); no pairs lead to it. */
enum { NEARRUN_PARAGRAPHS = 4 };

/* One view of an article. */
struct near_entry {
    uint32_t number;
    uint8_t sides;               /* enum near_side, or the above */
    uint8_t level;               /* one shingle of 2^level is sampled */
    uint16_t samples;
    uint64_t offset;             /* of its set in the file */
    uint32_t size, check;        /* of the set: bytes, the lower half of its XXH3-64 */
};

/* ---- writing: all sets, then all pairs by rising key, number and sides ---- */

struct nearrun_writer;

/* Begins folder/name, under the name name.part until it is committed. NULL on
 * failure, error filled. */
struct nearrun_writer *nearrun_create(const char *folder, const char *name, uint32_t profile,
                                      struct copydesk_error *error);

/* Adds a set as shingles.h coded it; the entry's offset, size and check are filled here. */
enum copydesk_status nearrun_add_set(struct nearrun_writer *w, struct near_entry entry, struct slice coded,
                                     struct copydesk_error *error);

/* Once, when all sets are there; no more than so many pairs follow. */
enum copydesk_status nearrun_begin_pairs(struct nearrun_writer *w, uint64_t pairs, struct copydesk_error *error);
enum copydesk_status nearrun_add_pair(struct nearrun_writer *w, uint64_t key, uint32_t number, unsigned sides,
                                      struct copydesk_error *error);

/* Completes the file and makes it and its name durable; *bytes: how large it is. */
enum copydesk_status nearrun_commit(struct nearrun_writer *w, uint64_t *bytes, struct copydesk_error *error);
void nearrun_writer_free(struct nearrun_writer *w);   /* what was not committed is removed; NULL is fine */

/* ---- reading; from many threads ---- */

struct nearrun;

/* NULL on failure, error filled: no such file, another version or profile, damaged. */
struct nearrun *nearrun_open(const char *path, uint32_t profile, struct copydesk_error *error);
void nearrun_free(struct nearrun *r);                 /* NULL is fine */

uint64_t nearrun_entries(const struct nearrun *r);
uint64_t nearrun_pairs(const struct nearrun *r);
struct near_entry nearrun_entry(const struct nearrun *r, uint64_t i);   /* by number, sides */

/* The index of the article's first entry; nearrun_entries when it has none. */
uint64_t nearrun_search(const struct nearrun *r, uint32_t number);

/* The entry's set, as it lies in the file, until that is freed; false when it is not what was written. */
bool nearrun_set(const struct nearrun *r, const struct near_entry *entry, struct slice *coded);

/* Fills found with the articles that have this key on that side and that keep accepts,
 * by rising number, `most` of them at most; returns how many. */
typedef bool nearrun_keep(void *payload, uint32_t number);
size_t nearrun_find(const struct nearrun *r, uint64_t key, unsigned side, nearrun_keep *keep, void *payload,
                    uint32_t *found, size_t most);

/* Prefetches what the key's look-up will touch: of the directory; then of the pairs,
 * for which the directory is read. */
void nearrun_fetch_slice(const struct nearrun *r, uint64_t key);
void nearrun_fetch_pairs(const struct nearrun *r, uint64_t key);

/* Goes through the pairs in order. Zero-initialise but for run. */
struct nearrun_cursor {
    const struct nearrun *run;
    uint64_t slice, at, key;
};

/* False at the end. The key's bits behind NEARRUN_KEY are 0. */
bool nearrun_next(struct nearrun_cursor *c, uint64_t *key, uint32_t *number, unsigned *sides);

#endif
