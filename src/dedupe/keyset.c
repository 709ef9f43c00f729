#include "dedupe/keyset.h"

#include <stdlib.h>
#include <string.h>

struct keyset_slot {
    uint32_t word[3];       /* the key's 96 bits, most significant first */
    struct place place;     /* article 0: free */
};

enum {
    /* slots behind the last home, for its neighbours: runs at 4/5 full are
     * some dozens long at most; doubled when somebody's keys want more */
    SPARE = 64,
    LEAST = 32
};

static struct keyset_slot slot_of(struct key key, struct place place)
{
    return (struct keyset_slot){
        .word = { (uint32_t)(key.hi >> 32), (uint32_t)key.hi, (uint32_t)(key.lo >> 32) },
        .place = place
    };
}

static int slot_compare(const struct keyset_slot *a, const struct keyset_slot *b)
{
    for (int i = 0; i < 3; i++)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i] ? -1 : 1;
    return 0;
}

/* Rises with the key: the high word as a fraction of the home slots. */
static size_t home_of(const struct keyset *k, const struct keyset_slot *slot)
{
    return (size_t)(((uint64_t)slot->word[0] * k->home) >> 32);
}

/* The slot that holds the key, or where it belongs: the first slot from its
 * home on that is free or holds no smaller key. May be the end. */
static size_t position_of(const struct keyset *k, const struct keyset_slot *slot)
{
    size_t i = home_of(k, slot);
    while (i < k->end && k->slots[i].place.article && slot_compare(&k->slots[i], slot) < 0)
        i++;
    return i;
}

bool keyset_reset(struct keyset *k, size_t expected)
{
    size_t home = expected + expected / 2;
    if (home < LEAST)
        home = LEAST;
    size_t end = home + SPARE;
    if (end > k->room) {
        keyset_release(k);
        k->slots = calloc(end, sizeof *k->slots);
        if (!k->slots)
            return false;
        k->room = end;
    } else {
        memset(k->slots, 0, end * sizeof *k->slots);
    }
    k->home = home;
    k->end = end;
    k->n = 0;
    return true;
}

void keyset_release(struct keyset *k)
{
    free(k->slots);
    *k = (struct keyset){ 0 };
}

bool keyset_find(const struct keyset *k, struct key key, struct place *place)
{
    struct keyset_slot slot = slot_of(key, (struct place){ 0 });
    size_t i = position_of(k, &slot);
    if (i == k->end || !k->slots[i].place.article
        || slot_compare(&k->slots[i], &slot) != 0)
        return false;
    *place = k->slots[i].place;
    return true;
}

/* Puts slot at i, moving what stands there and behind it up to the next free
 * slot. False when there is none. */
static bool insert_at(struct keyset *k, size_t i, const struct keyset_slot *slot)
{
    size_t free_at = i;
    while (free_at < k->end && k->slots[free_at].place.article)
        free_at++;
    if (free_at == k->end)
        return false;
    memmove(&k->slots[i + 1], &k->slots[i], (free_at - i) * sizeof *slot);
    k->slots[i] = *slot;
    k->n++;
    return true;
}

/* A table of `home` and `spare` slots with the same keys: they come in order,
 * so each goes to its home or right behind the one before. */
static bool resize(struct keyset *k, size_t home, size_t spare)
{
    size_t end = home + spare;
    struct keyset bigger = { .home = home, .end = end, .room = end, .n = k->n };
    bigger.slots = calloc(end, sizeof *bigger.slots);
    if (!bigger.slots)
        return false;
    size_t next = 0;
    for (size_t i = 0; i < k->end; i++) {
        if (!k->slots[i].place.article)
            continue;
        size_t at = home_of(&bigger, &k->slots[i]);
        if (at < next)
            at = next;
        if (at == end) {
            free(bigger.slots);
            return resize(k, home, 2 * spare);
        }
        bigger.slots[at] = k->slots[i];
        next = at + 1;
    }
    free(k->slots);
    *k = bigger;
    return true;
}

int keyset_add(struct keyset *k, struct key key, struct place *place)
{
    struct keyset_slot slot = slot_of(key, *place);
    size_t i = position_of(k, &slot);
    if (i < k->end && k->slots[i].place.article && slot_compare(&k->slots[i], &slot) == 0) {
        *place = k->slots[i].place;
        return 0;
    }
    if (k->n >= k->home - k->home / 5) {
        if (!resize(k, k->home + k->home * 3 / 10, k->end - k->home))
            return -1;
        i = position_of(k, &slot);
    }
    while (!insert_at(k, i, &slot)) {
        if (!resize(k, k->home, 2 * (k->end - k->home)))
            return -1;
        i = position_of(k, &slot);
    }
    return 1;
}

void keyset_prefetch(const struct keyset *k, struct key key)
{
    struct keyset_slot slot = slot_of(key, (struct place){ 0 });
    __builtin_prefetch(&k->slots[home_of(k, &slot)]);
}

size_t keyset_memory(const struct keyset *k)
{
    return k->room * sizeof *k->slots;
}
