/* minhash -- a set of shingles in 512 bytes, and where to look for sets like it.
 *
 * One-permutation hashing: the hashes are dealt into 128 bins by their first
 * bits, a bin keeps its smallest. A bin that got none borrows that of another
 * one, chosen by bin and attempt alone ("optimal densification", Shrivastava
 * 2017). Two sets agree in a bin with the odds of their Jaccard similarity J.
 *
 * Bands: the bins in rows; sets that agree in a whole row become candidates.
 * They do with odds 1 - (1 - J^rows)^bands (in the table for J 0.3, 0.5, 0.7, 0.8). */
#ifndef DEDUPE_MINHASH_H
#define DEDUPE_MINHASH_H

#include "dedupe/shingles.h"

enum { MINHASH_BINS = 128, MINHASH_BANDS_MOST = 32 };

struct minhash { uint32_t bin[MINHASH_BINS]; };

/* hashes: sorted, one or more of them. */
void minhash_make(struct minhash *m, const uint64_t *hashes, size_t n);

/* How many bands, of 128 / bands rows each: 32 finds 0.23 0.87 1.0 1.0, 16
 * finds 0.00 0.06 0.61 0.95. Fills a key for each. */
void minhash_bands(const struct minhash *m, unsigned bands, uint64_t *keys);

#endif
