/* chunks -- bytes that grow at their end only and are found by their offset; older
 * ones may lie in a file. Dedupe layer: for lists with an entry for each article,
 * which must not all stay in memory when that has a cap. Not thread-safe.
 *
 * The file has no name and vanishes with the process; see base/file.h. */
#ifndef DEDUPE_CHUNKS_H
#define DEDUPE_CHUNKS_H

#include <stdint.h>

#include "base/buf.h"

enum { CHUNKS_SIZE = 64 * 1024 };   /* bytes moved to the file at once */

struct chunks {
    uint64_t end;                   /* bytes in all: where the next go */
    char **chunk;                   /* CHUNKS_SIZE bytes each; NULL: in the file */
    size_t n, room;                 /* of the list: chunks, entries allocated */
    size_t filed;                   /* so many, the first ones, are in the file */
    int fd;                         /* -1: no file yet */
    const char *folder;             /* adding spills there by itself; borrowed; NULL: it does not */
    size_t most;                    /* then: bytes beyond which it spills */
};

/* folder and most: as above; chunks_spill works without them, too. */
void chunks_init(struct chunks *c, const char *folder, size_t most);
void chunks_release(struct chunks *c);

/* Appends n bytes; NULL: zeros. 0, or an errno: ENOMEM, or of the file. */
int chunks_add(struct chunks *c, const void *bytes, size_t n);

/* Copies n bytes from offset `from` on, all of which were added before. 0 or an errno. */
int chunks_read(const struct chunks *c, uint64_t from, void *to, size_t n);

/* Replaces what is in out by n bytes from offset `from` on. 0 or an errno. */
int chunks_get(const struct chunks *c, uint64_t from, size_t n, struct buf *out);

/* Where the byte at offset `from`, and those behind it in its chunk, lie until the next
 * add or spill; NULL: in the file. */
const char *chunks_at(const struct chunks *c, uint64_t from);

/* Moves all but the last chunk into a file in folder. 0 or an errno. */
int chunks_spill(struct chunks *c, const char *folder);

size_t chunks_memory(const struct chunks *c);     /* bytes allocated */
size_t chunks_unfiled(const struct chunks *c);    /* those of chunks that are not in the file, the last one too */
uint64_t chunks_filed(const struct chunks *c);    /* bytes in the file */

#endif
