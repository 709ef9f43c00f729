/* seen -- has an earlier article this paragraph, or all of this text?
 *
 * The folder, from the ground up:
 *     keyset, lsh, minhash, row, shingles, swaps, spans, sketch, filter    sets and likenesses in memory
 *     chunks, ids, run_file, keyrun, nearrun, spill, keystore, stock, budget    and in files
 *     repeat, seen, near, spun       what a run asks of its own articles
 *     ledger, state                  what it asks of earlier runs
 *     choice, drop_list              verdicts that were made before
 *     align, edits, resplit          two versions of one article
 *
 * Shared by all workers, which take turns in input order: so the answers do not
 * depend on the number of threads. All keys lie in one set, and each article's id
 * is kept once (ids.h). Under a memory cap, what has no room goes to files (spill.h);
 * the answers are the same. Not thread-safe.
 *
 * A paragraph "stands" as long as no step has dropped it.
 *
 * Failures, of memory or a file, stick: after one, nothing more is found or added.
 * Ask seen_status before acting on the answers. */
#ifndef DEDUPE_SEEN_H
#define DEDUPE_SEEN_H

#include "base/arena.h"
#include "dedupe/keys/budget.h"
#include "dedupe/keys/keyset.h"
#include "read/article.h"

struct seen;

struct seen_options {
    unsigned min_words, min_chars;   /* the guard for repeats across articles */
    struct budget budget;            /* for keys and ids */
};

struct seen *seen_new(const struct seen_options *options);   /* NULL if out of memory */
void seen_free(struct seen *s);                              /* NULL is fine */

/* COPYDESK_OK, or the status of the first failure, which is copied to error (may be NULL). */
enum copydesk_status seen_status(const struct seen *s, struct copydesk_error *error);

/* The guard: whether p is long enough to be compared across articles, should it stand. */
bool seen_guard(unsigned min_words, unsigned min_chars, const struct para *p);

/* Whether any standing paragraph has a key: a letter or digit in it. */
bool seen_has_key(const struct para *paras, size_t n);

/* One key for the whole article: of its standing paragraphs in order, short ones too. */
struct key seen_sequence(const struct para *paras, size_t n);

/* Finds the earlier article of which this one is a copy: one that was added with this
 * sequence. Returns its number and its id, copied into the arena; 0: there is none. */
uint32_t seen_copy(struct seen *s, struct key sequence, struct arena *arena, struct slice *id);

/* The earlier article that has p's key, and on which line; article 0: none. */
struct place seen_owner(struct seen *s, const struct para *p);

/* Whether p is compared with other articles: it stands, and is past the guard. */
bool seen_compares(const struct seen *s, const struct para *p);

/* Prefetches the memory that looking up these paragraphs and their sequence will touch. */
void seen_prefetch(struct seen *s, struct key sequence, const struct para *paras, size_t n);

/* Drops, with COPYDESK_SEEN, the standing paragraphs past the guard that an earlier
 * article has, and sets their first_number and first_line. Returns how many. */
size_t seen_mark(struct seen *s, struct para *paras, size_t n);

/* Fills first_id of the paragraphs that seen_mark dropped, with ids copied into the
 * arena. Takes as long as seen_mark did: for callers that report the ids only. */
void seen_name(struct seen *s, struct para *paras, size_t n, struct arena *arena);

/* Remembers an article: its standing paragraphs past the guard, and its sequences (of
 * what stood before and after seen_mark). Comes after seen_mark and seen_copy, which
 * found them new. Articles are numbered 1, 2, 3 ... in the order of these calls.
 * False: failed (seen_status). */
bool seen_add(struct seen *s, struct slice id, const struct para *paras, size_t n,
              const struct key *sequences, size_t n_sequences);

/* Calls each with every key (the low half of lo is 0) and its place, in rising order
 * of keys, until it returns false. Returns false then, or after a failure (seen_status). */
typedef bool seen_each_fn(void *payload, struct key key, struct place place);
bool seen_each(struct seen *s, seen_each_fn *each, void *payload);
uint64_t seen_count(const struct seen *s);   /* keys */

/* ---- what it costs ---- */

struct seen_size {
    uint64_t keys;           /* remembered, in memory and in files */
    struct budget_used used; /* for keys and ids */
};
struct seen_size seen_size(const struct seen *s);

#endif
