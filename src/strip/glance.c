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

static bool has_any(const uint8_t set[32], unsigned low, unsigned high)
{
    for (unsigned c = low; c <= high; c++)
        if (set[c / 8] >> c % 8 & 1)
            return true;
    return false;
}

/* Lead bytes of scripts that nothing else folds to: Cyrillic; Arabic; ideographs; Hangul, whose
 * syllables may become later ones by what stands behind. Within one, any byte may fold to any other. */
static const struct { unsigned char low, high; } ALIKE[] = { { 0xD0, 0xD3 }, { 0xD8, 0xDB }, { 0xE4, 0xE9 }, { 0xEB, 0xED } };

/* Whether a text that starts with byte c may start with a byte of the set when folded. */
static bool may_become(unsigned c, const uint8_t set[32])
{
    char byte = (char)c;
    int folded = c < 0x80 ? fold_first(slice_of(&byte, 1)) : -1;
    for (size_t i = 0; i < sizeof ALIKE / sizeof *ALIKE; i++)
        if (c >= ALIKE[i].low && c <= ALIKE[i].high)
            return has_any(set, ALIKE[i].low, ALIKE[i].high);
    return folded < 0 || has_any(set, (unsigned)folded, (unsigned)folded);
}

void glance_add_first(struct glance *g, trials_set trials, const uint8_t first[32])
{
    for (unsigned c = 0; c < 256; c++)
        if (may_become(c, first))
            put(&g->first[c], trials);
    put(&g->first[256], trials);
}

void glance_add_open(struct glance *g, trials_set trials)
{
    put(&g->open, trials);
}
