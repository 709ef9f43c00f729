#include "dedupe/near/minhash.h"

enum { BIN_BITS = 7 };

/* The bin that an empty one asks at this attempt; any set asks in the same order. */
static unsigned ask(unsigned bin, unsigned attempt)
{
    return (unsigned)(shingle_mix((uint64_t)attempt << 32 | (bin + 1)) >> (64 - BIN_BITS));
}

void minhash_make(struct minhash *m, const uint64_t *hashes, size_t n)
{
    bool filled[MINHASH_BINS] = { false };
    for (size_t i = 0; i < n; i++) {
        unsigned bin = (unsigned)(hashes[i] >> (SHINGLE_BITS - BIN_BITS));
        if (!filled[bin])   /* sorted: the first is the smallest */
            m->bin[bin] = (uint32_t)(hashes[i] >> 1);
        filled[bin] = true;
    }
    for (unsigned bin = 0; bin < MINHASH_BINS && n; bin++) {
        unsigned from = bin;
        for (unsigned attempt = 0; !filled[from]; attempt++)
            from = ask(bin, attempt);
        if (from != bin)
            m->bin[bin] = m->bin[from];
    }
}

void minhash_bands(const struct minhash *m, unsigned bands, uint64_t *keys)
{
    unsigned rows = MINHASH_BINS / bands;
    for (unsigned b = 0; b < bands; b++) {
        uint64_t key = b + 1;
        for (unsigned r = 0; r < rows; r++)
            key = shingle_mix(key * UINT64_C(0x9e3779b97f4a7c15) + m->bin[b * rows + r]);
        keys[b] = key;
    }
}
