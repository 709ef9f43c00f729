/* spun -- has an earlier article this paragraph, but for an editor's touch?
 * Dedupe layer; asked in turn, after seen.
 *
 * A paragraph is a spun copy of an earlier one when the fewest edits that turn the
 * earlier one's words into its own add few words and take few away, all of them free
 * (spun_words.h), none against another. Where words are parted by spaces and have
 * capitals, who says it may also have moved from one end to the other. So both say the
 * same, with the same words in the same order but for some like "said". That a word
 * more or less changes nothing cannot be known: "the wife of the governor was arrested"
 * has all the words of "the governor was arrested". It is compared with kept paragraphs
 * only, never by chains.
 *
 * Found by a small index of marks: of the hashes of three words in a row, free ones
 * left out, the six smallest. A mark leads to the first SPUN_SAME paragraphs that have
 * it. Two paragraphs that differ in free words alone have all six in common; with one
 * word in ten gone they have at least one in 99 of 100 cases.
 *
 * Memory: 4 bytes a word on disk (stock.h), and some 90 bytes a paragraph in
 * RAM: six entries of 11 to 16 in the index (lsh.h), and 8 for its place on disk.
 * Under a cap that goes to files, too, and the same is found. Not thread-safe. */
#ifndef DEDUPE_SPUN_H
#define DEDUPE_SPUN_H

#include "copydesk.h"
#include "dedupe/keys/budget.h"
#include "dedupe/keys/hash_list.h"
#include "dedupe/near/spun_words.h"

struct spun;

enum { SPUN_SAME = 8 };    /* guess: a phrase that more paragraphs have is a set one */

/* percent: how many words may be added, and how many taken away, of the words of the
 * longer paragraph. NULL if out of memory. */
struct spun *spun_new(unsigned percent, struct budget budget);
void spun_free(struct spun *s);    /* NULL is fine */

/* Says whether the paragraphs of an owner (spun_add) count for the article at hand.
 * Instead of a pointer to it NULL: all do. */
struct spun_owners {
    bool (*count)(void *payload, uint32_t owner);
    void *payload;
};

/* Drops, with COPYDESK_NEAR_PARAGRAPH, the standing paragraphs of article id that are
 * spun copies of an earlier article's; or, with flag, only flags them. They get that
 * one's line in first_line, its owner in first_number and, unless it was loaded, its id
 * in first_id, copied into the arena. Returns how many were dropped; -1 with error
 * filled when it failed. */
long spun_mark(struct spun *s, struct slice id, struct para *paras, size_t n, bool flag,
               const struct spun_owners *owners, struct arena *arena, struct copydesk_error *error);

/* 1: p is a spun copy of a paragraph of *owner, which counts; 0: it is none; -1 with error
 * filled. */
int spun_find(struct spun *s, struct slice id, const struct para *p, const struct spun_owners *owners,
              uint32_t *owner, struct copydesk_error *error);

/* Remembers those that stand and are no spun copies. owner: the caller's number for the
 * article, handed back by spun_mark, spun_find and spun_each; or 0. */
enum copydesk_status spun_add(struct spun *s, struct slice id, const struct para *paras, size_t n,
                              uint32_t owner, struct copydesk_error *error);

/* ---- from run to run ---- */

/* Before the first spun_add: loads what an earlier run got from spun_each for an owner. */
enum copydesk_status spun_load(struct spun *s, uint32_t owner, struct slice coded, struct copydesk_error *error);

/* Fills lines with those on which the coded paragraphs stand, sorted. False when memory is short. */
bool spun_lines(struct slice coded, struct hash_list *lines);

/* Calls each with what was added for an owner in a row, in the order in which it was, until it fails. */
typedef enum copydesk_status spun_each_fn(void *payload, uint32_t owner, struct slice coded,
                                          struct copydesk_error *error);
enum copydesk_status spun_each(struct spun *s, spun_each_fn *each, void *payload, struct copydesk_error *error);

/* How many paragraphs were added; loaded ones do not count. */
uint32_t spun_count(const struct spun *s);

struct budget_used spun_used(const struct spun *s);

#endif
