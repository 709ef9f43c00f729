#include "strip/literals.h"

#include <stdlib.h>

unsigned literals_shape(struct slice folded)
{
    if (!folded.len)
        return 0;
    char first = folded.ptr[0], last = folded.ptr[folded.len - 1];
    unsigned shape = first == '"' || first == '\'' || last == '"' || last == '\'' ? SHAPE_QUOTED : 0;
    while (folded.len && strchr("\"')] ", folded.ptr[folded.len - 1]) && folded.ptr[folded.len - 1])
        folded.len--;
    if (slice_ends(folded, SLICE("?")) || slice_ends(folded, SLICE("؟")))
        shape |= SHAPE_ASKS;
    if (slice_ends(folded, SLICE("!")))
        shape |= SHAPE_SHOUTS;
    return shape;
}

static size_t home(const struct literals *t, struct key key)
{
    return (size_t)key.lo & t->mask;
}

static void put(struct literals *t, struct literal entry)
{
    size_t i = home(t, entry.key);
    while (t->slots[i].rule)
        i = (i + 1) & t->mask;
    t->slots[i] = entry;
}

/* n slots, a power of two. Entries go over from an empty slot on, all the way
 * round, so that those of one key keep their order. */
static bool grow(struct literals *t, size_t n)
{
    struct literals bigger = *t;
    bigger.mask = n - 1;
    bigger.slots = calloc(n, sizeof *bigger.slots);
    if (!bigger.slots)
        return false;
    size_t start = 0;
    while (t->slots && t->slots[start].rule)
        start++;
    for (size_t i = 0; t->slots && i <= t->mask; i++) {
        struct literal entry = t->slots[(start + i) & t->mask];
        if (entry.rule)
            put(&bigger, entry);
    }
    free(t->slots);
    *t = bigger;
    return true;
}

bool literals_reserve(struct literals *t, size_t entries)
{
    size_t n = 256;
    while (n < entries * 2)
        n *= 2;
    return t->slots || grow(t, n);
}

bool literals_add(struct literals *t, struct key key, uint32_t chars, size_t rule, unsigned shape)
{
    if ((!t->slots || (t->n + 1) * 2 > t->mask + 1)
        && !grow(t, t->slots ? (t->mask + 1) * 2 : 256))
        return false;
    put(t, (struct literal){ key, (uint32_t)rule + 1, shape });
    t->n++;
    t->filter[key.hi % LITERAL_FILTER / 64] |= UINT64_C(1) << key.hi % 64;
    t->lengths[chars / 64] |= UINT64_C(1) << chars % 64;
    if (chars > t->max_chars)
        t->max_chars = chars;
    return true;
}

void literals_release(struct literals *t)
{
    free(t->slots);
    *t = (struct literals){ 0 };
}

const struct literal *literals_next(const struct literals *t, struct key key,
                                    const struct literal *slot)
{
    if (!t->slots || !literals_may_have(t, key))
        return NULL;
    size_t i = slot ? ((size_t)(slot - t->slots) + 1) & t->mask : home(t, key);
    for (; t->slots[i].rule; i = (i + 1) & t->mask)
        if (key_equal(t->slots[i].key, key))
            return &t->slots[i];
    return NULL;
}
