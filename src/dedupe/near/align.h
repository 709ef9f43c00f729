/* align -- which paragraph of one version of a story is which of the other.
 * Dedupe layer.
 *
 * In three steps:
 *   1. the same key: the k-th such paragraph of one with the k-th of the other
 *   2. alike: of what is left, those of whose words and word pairs ALIGN_ALIKE % or
 *      more are in common; the most alike first, then those in the most alike places
 *   3. which pairs moved: the heaviest set of pairs (by words) that are in the same
 *      order in both versions stays where it is; the others moved
 *
 * Time and memory grow as n log n with the words of both. */
#ifndef DEDUPE_ALIGN_H
#define DEDUPE_ALIGN_H

#include "base/arena.h"
#include "base/buf.h"
#include "read/article.h"

/* Percent: two versions of a sentence share more, two sentences of a story less (measured
 * on articles in the corpus). */
enum { ALIGN_ALIKE = 40 };
#define ALIGN_NONE UINT32_MAX

/* One version: its paragraphs, and what align_read makes of them. */
struct version {
    const struct para *paras;
    uint32_t n;
    uint64_t *words;       /* hashes of the words of the folded text, of all paragraphs in a row */
    uint32_t *first;       /* [n + 1]: where in words each paragraph begins; the last: where words end */
    uint32_t *partner;     /* [n]: the paragraph of the other version, or ALIGN_NONE */
    unsigned char *moved;  /* [n] */
};

/* Fills v: folds and hashes the words; nobody has a partner yet. paras is borrowed, the
 * rest lies in the arena. False when memory is short, or there are 2^32 words or more. */
bool align_read(struct version *v, const struct para *paras, size_t n, struct arena *arena);

/* Fills partner and moved of both. False when memory is short. */
bool align_pair(struct version *a, struct version *b);

static inline bool align_same(const struct para *a, const struct para *b)
{
    return key_equal(a->key, b->key);
}

/* How alike the texts are, by their distinct word triples. */
struct likeness {
    double jaccard;        /* those in both / those in either */
    double containment;    /* those in both / those of the text that has fewer */
};

/* False when memory is short. */
bool align_likeness(const struct version *a, const struct version *b, struct likeness *likeness);

#endif
