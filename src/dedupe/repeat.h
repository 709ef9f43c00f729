/* repeat -- blocks repeated inside one article go; the first stays.
 *
 * A paragraph of REPEAT_CHARS characters or more of folded text whose key came
 * before goes. A shorter one, or one without letters and digits, goes only
 * inside a repeated block: a run of consecutive paragraphs which stood so
 * before and holds a long one. Four stars are not one star, while marks of
 * punctuation are all the same. See repeat.c for how that is found in one pass. */
#ifndef DEDUPE_REPEAT_H
#define DEDUPE_REPEAT_H

#include "dedupe/keys/keystore.h"
#include "read/article.h"

enum {
    REPEAT_CHARS = 20,   /* DESIGN: one-line quotes and labels are shorter */
    REPEAT_SHORTS = 64   /* shorts looked at between two long ones (guess: real blocks have a few) */
};

/* What was met in the article so far. Zero-initialise; begin each article. When
 * something failed, met.error says what. */
struct repeat {
    struct keystore met; /* its budget may be set before the first article */
    struct key run;      /* of the paragraphs from the last long one on; while there are no
                            shorts, the long one's own key */
    unsigned shorts;     /* since the last long one; UINT_MAX when there was none */
};

void repeat_release(struct repeat *r);

/* A cheap test whether a whole article may have repeats. False: no long paragraph comes
 * twice, as in nearly all articles, and repeat_mark need not be called. */
bool repeat_may(const struct para *paras, size_t n);

/* Ready for an article of about `expected` paragraphs. False: failed. */
bool repeat_begin(struct repeat *r, size_t expected);

/* Drops, with COPYDESK_REPEAT, what repeats among the next n paragraphs; to be
 * called once for an article, or for piece after piece of a huge one. id goes
 * into first_id. Returns how many it dropped, or -1 when it failed. */
long repeat_mark(struct repeat *r, struct slice id, struct para *paras, size_t n);

#endif
