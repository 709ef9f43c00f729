/* glance -- rules out nearly every line at once, by how its head (text/head.h) starts: a
 * Bloom filter over the openings of all regexes, in which each trials (trials.h) has a bit. Strip layer.
 *
 * One thread may add while others look: a reader must mask its answer with the trials
 * that it knows to be complete. */
#ifndef STRIP_GLANCE_H
#define STRIP_GLANCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "strip/match/openings.h"

typedef uint32_t trials_set;     /* bit n: trials number n */

enum { GLANCE_TWO = 512, GLANCE_MORE = 8192, GLANCE_MOST = 1 << 16 };

/* Each entry is a set: the trials with a regex for lines that hash there. one[0] and two[0] are
 * for lines that start with no mark, one[1] and two[1] for lines that may start with one. */
struct glance {
    _Atomic trials_set one[2][256];          /* by the head's first byte; */
    _Atomic trials_set two[2][GLANCE_TWO];   /* by a hash of the first two */
    _Atomic trials_set more[GLANCE_MORE];    /* by the first three, four or six, at two hashes, both of which must have the bit; */
    _Atomic uint64_t most[GLANCE_MOST / 64]; /* the same for trials number 0 alone, which has as many regexes as ten others */
    _Atomic trials_set wild;                 /* those with a wild regex (prefilter.h): for any line */
};

/* Notes that the trials have a regex for lines with this opening; a wild one. */
void glance_add(struct glance *g, trials_set trials, struct opening opening);
void glance_add_wild(struct glance *g, trials_set trials);

static inline trials_set glance_bits(const _Atomic trials_set *at)
{
    return atomic_load_explicit(at, memory_order_relaxed);
}

static inline uint64_t glance_hash(uint64_t head, unsigned bytes)
{
    return head_front(head, bytes) * UINT64_C(0x9E3779B97F4A7C15) >> 32;
}

static inline uint64_t glance_bit(const struct glance *g, uint64_t at)
{
    return atomic_load_explicit(&g->most[at / 64], memory_order_relaxed) >> at % 64 & 1;
}

static inline trials_set glance_both(const struct glance *g, uint64_t hash)
{
    trials_set first = (trials_set)(glance_bit(g, hash % GLANCE_MOST) & glance_bit(g, hash >> 16));
    return (glance_bits(&g->more[hash % GLANCE_MORE]) & glance_bits(&g->more[hash >> 16 & (GLANCE_MORE - 1)])) | first;
}
_Static_assert(GLANCE_MOST == 1 << 16, "hashes have twice as many bits");

/* The trials with a regex whose opening fits a line's head: openings of up to 3 bytes, of 4, of 6 and more. */
struct glance_heads { trials_set few, four, six; };

/* marked: the line may start with a mark. */
static inline struct glance_heads glance_at(const struct glance *g, uint64_t head, bool marked)
{
    return (struct glance_heads){
        .few = glance_bits(&g->one[marked][head & 0xff]) | glance_bits(&g->two[marked][glance_hash(head, 2) % GLANCE_TWO])
            | glance_both(g, glance_hash(head, 3)),
        .four = glance_both(g, glance_hash(head, 4)), .six = glance_both(g, glance_hash(head, 6)),
    };
}

static inline trials_set glance_any(struct glance_heads heads)
{
    return heads.few | heads.four | heads.six;
}

#endif
