/* edits -- the fewest items to take out of one row and put in to make another,
 * after Myers, "An O(ND) difference algorithm" (1986). Dedupe layer; the items
 * are numbers, equal when the same.
 *
 * Bounded: e edits take e*e/2 numbers of 4 bytes and (n + m) * e steps at most, and the
 * caller says up to how many edits it wants to know. */
#ifndef DEDUPE_EDITS_H
#define DEDUPE_EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Scratch memory and the answer. Zero-initialise. */
struct edits {
    unsigned char *cut;    /* for each item of a: 1 if it is taken out */
    unsigned char *added;  /* for each item of b: 1 if it is put in */
    size_t room_a, room_b;
    int32_t *trace;        /* how far each diagonal came, for every number of edits */
    int32_t *reach;        /* how far each diagonal came so far */
    size_t room_trace, room_reach;
};

void edits_release(struct edits *e);

enum { EDITS_MANY = -1, EDITS_NO_MEMORY = -2 };

/* The number of edits, with cut and added filled; EDITS_MANY when it takes more than limit
 * (INT32_MAX / 4 at most); EDITS_NO_MEMORY. */
long edits_find(struct edits *e, const uint64_t *a, size_t n, const uint64_t *b, size_t m, size_t limit);

#endif
