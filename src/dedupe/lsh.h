/* lsh -- which articles were filed under this key? Keys are bands of a minhash
 * and sampled shingles.
 *
 * One table of pairs (32 bits of the key, article), open addressing, in 64
 * shards so that growing moves a small part at a time: 8 bytes a pair, filled
 * to 3/4 at most and grown by half, so 11 to 16. Two keys that agree in 32
 * bits are taken for one, which costs a look at an article in vain.
 *
 * An article is filed for one or both of two sides, which know nothing of each
 * other (near.h). A key under which LSH_MOST articles of a side are filed is
 * worn: it says nothing any more, takes no more of them, and is not looked up.
 * Not thread-safe. */
#ifndef DEDUPE_LSH_H
#define DEDUPE_LSH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LSH_MOST = 32,           /* guess; kept articles are no copies of one another, so what so many share is a phrase */
    LSH_ARTICLES = 1 << 30,  /* numbers below this */
    LSH_FIRST = 1, LSH_SECOND = 2   /* the sides */
};

struct lsh;

struct lsh *lsh_new(void);      /* NULL if out of memory */
void lsh_free(struct lsh *l);   /* NULL is fine */

/* Files the article for these sides. False when memory is short. */
bool lsh_add(struct lsh *l, uint64_t key, uint32_t article, unsigned sides);

/* Fills found with the articles of one side, in any order, and returns how
 * many; LSH_MOST of them: the key is worn. */
size_t lsh_find(const struct lsh *l, uint64_t key, unsigned side, uint32_t found[LSH_MOST]);

/* Fetches the line of memory that the key's look-up will touch. */
void lsh_prefetch(const struct lsh *l, uint64_t key);

/* Bytes allocated. */
size_t lsh_memory(const struct lsh *l);

#endif
