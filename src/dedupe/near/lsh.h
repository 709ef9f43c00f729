/* lsh -- which articles were filed under this key? Keys are bands of a minhash
 * and sampled shingles.
 *
 * One table of pairs (32 bits of the key, article), open addressing, in 64
 * shards so that growing moves a small part at a time: 8 bytes a pair, filled
 * to 3/4 at most and grown by half, so 11 to 16. Two keys that agree in 32
 * bits are taken for one, which costs a look at an article in vain.
 *
 * An article is filed for one or both of two sides, which know nothing of each
 * other (near.h). Under a key each side has the first `most` articles that were
 * filed; to near-duplicates so many are a sign that the key tells nothing any more.
 *
 * What memory has no room for goes to sorted files (spill.h), 19 bytes a pair:
 * the same is found there. Not thread-safe. */
#ifndef DEDUPE_LSH_H
#define DEDUPE_LSH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "copydesk.h"

enum {
    LSH_MOST = 32,           /* the largest `most` */
    LSH_ARTICLES = 1 << 30,  /* numbers below this */
    LSH_FIRST = 1, LSH_SECOND = 2   /* the sides */
};

struct lsh;

struct lsh *lsh_new(unsigned most);   /* NULL if out of memory */
void lsh_free(struct lsh *l);         /* NULL is fine */

/* Files the article for these sides; numbers never fall. False when memory is
 * short. */
bool lsh_add(struct lsh *l, uint64_t key, uint32_t article, unsigned sides);

/* Fills found with the articles filed under key for one side, in any order, and returns
 * how many; -1 with error filled when a file cannot be read. */
int lsh_find(const struct lsh *l, uint64_t key, unsigned side, uint32_t found[LSH_MOST],
             struct copydesk_error *error);

/* Prefetches the line of memory that the key's look-up will touch. */
void lsh_prefetch(const struct lsh *l, uint64_t key);

/* Moves all pairs to files in folder; not between the keys of one article. filter: bytes
 * for the filter that spares look-ups there (filter.h); folder and filter are those of
 * the first call. */
enum copydesk_status lsh_spill(struct lsh *l, const char *folder, size_t filter, struct copydesk_error *error);

size_t lsh_memory(const struct lsh *l);    /* bytes allocated */
size_t lsh_tables(const struct lsh *l);    /* those of them that a spill gives back */
uint64_t lsh_filed(const struct lsh *l);   /* bytes in files */

#endif
