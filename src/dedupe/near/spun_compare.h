/* spun_compare -- whether a paragraph says what an earlier one says, in nearly its words
 * (spun.h). Dedupe layer; knows nothing of where they are kept. */
#ifndef DEDUPE_SPUN_COMPARE_H
#define DEDUPE_SPUN_COMPARE_H

#include "dedupe/near/edits.h"
#include "dedupe/near/spun_words.h"

/* Zero-initialise but for percent; release in the end. */
struct spun_comparer {
    unsigned percent;      /* how many words may be added, and how many cut, of those of the longer of two */
    struct buf rows[2];    /* scratch: words as edits.h compares them */
    struct edits edits;
};
void spun_comparer_release(struct spun_comparer *c);

/* 1: later says the same as earlier, of n words; 0: it may say something else; -1: memory is
 * short. shared: how many marks both have; only with half of them or more a moved phrase
 * is looked for, as that leaves most marks as they are. */
int spun_compare(struct spun_comparer *c, const spun_word *earlier, size_t n, const struct spun_text *later,
                 uint32_t shared);

#endif
