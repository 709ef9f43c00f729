#include "dedupe/keys/keyset.h"

#include <string.h>

#include "base/pages.h"

/* Keys are stored as their complement: a free slot, which is all 0, then reads as the
 * largest key, and a search that steps over smaller keys ends there. */
struct keyset_slot {
    uint32_t high[2];       /* the key's first 64 bits: one number, in halves so that a slot is 20 bytes, not 24 */
    uint32_t low;           /* the next 32 */
    struct place place;     /* article 0: a free slot */
};

enum {
    /* slots behind the last home, for its neighbours: runs at 8/9 full are
     * some dozens long at most; doubled when somebody's keys want more */
    SPARE = 64,
    LEAST = 32,    /* home slots of the smallest table */
    BESIDE = 1,    /* slots behind all others: always free, so that a search ends */
    AHEAD = 3      /* slots to a line of memory (64 bytes): most keys stand in their home's line or the next */
};

/* How full a table gets: the fuller, the fewer bytes a key, and the longer the
 * runs. Looking up and adding take 40 ns a key up to a million of them, 180 up to
 * eight million (measured). */
static const struct filling {
    size_t most;       /* home slots of such a table */
    unsigned spare;    /* one home slot in so many stays free */
    unsigned grow;     /* percent by which it grows; when small tables grew by 50, growing them took
                          half of the time that a run spent on adding (measured) */
} FILLINGS[] = { { 128 * 1024, 4, 300 }, { 1024 * 1024, 4, 50 }, { 2048 * 1024, 6, 15 },
                 { SIZE_MAX, 9, 10 } };

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

static uint64_t high_of(const struct keyset_slot *slot)
{
    uint64_t high;
    memcpy(&high, slot->high, sizeof high);
    return high;
}

static struct keyset_slot slot_of(struct key key, struct place place)
{
    uint64_t high = ~key.hi;
    struct keyset_slot slot = { .low = ~(uint32_t)(key.lo >> 32), .place = place };
    memcpy(slot.high, &high, sizeof high);
    return slot;
}

/* Rises with the key: its first 32 bits as a fraction of the home slots. high: as stored. */
static size_t home_of(const struct keyset *k, uint64_t high)
{
    return (size_t)(((~high >> 32) * k->home) >> 32);
}

/* The slot that holds the key, or where it belongs: the first slot from `from`
 * on, its home or one behind, that is free or holds no smaller key. */
static size_t position_from(const struct keyset *k, size_t from, const struct keyset_slot *slot)
{
    const struct keyset_slot *at = k->slots + from;
    uint64_t high = high_of(slot);
    while (high_of(at) > high)
        at++;
    while (high_of(at) == high && at->low > slot->low)
        at++;
    return (size_t)(at - k->slots);
}

static bool holds(const struct keyset *k, size_t at, const struct keyset_slot *slot)
{
    const struct keyset_slot *there = &k->slots[at];
    return high_of(there) == high_of(slot) && there->low == slot->low && there->place.article;
}

static void clear(struct keyset *k, size_t from, size_t to)
{
    if (to > from)
        memset(&k->slots[from], 0, (to - from) * sizeof *k->slots);
}

/* Makes room for `end` slots and the free one behind; those not in use yet are free. */
static bool make_room(struct keyset *k, size_t end)
{
    size_t used = k->end ? k->end + BESIDE : 0, room = end + BESIDE;
    clear(k, used, room < k->room ? room : k->room);   /* what an earlier use left */
    if (room <= k->room)
        return true;
    struct keyset_slot *bigger = pages_grow(k->slots, k->room * sizeof *bigger, room * sizeof *bigger);
    if (!bigger)
        return false;
    k->slots = bigger;
    k->room = room;
    return true;
}

bool keyset_reset(struct keyset *k, size_t expected)
{
    size_t home = expected + expected / 2;
    if (home < LEAST)
        home = LEAST;
    k->n = k->end = 0;
    if (home + SPARE + BESIDE > k->room)
        keyset_release(k);
    if (!make_room(k, home + SPARE))
        return false;
    k->end = home + SPARE;
    set_home(k, home);
    return true;
}

void keyset_release(struct keyset *k)
{
    pages_free(k->slots, k->room * sizeof *k->slots);
    *k = (struct keyset){ .most = k->most };
}

/* ---- asking ---- */

size_t keyset_seek(const struct keyset *k, struct key key, struct place *place)
{
    struct keyset_slot slot = slot_of(key, (struct place){ 0 });
    size_t at = position_from(k, home_of(k, high_of(&slot)), &slot);
    *place = holds(k, at, &slot) ? k->slots[at].place : (struct place){ 0 };
    return at;
}

bool keyset_find(const struct keyset *k, struct key key, struct place *place)
{
    struct place there;
    keyset_seek(k, key, &there);
    if (!there.article)
        return false;
    *place = there;
    return true;
}

/* ---- growing ---- */

