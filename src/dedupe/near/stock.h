/* stock -- what a run keeps to compare later text with, articles (near.h) or paragraphs
 * (spun.h): an index that leads to them, the ids of articles, an entry of a fixed size for
 * each, and their texts. Dedupe layer. Not thread-safe.
 *
 * Texts go to a file when they take more than STOCK_TEXTS; everything else does so under a
 * cap only, and the same is found. */
#ifndef DEDUPE_STOCK_H
#define DEDUPE_STOCK_H

#include "dedupe/keys/budget.h"
#include "dedupe/keys/chunks.h"
#include "dedupe/keys/ids.h"
#include "dedupe/near/lsh.h"

enum { STOCK_TEXTS = 4 << 20 };   /* bytes that stay in memory, outside any cap (guess: a small corpus needs no file) */

struct stock {
    struct budget budget;
    size_t peak;             /* the most bytes that were allocated at once, without texts */
    struct lsh *index;
    struct ids ids;
    struct chunks entries, texts;
};

/* most: how many the index has of a key (lsh.h). False when memory is short; release in any case. */
bool stock_init(struct stock *s, struct budget budget, unsigned most);
void stock_release(struct stock *s);

/* Adds a text, or a part of one, behind the others: it begins at what s->texts.end was. */
enum copydesk_status stock_put(struct stock *s, struct slice text, struct copydesk_error *error);

/* Replaces out by n bytes of the texts from offset `from` on. */
enum copydesk_status stock_get(const struct stock *s, uint64_t from, size_t n, struct buf *out, struct copydesk_error *error);

/* Adds an entry, and reads the i-th one, from 0, of that size. */
enum copydesk_status stock_add(struct stock *s, const void *entry, size_t size, struct copydesk_error *error);
enum copydesk_status stock_entry(const struct stock *s, uint32_t i, void *entry, size_t size, struct copydesk_error *error);

/* The id of a number, until the next call. */
enum copydesk_status stock_id(struct stock *s, uint32_t number, struct slice *id, struct copydesk_error *error);

/* Under a cap: moves everything to files when it is time. */
enum copydesk_status stock_keep_cap(struct stock *s, struct copydesk_error *error);

struct budget_used stock_used(const struct stock *s);

#endif
