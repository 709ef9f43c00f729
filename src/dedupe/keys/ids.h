/* ids -- the ids of articles, by number: each is kept once, small, and may lie
 * in a file. Dedupe layer. Not thread-safe.
 *
 * Articles come in path order, so an id begins like those before it. A block of bytes
 * begins with a whole id; of each other id in it stands how many bytes it shares with
 * that one, how many follow, and these:
 *
 *     [ 0, 15, "a/2024-01-01-01" | 14, 1, "2" | 14, 1, "3" | ... ][ 0, 15, ...
 *
 * Some 5 to 15 bytes an id; finding one steps over those before it in its block. */
#ifndef DEDUPE_IDS_H
#define DEDUPE_IDS_H

#include <stdint.h>

#include "base/buf.h"
#include "dedupe/keys/chunks.h"

struct ids {
    uint32_t n;              /* ids; the last one's number */
    struct chunks bytes;
    uint32_t *first;         /* for each block: the number of the first id that begins in it, or behind it */
    size_t n_blocks, cap_blocks;
    struct buf lead;         /* the whole id of the block that is written */
    struct buf found;        /* the id found last, */
    uint32_t found_number;   /* and its number; 0: none */
};

void ids_init(struct ids *ids);
void ids_release(struct ids *ids);

/* Adds an id and returns its number, from 1; 0 when memory is short, or all numbers are given. */
uint32_t ids_add(struct ids *ids, struct slice id);

/* The id of a number that was given; valid until the next call. 0, or an errno
 * when the file cannot be read, ENOMEM when memory is short. */
int ids_get(struct ids *ids, uint32_t number, struct slice *id);

/* Moves all but the last chunk into an unnamed file in folder. 0 or an errno. */
int ids_spill(struct ids *ids, const char *folder);

size_t ids_memory(const struct ids *ids);     /* bytes allocated */
size_t ids_unfiled(const struct ids *ids);    /* those of chunks that are not in the file, the last one too */
uint64_t ids_filed(const struct ids *ids);    /* bytes in the file */

#endif
