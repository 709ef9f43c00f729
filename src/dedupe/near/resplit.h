/* resplit -- the same text in other paragraphs: where one version of a story ends
 * a paragraph and the other goes on, the other is parted, too, so that what stands in
 * both can be paired (align.h). Dedupe layer.
 *
 * A paragraph is parted where one of the other version begins or ends, which is known
 * by that one's first or last RESPLIT_WORDS words in a row (all of a shorter one, of
 * RESPLIT_LEAST at least); and only behind a mark, where a sentence may end. One that
 * the other version has just so stays whole. */
#ifndef DEDUPE_RESPLIT_H
#define DEDUPE_RESPLIT_H

#include "base/arena.h"
#include "read/article.h"

enum { RESPLIT_WORDS = 8, RESPLIT_LEAST = 4 };

struct resplit {
    const struct para *paras;   /* in the arena when any was parted */
    size_t n;
    size_t parted;              /* places */
};

/* Parts paragraphs of `paras` by those of `other`. A part's raw is its own place in the
 * input, or the whole paragraph's when repair changed the text. False when memory is
 * short. */
bool resplit(const struct para *paras, size_t n, const struct para *other, size_t n_other,
           struct arena *arena, struct resplit *out);

#endif
