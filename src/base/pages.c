#define _GNU_SOURCE   /* mremap */
#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    /* Bytes. Smaller tables go to the heap: a mapping costs two system calls and the
     * rest of a page. A table of one article may be so large, but no larger (guess). */
    MAPPED = 64 * 1024,
    HUGE = 2 * 1024 * 1024   /* the large page of x86-64 and of most others */
};

/* The size of a mapping: whole pages, however large those are. */
static size_t whole(size_t size)
{
    return (size + MAPPED - 1) / MAPPED * MAPPED;
}

static void *map_small(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* From HUGE on the mapping is aligned, so that large pages fit. */
static void *map(size_t size)
{
    size = whole(size);
    char *p = size < HUGE ? NULL : map_small(size + HUGE);
    if (!p)
        return map_small(size);
    size_t before = (HUGE - (uintptr_t)p % HUGE) % HUGE;
    if (before)
        munmap(p, before);
    munmap(p + before + size, HUGE - before);
    return p + before;
}

/* Asks for large pages, so that look-ups all over a table need fewer address
 * translations. A wish: the system may have none. */
static void *enlarge_pages(void *p, size_t size)
{
#ifdef MADV_HUGEPAGE
    if (p && size >= HUGE)
        madvise(p, whole(size), MADV_HUGEPAGE);
#endif
    return p;
}

#ifdef MREMAP_FIXED
/* Pages are moved, not bytes. */
static void *grow_mapped(void *p, size_t old_size, size_t new_size)
{
    void *moved = map(new_size);
    moved = moved ? mremap(p, whole(old_size), whole(new_size), MREMAP_MAYMOVE | MREMAP_FIXED, moved)
                  : mremap(p, whole(old_size), whole(new_size), MREMAP_MAYMOVE);   /* wherever it fits */
    return moved == MAP_FAILED ? NULL : moved;
}
#else
static void *grow_mapped(void *p, size_t old_size, size_t new_size)
{
    void *moved = map(new_size);
    if (moved) {
        memcpy(moved, p, old_size);
        munmap(p, whole(old_size));
    }
    return moved;
}
#endif

static void *grow_small(void *p, size_t old_size, size_t new_size)
{
    char *bytes = realloc(p, new_size);
    if (bytes)
        memset(bytes + old_size, 0, new_size - old_size);
    return bytes;
}

void *pages_grow(void *p, size_t old_size, size_t new_size)
{
    old_size = p ? old_size : 0;
    if (new_size < MAPPED)
        return grow_small(p, old_size, new_size);
    void *moved = old_size < MAPPED ? map(new_size) : grow_mapped(p, old_size, new_size);
    if (moved && p && old_size < MAPPED) {
        memcpy(moved, p, old_size);
        free(p);
    }
    return enlarge_pages(moved, new_size);
}

void pages_free(void *p, size_t size)
{
    if (p && size >= MAPPED)
        munmap(p, whole(size));
    else
        free(p);
}
