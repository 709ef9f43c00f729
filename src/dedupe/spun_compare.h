/* spun_compare -- whether a paragraph says nothing that an earlier one does not
 * (spun.h). Dedupe layer; knows nothing of where they are kept. */
#ifndef DEDUPE_SPUN_COMPARE_H
#define DEDUPE_SPUN_COMPARE_H

#include "dedupe/edits.h"
#include "dedupe/spun_words.h"

/* Zero-initialise but for percent; release in the end. */
struct spun_comparer {
    unsigned percent;      /* the most words that come, and the most that go, of those of the longer of two */
    struct buf rows[2];    /* words as numbers to be compared */
    struct edits edits;
};
void spun_comparer_release(struct spun_comparer *c);

/* 1: later says nothing that earlier, of n words, does not; 0: it may; -1: memory
 * is short. shared: marks that both have; most are where a long phrase moved, and
 * only then that is looked for. */
int spun_compare(struct spun_comparer *c, const spun_word *earlier, size_t n, const struct spun_text *later,
                 uint32_t shared);

#endif
