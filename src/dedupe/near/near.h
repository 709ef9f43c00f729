/* near -- is this article nearly an earlier one: the same wire story edited,
 * cut, or with a paragraph of its own?
 *
 * Candidates come from two look-ups among the kept articles: bands of a
 * minhash, for articles that are alike (minhash.h); and sampled shingles, one
 * of eight, for a short article inside a long one, which bands do not find.
 * Every candidate is then compared by the whole sets of shingles:
 *
 *     Jaccard      shared / in either   >= 0.5, or
 *     containment  shared / the smaller >= 0.8
 *
 * and of those the most alike wins, the earliest among equals. Only kept
 * articles are candidates, so that no chain of small changes joins what is not
 * alike. Articles with fewer than NEAR_LEAST shingles are not judged. Nor does a
 * pair count when one template made both, an obituary or a report of a match, and
 * only names and numbers are others (swaps.h).
 *
 * Workers take turns here in input order, as with seen, so that the result does not
 * depend on threads; near_prepare, which needs no other article, runs outside the
 * turn. Sets of kept articles lie on disk (stock.h); in RAM each article costs its
 * id, 16 bytes, and 11 to 16 for each band and sample: about 1.2 KB for one of 500
 * words. Under a cap all that goes to files, too, and the same is found. */
#ifndef DEDUPE_NEAR_H
#define DEDUPE_NEAR_H

#include "dedupe/keys/budget.h"
#include "dedupe/near/minhash.h"

enum {
    NEAR_LEAST = 24,          /* shingles */
    NEAR_SWAPPED = 50,        /* one other name or number in so many words, and they are of one template. Measured (tests/cases/
                                 near-articles.txt): templates have one in 14 to 48, edited copies one in 63 or fewer */
    NEAR_STRANGERS = 3        /* or so often one person stands where another does (swaps.h) */
};

struct near_rules {
    unsigned bands;           /* 32 or 16 (minhash_bands) */
    unsigned jaccard, containment;   /* thousandths */
    bool spans;               /* matches say which paragraphs are shared */
};

/* What an article is compared by. */
struct near_text {
    struct shingle_set set;
    uint64_t bands[MINHASH_BANDS_MOST];
};

/* What is found. */
struct near_match {
    struct slice id;          /* of the kept article; until the next look */
    uint32_t kept;            /* its number among the kept articles, from 0 */
    unsigned jaccard, containment;   /* thousandths, rounded down */
    const struct copydesk_span *spans;   /* until the next look; NULL unless the rules want them */
    size_t n_spans;
};

/* An article is compared in two views, each with the same view of others only: its
 * standing paragraphs before, and after, those that earlier articles have were
 * dropped. So clean text, in which these are gone already, is judged as it was. */
enum near_side { NEAR_BEFORE = 1, NEAR_AFTER = 2 };

struct near;

struct near *near_new(const struct near_rules *rules, struct budget budget);   /* NULL if out of memory */
void near_free(struct near *n);                          /* NULL is fine */

/* Outside the turn. Fills text, whose set lives in scratch until that is used again.
 * False when memory is short. */
bool near_prepare(const struct near_rules *rules, struct shingles *scratch,
                  const struct para *paras, size_t n_paras, struct near_text *text);

/* Fills the bands of a text that has its set. */
void near_make_bands(const struct near_rules *rules, struct near_text *text);

/* A copy in the arena; NULL when memory is short. */
const struct near_text *near_copy(const struct near_text *text, struct arena *arena);

/* 1: match is the kept article that text is nearly; 0: there is none; -1:
 * failed, with the reason in error. */
int near_find(struct near *n, const struct near_text *text, enum near_side side,
              struct near_match *match, struct copydesk_error *error);

/* Keeps an article, so that later ones may be near it, on these sides. */
enum copydesk_status near_keep(struct near *n, struct slice id, const struct near_text *text,
                               unsigned sides, struct copydesk_error *error);

/* How many were kept; near_keep leaves out texts of fewer than NEAR_LEAST shingles. */
uint32_t near_count(const struct near *n);

/* Reads the text of a kept article back; it lives until the next call of any kind. False
 * with error filled. */
bool near_get(struct near *n, uint32_t kept, struct near_text *text, struct copydesk_error *error);

struct budget_used near_used(const struct near *n);

#endif
