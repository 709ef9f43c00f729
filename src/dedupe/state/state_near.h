/* state_near -- what a state remembers for finding near-duplicates: articles that
 * earlier runs kept, and the paragraphs that near paragraphs are compared with.
 *
 * Each run that compares articles leaves what it kept in files of its own
 * (nearrun.h), merged as key runs are. An article counts when its number does
 * (state_counts); of one that is there twice, cleaned anew, the newest counts. */
#ifndef DEDUPE_STATE_NEAR_H
#define DEDUPE_STATE_NEAR_H

#include "dedupe/near/near_choose.h"
#include "dedupe/state/state.h"

/* Opens the files. Before look-ups, by one thread. */
enum copydesk_status state_near_open(struct state *s, struct copydesk_error *error);

/* Whether it has a view of the article, which need not count. */
bool state_near_has(const struct state *s, uint32_t number);

/* Whether the newest run that has the article has just this view of it. */
bool state_near_is(const struct state *s, uint32_t number, unsigned sides, struct slice coded);

/* One worker's scratch. Zero-initialise. */
struct state_near_scratch {
    struct near_chooser chooser;
    struct shingles other;
};
void state_near_release(struct state_near_scratch *scratch);

struct state_near_match {
    uint32_t number;
    uint16_t jaccard, containment;   /* thousandths */
};

/* Fills list with the articles of numbers below `below` that text is nearly: the
 * most alike first, the earliest among equals. Returns how many, -1 with error
 * filled when it failed. From many threads. */
int state_near_find(const struct state *s, struct state_near_scratch *scratch, const struct near_rules *rules,
                    const struct near_text *text, enum near_side side, uint32_t below,
                    struct state_near_match list[NEAR_LOOKS], struct copydesk_error *error);

/* The same of one article alone: 1 when it counts and text is nearly that, 0, -1. */
int state_near_ask(const struct state *s, struct state_near_scratch *scratch, const struct near_rules *rules,
                   const struct near_text *text, enum near_side side, uint32_t number,
                   struct state_near_match *match, struct copydesk_error *error);

/* The paragraphs of the article, which need not count, as spun.h codes them; empty: there are none. */
enum copydesk_status state_near_paragraphs_of(const struct state *s, uint32_t number, struct slice *coded,
                                              struct copydesk_error *error);

/* Calls each with the paragraphs of every article that counts, by rising numbers,
 * until it fails. */
typedef enum copydesk_status state_near_paragraphs(void *payload, uint32_t number, struct slice coded,
                                                   struct copydesk_error *error);
enum copydesk_status state_near_each_paragraphs(const struct state *s, state_near_paragraphs *each, void *payload,
                                                struct copydesk_error *error);

/* ---- at the end of a run ---- */

struct state_near_writer;

/* articles: about how many follow. memory: cap in bytes for pairs that wait to be
 * sorted; 0: none. NULL on failure, error filled: also when there is no room for more
 * files, as they are merged after a run only. */
struct state_near_writer *state_near_begin(struct state *s, uint64_t articles, size_t memory,
                                           struct copydesk_error *error);

/* Adds a view of an article; by rising number and sides. text has its set, coded too,
 * and its bands. */
enum copydesk_status state_near_add(struct state_near_writer *w, const struct near_rules *rules, uint32_t number,
                                    unsigned sides, const struct near_text *text, struct copydesk_error *error);

/* The article's paragraphs, as spun_each gives them; of articles in any order. Not between views. */
enum copydesk_status state_near_add_paragraphs(struct state_near_writer *w, uint32_t number, struct slice coded,
                                               struct copydesk_error *error);

/* Makes the files durable, and names them in the ledger, which has begun its
 * transaction. Frees in any case. */
enum copydesk_status state_near_end(struct state_near_writer *w, struct copydesk_error *error);
void state_near_writer_free(struct state_near_writer *w);   /* NULL is fine */

#endif