/* Moves the keys, in order, to the end of the first `end` slots. Returns where they
 * begin. Free slots are copied, too, and overwritten: a branch on them would be
 * mispredicted too often. */
static size_t pack(struct keyset *k, size_t end)
{
    size_t to = end;
    for (size_t i = k->end; i-- > 0;) {
        k->slots[to - 1] = k->slots[i];
        to -= k->slots[i].place.article != 0;
    }
    return to;
}

/* Takes packed keys back to their homes, or right behind the one before: they
 * come in order, and none overtakes those that are still packed. */
static void spread(struct keyset *k, size_t from, size_t end)
{
    size_t next = 0;
    memset(k->slots, 0, (from < k->end ? from : k->end) * sizeof *k->slots);
    for (size_t i = from; i < end; i++) {
        struct keyset_slot slot = k->slots[i];
        size_t at = home_of(k, high_of(&slot));
        at = at < next ? next : at;
        k->slots[i] = (struct keyset_slot){ 0 };
        k->slots[at] = slot;
        next = at + 1;
    }
}

static size_t next_home(const struct keyset *k)
{
    size_t least = k->home + k->home / 10 + 1, home = k->home + k->home / 4 * filling_of(k)->grow / 25;
    if (k->most && home > k->most / sizeof *k->slots)
        home = k->most / sizeof *k->slots;
    return home > least ? home : least;
}

/* Spreads the same keys over more home slots. Done in place, so that growing takes no
 * more memory than the grown table. The spare slots still suffice: with more homes a
 * key's own is no nearer to the last one, so none ends up further behind that. */
static bool grow_home(struct keyset *k)
{
    size_t home = next_home(k), end = home + (k->end - k->home);
    if (!make_room(k, end))
        return false;
    size_t from = pack(k, end);
    set_home(k, home);
    spread(k, from, end);
    k->end = end;
    return true;
}

/* Makes room for one more key: home slots when these are full, and spare ones behind
 * them when the last of those is taken. */
static bool grow(struct keyset *k)
{
    if (k->n >= k->full && !grow_home(k))
        return false;
    if (!k->slots[k->end - 1].place.article)
        return true;
    size_t end = k->end + (k->end - k->home);
    if (!make_room(k, end))
        return false;
    k->end = end;
    return true;
}

/* ---- adding ---- */

/* Puts slot there, and what stands there and behind it one further, up to the next
 * free slot. */
static void insert_at(struct keyset *k, size_t at, struct keyset_slot slot)
{
    struct keyset_slot *to = &k->slots[at], before;
    do {
        before = *to;
        *to++ = slot;
        slot = before;
    } while (before.place.article);
    k->n++;
}

/* Where to begin a search: at the hint `at` if the slot before it holds a smaller key,
 * as then all from the key's home up to there do; else at the home. */
static size_t start_of(const struct keyset *k, size_t at, uint64_t high)
{
    size_t home = home_of(k, high);
    return at > home && at < k->end && high_of(&k->slots[at - 1]) > high ? at : home;
}

int keyset_add_at(struct keyset *k, size_t at, struct key key, struct place *place)
{
    struct keyset_slot slot = slot_of(key, *place);
    at = position_from(k, start_of(k, at, high_of(&slot)), &slot);
    if (holds(k, at, &slot)) {
        *place = k->slots[at].place;
        return 0;
    }
    if (k->n >= k->full || k->slots[k->end - 1].place.article) {
        if (!grow(k))
            return -1;
        at = position_from(k, home_of(k, high_of(&slot)), &slot);
    }
    insert_at(k, at, slot);
    return 1;
}

int keyset_add(struct keyset *k, struct key key, struct place *place)
{
    return keyset_add_at(k, 0, key, place);
}

void keyset_prefetch(const struct keyset *k, struct key key)
{
    const struct keyset_slot *home = &k->slots[home_of(k, ~key.hi)];
    __builtin_prefetch(home);
    __builtin_prefetch(home + AHEAD);       /* never beyond the table: spare slots follow the last home */
    __builtin_prefetch(home + 2 * AHEAD);   /* adding moves what stands up to the next free slot: 0.98 of a run's time */
}

bool keyset_next(const struct keyset *k, size_t *at, struct key *key, struct place *place)
{
    while (*at < k->end && !k->slots[*at].place.article)
        ++*at;
    if (*at == k->end)
        return false;
    const struct keyset_slot *slot = &k->slots[(*at)++];
    *key = (struct key){ ~high_of(slot), (uint64_t)~slot->low << 32 };
    *place = slot->place;
    return true;
}

size_t keyset_memory(const struct keyset *k)
{
    return k->room * sizeof *k->slots;
}

size_t keyset_memory_with(const struct keyset *k, size_t more)
{
    size_t slots = k->n + more <= k->full ? 0 : next_home(k) + (k->end - k->home) + BESIDE;
    return (slots > k->room ? slots : k->room) * sizeof *k->slots;
}
