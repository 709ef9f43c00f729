/* keyrun_format -- the bytes of a key run, for the files keyrun*.c alone. */
#ifndef DEDUPE_KEYRUN_FORMAT_H
#define DEDUPE_KEYRUN_FORMAT_H

#include "base/endian.h"
#include "dedupe/keys/keyrun.h"

enum {
    RUN_HEADER = 64,
    RUN_RECORD = 19,
    RUN_KEY = 12,
    RUN_SLICE = 64,      /* keys to an entry of the directory; with 32 look-ups are an eighth faster, with 128
                            a sixth slower (measured) */
    RUN_SLICE_UNNAMED = 256,    /* the same in a file without a name: under a cap its directory shall take little, */
    RUN_SLICE_MANY = 1024,      /* less still when there are */
    RUN_MANY = 1 << 26,         /* so many keys or more */
    RUN_VERSION = 1
};

#define RUN_MAGIC "CDKEYS\r\n"   /* the line end shows a transfer as text */

struct run_header {
    uint32_t version, profile;
    uint64_t count;              /* records */
    uint32_t slices;             /* entries of the directory, less one */
    uint64_t records_check, directory_check;   /* XXH3-64 */
};

struct keyrun {
    char *path;                  /* for messages */
    int fd;
    struct run_header header;
    uint32_t *directory;         /* [slices + 1]: number of the first record of each slice; the last: count */
    const unsigned char *map;    /* the file, mapped; NULL: records are read when wanted */
};

static inline uint64_t get_be64(const unsigned char *p)
{
    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32
         | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 | (uint64_t)p[6] << 8 | p[7];
}

static inline uint32_t get_be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Compares the record's key with key, whose lower half of lo does not count: below 0, 0, above 0. */
static inline int run_compare(const unsigned char *record, struct key key)
{
    uint64_t hi = get_be64(record);
    if (hi != key.hi)
        return hi < key.hi ? -1 : 1;
    uint32_t lo = get_be32(record + 8), wanted = (uint32_t)(key.lo >> 32);
    return lo == wanted ? 0 : lo < wanted ? -1 : 1;
}

static inline struct place run_place(const unsigned char *record)
{
    return (struct place){ (uint32_t)get_le(record + RUN_KEY, 4), (uint32_t)get_le(record + RUN_KEY + 4, 3) };
}

/* The slice of the key space that a key is in, and how far in it lies, in 2^32ths of the slice. */
static inline uint32_t run_slice(uint32_t slices, struct key key, uint32_t *within)
{
    uint64_t product = (key.hi >> 32) * slices;
    *within = (uint32_t)product;
    return (uint32_t)(product >> 32);
}

static inline uint64_t run_directory_at(const struct run_header *h)
{
    return RUN_HEADER + h->count * RUN_RECORD;
}

static inline uint64_t run_size(const struct run_header *h)
{
    return run_directory_at(h) + ((uint64_t)h->slices + 1) * 4;
}

/* Turns the directory's numbers from the machine's byte order to the file's, or back; in place. */
void run_directory_swap(uint32_t *directory, size_t n);

void run_header_pack(unsigned char out[RUN_HEADER], const struct run_header *h);

/* Makes a run of its parts, and owns fd, path and directory from then on. NULL when
 * memory is short; they are freed then, too. */
struct keyrun *run_wrap(char *path, int fd, const struct run_header *h, uint32_t *directory);

#endif
