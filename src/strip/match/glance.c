#include "strip/match/glance.h"

static void put(_Atomic trials_set *at, trials_set trials)
{
    atomic_fetch_or_explicit(at, trials, memory_order_relaxed);
}

void glance_add(struct glance *g, trials_set trials, struct opening opening)
{
    uint64_t head = opening.head;
    unsigned bytes = opening.bytes;
    if (bytes < 3) {
        for (int marked = opening.marked; marked < 2; marked++)   /* without a mark: a line that only may have one, too */
            put(bytes == 1 ? &g->one[marked][head & 0xff] : &g->two[marked][glance_hash(head, 2) % GLANCE_TWO], trials);
        return;
    }
    uint64_t hash = glance_hash(head, bytes < 6 ? bytes : 6);
    for (unsigned i = 0; i < 2; i++, hash >>= 16) {
        put(&g->more[hash % GLANCE_MORE], trials & ~(trials_set)1);
        if (trials & 1)
            atomic_fetch_or_explicit(&g->most[hash % GLANCE_MOST / 64], UINT64_C(1) << hash % 64, memory_order_relaxed);
    }
}

void glance_add_wild(struct glance *g, trials_set trials)
{
    put(&g->wild, trials);
}
