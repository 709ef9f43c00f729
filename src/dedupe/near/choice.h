/* choice -- which of near-duplicates is kept, when that is not the first in
 * input order. Dedupe layer.
 *
 * A run that chooses (--keep) reads its input twice. At the first reading every
 * article is put aside here. Then they are compared as near.h does it, in the order
 * of preference: the longest, latest or earliest first, equals in input order. One
 * that is near a kept one goes, any other is kept: so the preferred one stays, each
 * that goes was compared with it, and the result is that of a run over the input
 * sorted so. At the second reading each is asked for by its number.
 *
 * Sets lie on disk (stock.h). In memory an article takes 56 bytes, which are
 * outside the cap, 16 more until all are settled, and while they are compared
 * what near.h says of those that are kept. */
#ifndef DEDUPE_CHOICE_H
#define DEDUPE_CHOICE_H

#include "dedupe/near/near.h"

struct choice;

/* An article at the first reading. */
struct choice_article {
    uint64_t number;       /* its place in the input, from 0; rising, with gaps */
    struct slice id;
    const struct near_text *text;
    uint64_t chars;        /* of its standing text, folded: how long it is */
    int64_t time;          /* when it came out, ns since 1970; 0: not known, and all others are preferred */
    uint64_t check;        /* a hash of its standing text, which must be the same at the second reading */
};

/* keep: not COPYDESK_KEEP_FIRST; budget: what near.h may take. NULL if out of memory. */
struct choice *choice_new(const struct near_rules *rules, enum copydesk_keep keep, struct budget budget);
void choice_free(struct choice *c);    /* NULL is fine */

enum copydesk_status choice_add(struct choice *c, const struct choice_article *a, struct copydesk_error *error);

/* Compares them all. Fails, too, when a date decides, articles are near, and none has a date. */
enum copydesk_status choice_settle(struct choice *c, struct copydesk_error *error);

/* The articles that were put aside, and those of them without a date. */
uint64_t choice_count(const struct choice *c);
uint64_t choice_undated(const struct choice *c);

/* At the second reading, in turn. 1: the article goes, and match is the one that stays,
 * what it points to in the arena; 0: it stays, or was not put aside; -1: error filled,
 * also when its text is not what it was. Adds 1 to *known for an article that was put
 * aside: in the end it must be choice_count. */
int choice_ask(struct choice *c, uint64_t number, uint64_t check, struct arena *arena,
               struct near_match *match, uint64_t *known, struct copydesk_error *error);

#endif
