#define _GNU_SOURCE   /* mremap */
#include "base/pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Smaller ones go to the heap: a mapping costs two system calls and the rest of
 * a page. Some articles have tables of so many bytes, none of more (guess). */
enum { MAPPED = 64 * 1024 };

static void *map(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static void *resize_mapped(void *p, size_t old_size, size_t new_size)
{
#ifdef MREMAP_MAYMOVE
    void *moved = mremap(p, old_size, new_size, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? NULL : moved;
#else
    void *moved = map(new_size);
    if (moved) {
        memcpy(moved, p, old_size < new_size ? old_size : new_size);
        munmap(p, old_size);
    }
    return moved;
#endif
}

static void *resize_small(void *p, size_t old_size, size_t new_size)
{
    char *bytes = realloc(p, new_size);
    if (bytes && new_size > old_size)
        memset(bytes + old_size, 0, new_size - old_size);
    return bytes;
}

void *pages_resize(void *p, size_t old_size, size_t new_size)
{
    old_size = p ? old_size : 0;
    if (new_size < MAPPED && old_size < MAPPED)
        return resize_small(p, old_size, new_size);
    if (new_size >= MAPPED && old_size >= MAPPED)
        return resize_mapped(p, old_size, new_size);
    void *moved = new_size < MAPPED ? malloc(new_size) : map(new_size);
    if (moved && p)
        memcpy(moved, p, old_size < new_size ? old_size : new_size);
    if (moved)
        pages_free(p, old_size);
    return moved;
}

void pages_free(void *p, size_t size)
{
    if (p && size >= MAPPED)
        munmap(p, size);
    else
        free(p);
}
