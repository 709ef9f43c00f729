#include "dedupe/lsh.h"

#include <stdlib.h>

enum { SHARD_BITS = 6, SHARDS = 1 << SHARD_BITS, FIRST_ROOM = 256 };

/* article holds its number above two bits for the sides; 0: a free slot */
struct pair {
    uint32_t tag, article;
};

struct shard {
    struct pair *pairs;
    size_t room, n;
};

struct lsh {
    struct shard shards[SHARDS];
};

struct lsh *lsh_new(void)
{
    return calloc(1, sizeof(struct lsh));
}

void lsh_free(struct lsh *l)
{
    for (size_t i = 0; l && i < SHARDS; i++)
        free(l->shards[i].pairs);
    free(l);
}

/* A key's first bits choose the shard, the next 32 are its tag, and the tag
 * its home slot: a table that grows needs no more than the tags. */
static size_t shard_of(uint64_t key)
{
    return (size_t)(key >> (64 - SHARD_BITS));
}

static uint32_t tag_of(uint64_t key)
{
    return (uint32_t)(key >> (32 - SHARD_BITS));
}

static size_t home_of(const struct shard *s, uint32_t tag)
{
    return (size_t)((uint64_t)tag * s->room >> 32);
}

static size_t next(const struct shard *s, size_t i)
{
    return i + 1 < s->room ? i + 1 : 0;
}

static void put(struct shard *s, struct pair pair)
{
    size_t i = home_of(s, pair.tag);
    while (s->pairs[i].article)
        i = next(s, i);
    s->pairs[i] = pair;
    s->n++;
}

static bool grow(struct shard *s)
{
    struct shard old = *s;
    size_t room = old.room ? old.room + old.room / 2 : FIRST_ROOM;
    struct pair *pairs = calloc(room, sizeof *pairs);
    if (!pairs)
        return false;
    *s = (struct shard){ pairs, room, 0 };
    for (size_t i = 0; i < old.room; i++)
        if (old.pairs[i].article)
            put(s, old.pairs[i]);
    free(old.pairs);
    return true;
}

bool lsh_add(struct lsh *l, uint64_t key, uint32_t article, unsigned sides)
{
    struct shard *s = &l->shards[shard_of(key)];
    unsigned first = 0, second = 0;
    if (s->n * 4 >= s->room * 3 && !grow(s))
        return false;
    uint32_t tag = tag_of(key);
    for (size_t i = home_of(s, tag); s->pairs[i].article; i = next(s, i)) {
        if (s->pairs[i].tag != tag)
            continue;
        first += s->pairs[i].article & LSH_FIRST;
        second += (s->pairs[i].article & LSH_SECOND) != 0;
    }
    sides &= (first < LSH_MOST ? LSH_FIRST : 0u) | (second < LSH_MOST ? LSH_SECOND : 0u);
    if (sides)
        put(s, (struct pair){ tag, article << 2 | sides });
    return true;
}

size_t lsh_find(const struct lsh *l, uint64_t key, unsigned side, uint32_t found[LSH_MOST])
{
    const struct shard *s = &l->shards[shard_of(key)];
    uint32_t tag = tag_of(key);
    size_t n = 0;
    if (s->room == 0)
        return 0;
    for (size_t i = home_of(s, tag); s->pairs[i].article && n < LSH_MOST; i = next(s, i))
        if (s->pairs[i].tag == tag && (s->pairs[i].article & side))
            found[n++] = s->pairs[i].article >> 2;
    return n;
}

void lsh_prefetch(const struct lsh *l, uint64_t key)
{
    const struct shard *s = &l->shards[shard_of(key)];
    if (s->room)
        __builtin_prefetch(&s->pairs[home_of(s, tag_of(key))]);
}

size_t lsh_memory(const struct lsh *l)
{
    size_t bytes = sizeof *l;
    for (size_t i = 0; i < SHARDS; i++)
        bytes += l->shards[i].room * sizeof(struct pair);
    return bytes;
}
