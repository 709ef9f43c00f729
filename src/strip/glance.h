/* glance -- says of nearly every line at once that no regex matches it, by how its
 * head (text/head.h) starts: for the regexes of all trials (trials.h), a bit each. Strip layer.
 *
 * Adding may go on while others look, who must mask the bits of the trials that
 * they know to be added. */
#ifndef STRIP_GLANCE_H
#define STRIP_GLANCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "strip/openings.h"

typedef uint32_t trials_set;     /* bit n: trials number n */

enum { GLANCE_TWO = 2048, GLANCE_MORE = 8192 };

/* Whose lines are looked for at a place, or at both of two. */
struct glance {
    _Atomic trials_set one[2][256];          /* by the first byte; second half: of lines that start with a mark */
    _Atomic trials_set two[2][GLANCE_TWO];   /* by a hash of its first two bytes, or of its first character, likewise */
    _Atomic trials_set more[GLANCE_MORE];    /* by two hashes of the first four, or six */
    _Atomic trials_set first[257];           /* by the first byte of the text; the last: when that does not tell */
    _Atomic trials_set open;                 /* for any line */
};

/* The trials have a regex for lines that open so; */
void glance_add(struct glance *g, trials_set trials, struct opening opening);
/* that, folded, start with one of these bytes; for any line. */
void glance_add_first(struct glance *g, trials_set trials, const uint8_t first[32]);
void glance_add_open(struct glance *g, trials_set trials);

static inline trials_set glance_bits(const _Atomic trials_set *at)
{
    return atomic_load_explicit(at, memory_order_relaxed);
}

static inline uint64_t glance_hash(uint64_t head, unsigned bytes)
{
    return head_front(head, bytes) * UINT64_C(0x9E3779B97F4A7C15) >> 32;
}

/* Characters of three bytes have their first two in common with very many. */
static inline uint64_t glance_two(uint64_t head)
{
    return glance_hash(head, 2 + ((head & 0xff) >= 0xE0)) % GLANCE_TWO;
}

static inline trials_set glance_both(const struct glance *g, uint64_t hash)
{
    return glance_bits(&g->more[hash % GLANCE_MORE]) & glance_bits(&g->more[hash / GLANCE_MORE % GLANCE_MORE]);
}

/* Whose regexes may match a line, by so many bytes of its head. */
struct glance_heads { trials_set few, four, six; };   /* up to 3, 4, 6 and more */

/* marked: the line may start with a mark. */
static inline struct glance_heads glance_at(const struct glance *g, uint64_t head, bool marked)
{
    return (struct glance_heads){
        .few = glance_bits(&g->one[marked][head & 0xff]) | glance_bits(&g->two[marked][glance_two(head)]),
        .four = glance_both(g, glance_hash(head, 4)), .six = glance_both(g, glance_hash(head, 6)),
    };
}

/* By how a text starts, which is not empty. */
static inline trials_set glance_first(const struct glance *g, struct slice text)
{
    unsigned char c = (unsigned char)text.ptr[0];
    bool alone = text.len == 1 || (unsigned char)text.ptr[1] < 0x80;   /* no accent on it */
    return glance_bits(&g->first[alone && c < 0x80 ? c : 256]);
}

#endif
