/* minhash -- a set of shingles in 512 bytes, and where to look for sets like it.
 *
 * One-permutation hashing: the hashes are dealt into 128 bins by their first
 * bits, a bin keeps its smallest. A bin that got none borrows that of another
 * one, chosen by bin and attempt alone ("optimal densification", Shrivastava
 * 2017). Two sets agree in a bin with the odds of their Jaccard similarity J.
 *
 * Bands: the bins are cut into bands of some rows each; sets that agree in all rows of a
 * band become candidates. They do with odds 1 - (1 - J^rows)^bands (minhash_bands). */
#ifndef DEDUPE_MINHASH_H
#define DEDUPE_MINHASH_H

#include "dedupe/near/shingles.h"

enum { MINHASH_BINS = 128, MINHASH_BANDS_MOST = 32 };

struct minhash { uint32_t bin[MINHASH_BINS]; };

/* hashes: sorted, one or more of them. */
void minhash_make(struct minhash *m, const uint64_t *hashes, size_t n);

/* Fills a key for each of so many bands, of 128 / bands rows. Odds of being found at
 * J = 0.3, 0.5, 0.7, 0.8: with 32 bands 0.23 0.87 1.0 1.0, with 16 0.00 0.06 0.61 0.95. */
void minhash_bands(const struct minhash *m, unsigned bands, uint64_t *keys);

#endif
