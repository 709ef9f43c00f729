/* seen -- has an earlier article this paragraph, or all of this text?
 *
 * The folder, from the ground up:
 *     keyset, lsh, minhash, shingles, sketch, filter    sets and likenesses in memory
 *     spool, chunks, ids, keyrun, nearrun, spill, keystore, budget    and in files
 *     repeat, seen, near, spun       what a run asks of its own articles
 *     ledger, state                  what it asks of earlier runs
 *     choice, drop_list              verdicts that were made before
 *     align, edits, resplit          two versions of one article
 *
 * The only step that is shared between workers, entered in turn: first comes
 * the article that stands first in input order, whatever the number of
 * threads. Keys lie in one set. Ids of articles are kept once (ids.h). Under a cap,
 * what has no room goes to files (spill.h); the answers are the same. Not
 * thread-safe.
 *
 * What fails, memory or a file, is kept: ask seen_status before anything is
 * made of the answers. After a failure no more is found or added. */
#ifndef DEDUPE_SEEN_H
#define DEDUPE_SEEN_H

#include "base/arena.h"
#include "dedupe/budget.h"
#include "dedupe/keyset.h"
#include "read/article.h"

struct seen;

struct seen_options {
    unsigned min_words, min_chars;   /* the guard for repeats across articles */
    struct budget budget;            /* for keys and ids */
};

struct seen *seen_new(const struct seen_options *options);   /* NULL if out of memory */
void seen_free(struct seen *s);                              /* NULL is fine */

/* COPYDESK_OK, or the first failure, which goes to error. */
enum copydesk_status seen_status(const struct seen *s, struct copydesk_error *error);

/* Whether p, if it stands, is long enough to be compared across articles. */
bool seen_guard(unsigned min_words, unsigned min_chars, const struct para *p);

/* Whether a standing paragraph has a key. */
bool seen_has_key(const struct para *paras, size_t n);

/* The key of the standing paragraphs in their order, short ones too. */
struct key seen_sequence(const struct para *paras, size_t n);

/* The earlier article whose standing paragraphs, before or after its own look
 * at what was seen, have this sequence: its number, or 0. Its id goes into the arena. */
uint32_t seen_copy(struct seen *s, struct key sequence, struct arena *arena, struct slice *id);

/* The article that has p's key, and where it has it; article 0: none. */
struct place seen_owner(struct seen *s, const struct para *p);

/* Whether p is compared with other articles: it stands, and is past the guard. */
bool seen_compares(const struct seen *s, const struct para *p);

/* These paragraphs, and their sequence, are asked for soon: what that will look
 * at is fetched. */
void seen_prefetch(struct seen *s, struct key sequence, const struct para *paras, size_t n);

/* Drops, with COPYDESK_SEEN, the standing paragraphs past the guard that an
 * earlier article has; first_number is its number. Returns how many. */
size_t seen_mark(struct seen *s, struct para *paras, size_t n);

/* For who reads it, and only then, for it takes as long as the rest: fills first_id of
 * those. The ids go into the arena. */
void seen_name(struct seen *s, struct para *paras, size_t n, struct arena *arena);

/* Remembers an article's standing paragraphs past the guard, and its
 * sequences, after seen_mark and seen_copy found that they are new. False when
 * that failed. Each call is an article more: they have the numbers 1, 2, 3 ... */
bool seen_add(struct seen *s, struct slice id, const struct para *paras, size_t n,
              const struct key *sequences, size_t n_sequences);

/* Calls each with every key (the low half of lo is 0) and its place, by rising
 * keys, until it says false. False then, or after a failure (seen_status). */
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
