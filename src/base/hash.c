#include "base/hash.h"

/* In line: paragraphs are short, and a call into the library costs as much as
 * the hash of one (measured). */
#define XXH_INLINE_ALL
#include <xxhash.h>

/* Long texts go to the library's dispatcher, which takes the best that the machine
 * has, AVX-512 or AVX2, if the library was built with it: its header is there then.
 * The inline functions use SSE2. */
#if defined(__x86_64__) && defined(__has_include)
#if __has_include(<xxh_x86dispatch.h>)
#define LONG_HASH XXH3_128bits_dispatch
#define LONG_HASH_64 XXH3_64bits_dispatch
XXH128_hash_t LONG_HASH(const void *input, size_t length);
XXH64_hash_t LONG_HASH_64(const void *input, size_t length);
#endif
#endif
#ifndef LONG_HASH
#define LONG_HASH XXH3_128bits
#define LONG_HASH_64 XXH3_64bits
#endif

enum { LONG = 241 };   /* bytes: from here on XXH3 goes by whole stripes */

struct key key_of(struct slice folded)
{
    XXH128_hash_t h = folded.len < LONG ? XXH3_128bits(folded.ptr, folded.len) : LONG_HASH(folded.ptr, folded.len);
    return (struct key){ h.high64, h.low64 };
}

struct key key_chain(struct key before, struct key next)
{
    /* hashed in canonical byte order: the same on every machine */
    XXH128_canonical_t pair[2];
    XXH128_canonicalFromHash(&pair[0], (XXH128_hash_t){ before.lo, before.hi });
    XXH128_canonicalFromHash(&pair[1], (XXH128_hash_t){ next.lo, next.hi });
    return key_of(slice_of((const char *)pair, sizeof pair));
}

uint64_t hash_bytes(struct slice bytes)
{
    return bytes.len < LONG ? XXH3_64bits(bytes.ptr, bytes.len) : LONG_HASH_64(bytes.ptr, bytes.len);
}

/* XXH3_state_t under our own name, so that no other file needs xxhash.h. */
static XXH3_state_t *state_of(struct hash_state *h)
{
    return (XXH3_state_t *)(void *)h;
}

struct hash_state *hash_new(void)
{
    XXH3_state_t *s = XXH3_createState();
    if (s)
        XXH3_64bits_reset(s);
    return (struct hash_state *)(void *)s;
}

void hash_reset(struct hash_state *h)
{
    XXH3_64bits_reset(state_of(h));
}

void hash_add(struct hash_state *h, struct slice bytes)
{
    XXH3_64bits_update(state_of(h), bytes.ptr, bytes.len);
}

uint64_t hash_value(const struct hash_state *h)
{
    return XXH3_64bits_digest((const XXH3_state_t *)(const void *)h);
}

struct key hash_key(const struct hash_state *h)
{
    /* both widths run on one state, which a reset prepares for both */
    XXH128_hash_t v = XXH3_128bits_digest((const XXH3_state_t *)(const void *)h);
    return (struct key){ v.high64, v.low64 };
}

void hash_free(struct hash_state *h)
{
    if (h)
        XXH3_freeState(state_of(h));
}

int hash_order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

size_t hash_common(const uint64_t *x, size_t n, const uint64_t *y, size_t m)
{
    size_t both = 0;
    for (size_t i = 0, j = 0; i < n && j < m;) {   /* no branches: which row steps on cannot be predicted */
        uint64_t a = x[i], b = y[j];
        both += a == b;
        i += a <= b;
        j += b <= a;
    }
    return both;
}
