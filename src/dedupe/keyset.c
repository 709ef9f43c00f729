#include "dedupe/keyset.h"

#include <string.h>

#include "base/pages.h"

struct keyset_slot {
    uint32_t word[3];       /* the key's 96 bits, most significant first */
    struct place place;     /* article 0: free */
};

enum {
    /* slots behind the last home, for its neighbours: runs at 6/7 full are
     * some dozens long at most; doubled when somebody's keys want more */
    SPARE = 64,
    LEAST = 32,
    AHEAD = 3      /* slots: what is asked for mostly stands in its home's line of memory or the next */
};

/* How full a table gets: the fuller, the fewer bytes a key, and the longer the
 * runs. Adding takes 120 ns in one of the middle, 170 in a large one (measured). */
static const struct filling {
    size_t most;       /* home slots of such a table */
    unsigned spare;    /* one home slot in so many stays free, */
    unsigned grow;     /* and by so many percent the table grows: by half it took half of the
                          time of a run's adding to grow the small ones (measured) */
} FILLINGS[] = { { 2048, 4, 300 }, { 8192, 4, 100 }, { 16384, 4, 50 }, { 32768, 7, 20 }, { SIZE_MAX, 10, 10 } };

static const struct filling *filling_of(const struct keyset *k)
{
    const struct filling *f = FILLINGS;
    while (k->home > f->most)
        f++;
    return f;
}

static void set_home(struct keyset *k, size_t home)
{
    k->home = home;
    k->full = home - home / filling_of(k)->spare;
}

static struct keyset_slot slot_of(struct key key, struct place place)
{
    return (struct keyset_slot){
        .word = { (uint32_t)(key.hi >> 32), (uint32_t)key.hi, (uint32_t)(key.lo >> 32) },
        .place = place
    };
}

static uint64_t high_of(const struct keyset_slot *slot)
{
    return (uint64_t)slot->word[0] << 32 | slot->word[1];
}

static bool slot_less(const struct keyset_slot *a, const struct keyset_slot *b)
{
    uint64_t high = high_of(a), other = high_of(b);
    return high < other || (high == other && a->word[2] < b->word[2]);
}

static bool slot_equal(const struct keyset_slot *a, const struct keyset_slot *b)
{
    return high_of(a) == high_of(b) && a->word[2] == b->word[2];
}

/* Rises with the key: its first 32 bits that differ between keys as a fraction
 * of the home slots. */
static size_t home_of(const struct keyset *k, const struct keyset_slot *slot)
{
    uint64_t high = high_of(slot) << k->skip;
    return (size_t)(((high >> 32) * k->home) >> 32);
}

/* The slot that holds the key, or where it belongs: the first slot from its
 * home on that is free or holds no smaller key. May be the end. */
static size_t position_of(const struct keyset *k, const struct keyset_slot *slot)
{
    size_t i = home_of(k, slot);
    while (i < k->end && k->slots[i].place.article && slot_less(&k->slots[i], slot))
        i++;
    return i;
}

/* Room for so many slots; what is new is free. */
static bool make_room(struct keyset *k, size_t slots)
{
    if (slots <= k->room)
        return true;
    struct keyset_slot *bigger = pages_resize(k->slots, k->room * sizeof *bigger, slots * sizeof *bigger);
    if (!bigger)
        return false;
    k->slots = bigger;
    k->room = slots;
    return true;
}

bool keyset_reset(struct keyset *k, size_t expected)
{
    size_t home = expected + expected / 2;
    if (home < LEAST)
        home = LEAST;
    size_t end = home + SPARE;
    if (end > k->room) {
        keyset_release(k);
        if (!make_room(k, end))
            return false;
    } else {
        memset(k->slots, 0, end * sizeof *k->slots);
    }
    k->end = end;
    k->n = 0;
    set_home(k, home);
    return true;
}

void keyset_release(struct keyset *k)
{
    pages_free(k->slots, k->room * sizeof *k->slots);
    *k = (struct keyset){ .skip = k->skip };
}

bool keyset_find(const struct keyset *k, struct key key, struct place *place)
{
    struct keyset_slot slot = slot_of(key, (struct place){ 0 });
    size_t i = position_of(k, &slot);
    if (i == k->end || !k->slots[i].place.article
        || !slot_equal(&k->slots[i], &slot))
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

/* Moves the keys of the first `extent` slots, in order, to the end of the first
 * `end`. Returns where they begin. */
static size_t pack(struct keyset *k, size_t extent, size_t end)
{
    size_t to = end;
    for (size_t i = extent; i-- > 0;)
        if (k->slots[i].place.article)
            k->slots[--to] = k->slots[i];
    return to;
}

/* Takes packed keys back to their homes, or right behind the one before: they
 * come in order, and none overtakes those that are still packed. False: `end`
 * leaves them no room. */
static bool spread(struct keyset *k, size_t home, size_t from, size_t end)
{
    size_t next = 0;
    set_home(k, home);
    for (size_t i = from; i < end; i++) {
        struct keyset_slot slot = k->slots[i];
        size_t at = home_of(k, &slot);
        at = at < next ? next : at;
        if (at > i) {
            memset(&k->slots[next], 0, (i - next) * sizeof slot);
            return false;
        }
        memset(&k->slots[next], 0, (at - next) * sizeof slot);
        k->slots[at] = slot;
        next = at + 1;
    }
    memset(&k->slots[next], 0, (end - next) * sizeof *k->slots);
    k->end = end;
    return true;
}

/* The same keys in `home` slots, no fewer than before, and `spare` or more.
 * Done in place: the peak of growing is what it grows to. */
static bool resize(struct keyset *k, size_t home, size_t spare)
{
    size_t old_home = k->home, old_end = k->end, extent = k->end;
    for (;; spare *= 2) {
        size_t end = home + spare;
        if (!make_room(k, end)) {
            spread(k, old_home, pack(k, extent, extent), extent);
            k->end = old_end;   /* behind it nothing came to lie */
            return false;
        }
        size_t from = pack(k, extent, end);
        if (spread(k, home, from, end))
            return true;
        extent = end;
    }
}

int keyset_add(struct keyset *k, struct key key, struct place *place)
{
    struct keyset_slot slot = slot_of(key, *place);
    size_t i = position_of(k, &slot);
    if (i < k->end && k->slots[i].place.article && slot_equal(&k->slots[i], &slot)) {
        *place = k->slots[i].place;
        return 0;
    }
    if (k->n >= k->full) {
        if (!resize(k, k->home + k->home / 4 * filling_of(k)->grow / 25, k->end - k->home))
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
    const struct keyset_slot *home = &k->slots[home_of(k, &slot)];
    __builtin_prefetch(home);
    __builtin_prefetch(home + AHEAD);   /* there are spare slots behind all homes */
}

bool keyset_next(const struct keyset *k, size_t *at, struct key *key, struct place *place)
{
    while (*at < k->end && !k->slots[*at].place.article)
        ++*at;
    if (*at == k->end)
        return false;
    const struct keyset_slot *slot = &k->slots[(*at)++];
    *key = (struct key){ (uint64_t)slot->word[0] << 32 | slot->word[1], (uint64_t)slot->word[2] << 32 };
    *place = slot->place;
    return true;
}

size_t keyset_memory(const struct keyset *k)
{
    return k->room * sizeof *k->slots;
}
