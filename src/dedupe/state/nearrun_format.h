/* nearrun_format -- the bytes of a near run, for the files nearrun*.c alone. */
#ifndef DEDUPE_NEARRUN_FORMAT_H
#define DEDUPE_NEARRUN_FORMAT_H

#include "base/endian.h"
#include "base/hash.h"
#include "dedupe/state/nearrun.h"

enum {
    NEAR_HEADER = 64,
    NEAR_ENTRY = 24,
    NEAR_SLICE = 32,       /* pairs to a slice of the keys on average, at most; a look-up goes through half of them */
    NEAR_VERSION = 3       /* 1 and 2 had sets of shingles, not the words */
};

#define NEAR_MAGIC "CDNEAR\r\n"   /* the line end shows a transfer as text */

struct near_header {
    uint32_t version, profile;
    uint64_t entries_at;       /* where the sets end */
    uint64_t entries, pairs;   /* how many */
    uint64_t pairs_bytes;
    uint32_t bits;             /* 2^bits slices */
    uint64_t check;            /* XXH3-64 of all that stands behind the sets, then of the header before it */
};

/* Bytes of the header before the check. */
enum { NEAR_CHECKED = 56 };

static inline uint64_t near_short_key(uint64_t key)
{
    return key >> (64 - NEARRUN_KEY);
}

static inline uint64_t near_slice_of(uint32_t bits, uint64_t short_key)
{
    return short_key >> (NEARRUN_KEY - bits);
}

#endif
