#include "dedupe/hash_list.h"

#include <stdlib.h>

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

void hash_list_unique(struct hash_list *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (i == 0 || l->at[i] != l->at[n - 1])
            l->at[n++] = l->at[i];
    l->n = n;
}
