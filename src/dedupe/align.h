/* align -- which paragraph of one version of a story is which of the other.
 * Dedupe layer.
 *
 * In three steps, each over what the one before left:
 *   1. the same key: the k-th of one with the k-th of the other
 *   2. alike: of the words and word pairs of both, ALIGN_ALIKE % or more are in
 *      common; the most alike first, then those that stand most alike
 *   3. which of the pairs moved: the heaviest set of pairs (by words) whose
 *      order is the same in both stays where it is; the others moved
 *
 * Time and memory grow with the words of both, times the logarithm of that. */
#ifndef DEDUPE_ALIGN_H
#define DEDUPE_ALIGN_H

#include "base/arena.h"
#include "base/buf.h"
#include "read/article.h"

enum { ALIGN_ALIKE = 40 };   /* %: two versions of a sentence share more, two sentences of a story less (measured on articles in the corpus) */
#define ALIGN_NONE UINT32_MAX

/* One version: its paragraphs, and what align_read makes of them. */
struct version {
    const struct para *paras;
    uint32_t n;
    uint64_t *words;       /* of the folded text, hashed; all paragraphs' in a row */
    uint32_t *first;       /* [n + 1]: where each paragraph's begin */
    uint32_t *partner;     /* [n]: the paragraph of the other version, or ALIGN_NONE */
    unsigned char *moved;  /* [n] */
};

/* Folds and hashes the words; partners are none yet. All memory is the
 * arena's. False when memory is short, or there are 2^32 words and more. */
bool align_read(struct version *v, const struct para *paras, size_t n, struct arena *arena);

/* Fills partner and moved of both. False when memory is short. */
bool align_pair(struct version *a, struct version *b);

static inline bool align_same(const struct para *a, const struct para *b)
{
    return key_equal(a->key, b->key);
}

/* How alike the texts are, by their distinct word triples. */
struct likeness {
    double jaccard;        /* in both, of those in either */
    double containment;    /* in both, of the shorter one's */
};

bool align_likeness(const struct version *a, const struct version *b, struct likeness *likeness);

#endif
