#include "dedupe/keys/hash_list.h"

#include <stdlib.h>

#include "base/hash.h"

bool hash_list_reserve(struct hash_list *l, size_t more)
{
    enum { FIRST = 1024 };
    if (l->room - l->n >= more)
        return true;
    size_t room = l->room ? l->room : FIRST;
    while (room - l->n < more)
        room *= 2;
    uint64_t *bigger = reallocarray(l->at, room, sizeof *bigger);
    if (!bigger)
        return false;
    l->at = bigger;
    l->room = room;
    return true;
}

bool hash_list_add(struct hash_list *l, uint64_t value)
{
    if (!hash_list_reserve(l, 1))
        return false;
    l->at[l->n++] = value;
    return true;
}

void hash_list_sort(struct hash_list *l)
{
    if (l->n > 1)
        qsort(l->at, l->n, sizeof *l->at, hash_order);
}

bool hash_list_has(const struct hash_list *l, uint64_t value)
{
    return l->n && bsearch(&value, l->at, l->n, sizeof value, hash_order);
}

void hash_list_unique(struct hash_list *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (i == 0 || l->at[i] != l->at[n - 1])
            l->at[n++] = l->at[i];
    l->n = n;
}
