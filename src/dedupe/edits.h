/* edits -- the fewest items to take out of one row and put in to make another,
 * after Myers, "An O(ND) difference algorithm" (1986). Dedupe layer; the items
 * are numbers, equal when the same.
 *
 * Bounded: with e edits, e*e/2 words of memory and (n + m) * e steps at most;
 * whoever asks says how many edits are worth knowing. */
#ifndef DEDUPE_EDITS_H
#define DEDUPE_EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Scratch memory and the answer. Zero-initialise. */
struct edits {
    unsigned char *cut;    /* of each item of a: it is taken out */
    unsigned char *added;  /* of each item of b: it is put in */
    size_t room_a, room_b;
    int32_t *trace;        /* how far each diagonal came, for every number of edits */
    int32_t *reach;
    size_t room_trace, room_reach;
};

void edits_release(struct edits *e);

enum { EDITS_MANY = -1, EDITS_NO_MEMORY = -2 };

/* The number of edits, at most limit (which is INT32_MAX / 4 or less), with
 * cut and added filled; EDITS_MANY when it takes more; EDITS_NO_MEMORY. */
long edits_find(struct edits *e, const uint64_t *a, size_t n, const uint64_t *b, size_t m, size_t limit);

#endif
