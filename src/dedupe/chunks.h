/* chunks -- bytes that only grow at their end, found by their offset, of which
 * the older may lie in a file. Dedupe layer: lists with an entry for each
 * article, which under a cap of memory must not stay there. Not thread-safe.
 *
 * The file has no name and vanishes with the process; see base/file.h. */
#ifndef DEDUPE_CHUNKS_H
#define DEDUPE_CHUNKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHUNKS_SIZE = 64 * 1024 };   /* bytes moved to the file at once */

struct chunks {
    uint64_t end;                   /* bytes in all: where the next go */
    char **chunk;                   /* NULL: it is in the file */
    size_t n, room;                 /* chunks */
    size_t filed;                   /* the first of them, in the file */
    int fd;                         /* -1: no file yet */
    const char *folder;             /* where it goes; borrowed; NULL: all stays in memory, */
    size_t most;                    /* else no more than this, and the last chunk */
};

/* folder and most: as above; what chunks_spill moves is moved anyway. */
void chunks_init(struct chunks *c, const char *folder, size_t most);
void chunks_release(struct chunks *c);

/* Appends n bytes; NULL: zeros. 0, or an errno: ENOMEM, or of the file. */
int chunks_add(struct chunks *c, const void *bytes, size_t n);

/* Copies n bytes from offset `from` on, which were added before. 0 or an errno. */
int chunks_read(const struct chunks *c, uint64_t from, void *to, size_t n);

/* Where that byte and those behind it in its chunk lie, until the next add or
 * spill; NULL: in the file. */
const char *chunks_at(const struct chunks *c, uint64_t from);

/* Moves all but the last chunk into a file in folder. 0 or an errno. */
int chunks_spill(struct chunks *c, const char *folder);

size_t chunks_memory(const struct chunks *c);     /* bytes allocated */
size_t chunks_unfiled(const struct chunks *c);    /* those of them that could go to the file, and the last chunk */
uint64_t chunks_filed(const struct chunks *c);    /* bytes in the file */

#endif
