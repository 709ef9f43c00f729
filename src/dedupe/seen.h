/* seen -- has an earlier article this paragraph, or all of this text?
 *
 * The only step that is shared between workers, entered in turn: first comes
 * the article that stands first in input order, whatever the number of
 * threads. Keys lie in a set divided into shards, so that growing moves a
 * small part at a time. Ids of articles are kept once. Not thread-safe. */
#ifndef DEDUPE_SEEN_H
#define DEDUPE_SEEN_H

#include "dedupe/keyset.h"
#include "read/article.h"

struct seen;

/* min_words, min_chars: the guard for repeats across articles. */
struct seen *seen_new(unsigned min_words, unsigned min_chars);   /* NULL if out of memory */
void seen_free(struct seen *s);                                  /* NULL is fine */

/* Whether p, if it stands, is long enough to be compared across articles. */
bool seen_guard(unsigned min_words, unsigned min_chars, const struct para *p);

/* Whether a standing paragraph has a key. */
bool seen_has_key(const struct para *paras, size_t n);

/* The key of the standing paragraphs in their order, short ones too. */
struct key seen_sequence(const struct para *paras, size_t n);

/* The earlier article whose standing paragraphs, before or after its own look
 * at what was seen, have this sequence; its id lives as long as s. */
bool seen_copy(const struct seen *s, struct key sequence, struct slice *id);

/* Drops, with COPYDESK_SEEN, the standing paragraphs past the guard that an
 * earlier article has. Returns how many. */
size_t seen_mark(const struct seen *s, struct para *paras, size_t n);

/* Remembers an article's standing paragraphs past the guard, and its
 * sequences. False when memory is short. */
bool seen_add(struct seen *s, struct slice id, const struct para *paras, size_t n,
              const struct key *sequences, size_t n_sequences);

/* Bytes allocated for keys and ids. */
size_t seen_memory(const struct seen *s);

#endif
