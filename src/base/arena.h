/* arena -- memory handed out in order and taken back all at once.
 * Base layer. What arena_take returns stays where it is until arena_clear,
 * so slices into an arena are stable. A clear keeps the memory for reuse. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdint.h>

#include "base/slice.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *first, *now;   /* now is being filled; those behind it are empty */
    bool failed;                       /* sticky until the next clear */
};

void arena_release(struct arena *a);
void arena_clear(struct arena *a);

/* n bytes aligned for any type, or NULL (and failed) when memory is short. */
void *arena_take(struct arena *a, size_t n);

/* A copy of s in the arena, with a NUL behind it; empty when memory is short. */
struct slice arena_copy(struct arena *a, struct slice s);

/* The same with a dot and a decimal number behind it; s itself when memory is short. */
struct slice arena_numbered(struct arena *a, struct slice s, uint64_t number);

#endif
