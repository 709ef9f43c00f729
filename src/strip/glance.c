#include "strip/glance.h"

#include "text/fold.h"

static void put(_Atomic trials_set *at, trials_set trials)
{
    atomic_fetch_or_explicit(at, trials, memory_order_relaxed);
}

void glance_add(struct glance *g, trials_set trials, struct opening opening)
{
    uint64_t head = opening.head;
    unsigned bytes = opening.bytes;
    if (bytes >= 4) {
        uint64_t hash = glance_hash(head, bytes < 6 ? 4 : 6);
        put(&g->more[hash % GLANCE_MORE], trials);
        put(&g->more[hash / GLANCE_MORE % GLANCE_MORE], trials);
        return;
    }
    for (int marked = opening.marked; marked < 2; marked++)   /* who starts with no mark may seem to */
        put(bytes == 1 ? &g->one[marked][head & 0xff] : &g->two[marked][glance_two(head)], trials);
}

void glance_add_first(struct glance *g, trials_set trials, const uint8_t first[32])
{
    for (int c = 0; c < 128; c++) {
        char byte = (char)c;
        int folded = fold_first(slice_of(&byte, 1));
        if (folded < 0 || first[folded / 8] >> folded % 8 & 1)
            put(&g->first[c], trials);
    }
    put(&g->first[256], trials);
}

void glance_add_open(struct glance *g, trials_set trials)
{
    put(&g->open, trials);
}
