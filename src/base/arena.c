#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>

#include "base/decimal.h"

struct arena_chunk {
    struct arena_chunk *next;
    size_t used, size;                 /* bytes of data */
    alignas(max_align_t) char data[];
};

/* 64 KiB: a batch's repaired paragraphs nearly always fit in one (guess) */
enum { CHUNK = 64 * 1024 };

void arena_release(struct arena *a)
{
    for (struct arena_chunk *c = a->first; c;) {
        struct arena_chunk *next = c->next;
        free(c);
        c = next;
    }
    *a = (struct arena){ 0 };
}

void arena_clear(struct arena *a)
{
    for (struct arena_chunk *c = a->first; c; c = c->next)
        c->used = 0;
    a->now = a->first;
    a->failed = false;
}

/* The next chunk with n bytes free: one kept from before, or a new one put
 * right behind `now`. */
static struct arena_chunk *next_chunk(struct arena *a, size_t n)
{
    struct arena_chunk *next = a->now ? a->now->next : a->first;
    if (next && next->size >= n)
        return next;
    size_t size = n > CHUNK ? n : CHUNK;
    struct arena_chunk *c = malloc(sizeof *c + size);
    if (!c)
        return NULL;
    *c = (struct arena_chunk){ .next = next, .size = size };
    if (a->now)
        a->now->next = c;
    else
        a->first = c;
    return c;
}

void *arena_take(struct arena *a, size_t n)
{
    size_t align = alignof(max_align_t);
    if (n > SIZE_MAX / 2) {
        a->failed = true;
        return NULL;
    }
    n = (n + align - 1) / align * align;
    if (!a->now || a->now->size - a->now->used < n) {
        struct arena_chunk *c = next_chunk(a, n);
        if (!c) {
            a->failed = true;
            return NULL;
        }
        a->now = c;
    }
    void *p = a->now->data + a->now->used;
    a->now->used += n;
    return p;
}

struct slice arena_copy(struct arena *a, struct slice s)
{
    char *p = arena_take(a, s.len + 1);
    if (!p)
        return (struct slice){ "", 0 };
    if (s.len)
        memcpy(p, s.ptr, s.len);
    p[s.len] = '\0';
    return slice_of(p, s.len);
}

struct slice arena_numbered(struct arena *a, struct slice s, uint64_t number)
{
    char tail[1 + DECIMAL_MOST + 1], *last = tail + sizeof tail - 1;
    char *first = decimal_before(last, number) - 1;
    *first = '.';
    *last = '\0';
    size_t n = (size_t)(tail + sizeof tail - first);
    char *p = arena_take(a, s.len + n);
    if (!p)
        return s;
    if (s.len)
        memcpy(p, s.ptr, s.len);
    memcpy(p + s.len, first, n);
    return slice_of(p, s.len + n - 1);
}
