/* spun -- has an earlier article this paragraph, but for an editor's touch?
 * Dedupe layer; asked in turn, after seen.
 *
 * A paragraph is a spun copy of an earlier one when by the fewest edits between
 * their words few words came and few went; what came is free, and what went is
 * not heavy (spun_words.h; where the script has no capitals it must be free
 * too). With capitals, one phrase may have moved from one end of it to the
 * other as well. So all that it says stands in the earlier one already, with the
 * same numbers, names and negations in the same order, and nothing but words like
 * "said" is lost. It is compared with kept paragraphs only, never by chains.
 *
 * Found by a small index: of the hashes of three words in a row, free ones
 * left out, the six smallest. A hash that SPUN_SAME paragraphs have already
 * leads to no more of them. Two paragraphs that differ in free words alone have
 * all six in common; with one word in ten gone at least one with 99 %.
 *
 * Memory: 4 bytes a word on disk (spool.h), and some 90 bytes a paragraph in
 * RAM: six entries of 11 to 16 in the index (lsh.h), and 8 for its place on disk.
 * Under a cap that goes to files, too, and the same is found. Not thread-safe. */
#ifndef DEDUPE_SPUN_H
#define DEDUPE_SPUN_H

#include "copydesk.h"
#include "dedupe/budget.h"
#include "dedupe/spun_words.h"

struct spun;

enum { SPUN_SAME = 8 };    /* guess: a phrase of more paragraphs is a set one */

/* percent: the most words that came, and the most that went, of those of the
 * longer of two. NULL if out of memory. */
struct spun *spun_new(unsigned percent, struct budget budget);
void spun_free(struct spun *s);    /* NULL is fine */

/* Whether those of that owner count for the article at hand. NULL: all do. */
struct spun_owners {
    bool (*count)(void *payload, uint32_t owner);
    void *payload;
};

/* Looks at the standing paragraphs that have a spun_text. One that is a spun
 * copy of an earlier article's is dropped, with COPYDESK_NEAR_PARAGRAPH; or,
 * with flag, only flagged. It gets that one's first_line, first_number (its owner)
 * and, unless it was loaded, first_id, which goes into the arena. Returns how many
 * were dropped; -1 with error filled when it failed. */
long spun_mark(struct spun *s, struct slice id, struct para *paras, size_t n, bool flag,
               const struct spun_owners *owners, struct arena *arena, struct copydesk_error *error);

/* 1: p is a spun copy of what that owner has, which counts; 0; -1 with error filled. */
int spun_find(struct spun *s, struct slice id, const struct para *p, const struct spun_owners *owners,
              uint32_t *owner, struct copydesk_error *error);

/* Remembers those that stand and are no spun copies. owner: a number that says
 * more of the article than its id does, or 0. */
enum copydesk_status spun_add(struct spun *s, struct slice id, const struct para *paras, size_t n,
                              uint32_t owner, struct copydesk_error *error);

/* ---- from run to run ---- */

/* Before the first spun_add: what an earlier run remembered, by spun_each, of an
 * owner. */
enum copydesk_status spun_load(struct spun *s, uint32_t owner, struct slice coded, struct copydesk_error *error);

/* The lines of what is coded, sorted, so that many are looked for quickly. Zero-initialise,
 * fill as often as wanted, free the list. */
struct spun_lines { uint32_t *list; size_t n, cap; };
bool spun_lines_fill(struct spun_lines *lines, struct slice coded);   /* false: memory is short */
bool spun_lines_have(const struct spun_lines *lines, uint64_t line);

/* Calls each with what was added, by rising owners, until it fails. From `rising` on
 * they were added so. */
typedef enum copydesk_status spun_each_fn(void *payload, uint32_t owner, struct slice coded,
                                          struct copydesk_error *error);
enum copydesk_status spun_each(struct spun *s, uint32_t rising, spun_each_fn *each, void *payload,
                               struct copydesk_error *error);

/* Paragraphs that were added. */
uint32_t spun_count(const struct spun *s);

struct budget_used spun_used(const struct spun *s);

#endif
