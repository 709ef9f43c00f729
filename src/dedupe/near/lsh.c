/* DESIGN. A key's first 38 bits count: SHARD_BITS choose the shard, the next 32
 * are its tag there. In files a pair is a key of a run (keyrun.h), so that runs
 * of keys are written, merged and found as those of paragraphs are:
 *
 *     hi    the shard and the tag
 *     lo    the article, above two bits for its sides; no place
 *
 * Of a tag and side, a table holds the first `most` articles that came since the last
 * spill, and a run the first `most` of its time, merged runs too (is_kept). So files
 * and table together have the first `most` of all. */
#include "dedupe/near/lsh.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/pages.h"
#include "dedupe/keys/spill.h"

enum { SHARD_BITS = 6, SHARDS = 1 << SHARD_BITS, FIRST_ROOM = 256, SIDES = LSH_FIRST | LSH_SECOND };

/* article: its number << 2 | its sides; 0: a free slot. */
struct pair {
    uint32_t tag, article;
};

struct shard {
    struct pair *pairs;
    size_t room, n;
};

/* How many articles of a key were met, for each side. */
struct tally {
    uint64_t key;
    unsigned most, first, second;
};

struct lsh {
    struct shard shards[SHARDS];
    size_t tables;              /* bytes of them */
    unsigned most;
    struct spill *spill;        /* NULL: all is in memory */
    struct tally merged;        /* of the key that a merge has come to */
};

struct lsh *lsh_new(unsigned most)
{
    struct lsh *l = calloc(1, sizeof *l);
    if (l)
        l->most = most;
    return l;
}

static void empty_tables(struct lsh *l)
{
    for (size_t i = 0; i < SHARDS; i++)
        pages_free(l->shards[i].pairs, l->shards[i].room * sizeof *l->shards[i].pairs);
    memset(l->shards, 0, sizeof l->shards);
    l->tables = 0;
}

void lsh_free(struct lsh *l)
{
    if (!l)
        return;
    empty_tables(l);
    spill_free(l->spill);
    free(l);
}

static size_t shard_of(uint64_t key)
{
    return (size_t)(key >> (64 - SHARD_BITS));
}

static uint32_t tag_of(uint64_t key)
{
    return (uint32_t)(key >> (32 - SHARD_BITS));
}

static uint64_t key_in_files(size_t shard, uint32_t tag)
{
    return (uint64_t)shard << (64 - SHARD_BITS) | (uint64_t)tag << (32 - SHARD_BITS);
}

/* Of the tag alone, so that a table can grow without the keys. */
static size_t home_of(const struct shard *s, uint32_t tag)
{
    return (size_t)((uint64_t)tag * s->room >> 32);
}

static size_t next(const struct shard *s, size_t i)
{
    return i + 1 < s->room ? i + 1 : 0;
}

/* ---- adding ---- */

static void put(struct shard *s, struct pair pair)
{
    size_t i = home_of(s, pair.tag);
    while (s->pairs[i].article)
        i = next(s, i);
    s->pairs[i] = pair;
    s->n++;
}

static bool grow(struct lsh *l, struct shard *s)
{
    struct shard old = *s;
    size_t room = old.room ? old.room + old.room / 2 : FIRST_ROOM;
    struct pair *pairs = pages_grow(NULL, 0, room * sizeof *pairs);
    if (!pairs)
        return false;
    *s = (struct shard){ pairs, room, 0 };
    for (size_t i = 0; i < old.room; i++)
        if (old.pairs[i].article)
            put(s, old.pairs[i]);
    pages_free(old.pairs, old.room * sizeof *pairs);
    l->tables += (room - old.room) * sizeof *pairs;
    return true;
}

/* Which of these sides have room for another article. */
static unsigned open_sides(const struct tally *t, unsigned sides)
{
    return sides & ((t->first < t->most ? LSH_FIRST : 0u) | (t->second < t->most ? LSH_SECOND : 0u));
}

static void count(struct tally *t, unsigned sides)
{
    t->first += sides & LSH_FIRST;
    t->second += (sides & LSH_SECOND) != 0;
}

bool lsh_add(struct lsh *l, uint64_t key, uint32_t article, unsigned sides)
{
    struct shard *s = &l->shards[shard_of(key)];
    struct tally met = { .most = l->most };
    if (s->n * 4 >= s->room * 3 && !grow(l, s))
        return false;
    uint32_t tag = tag_of(key);
    for (size_t i = home_of(s, tag); s->pairs[i].article; i = next(s, i)) {
        if (s->pairs[i].tag != tag)
            continue;
        if (s->pairs[i].article >> 2 == article)
            return true;   /* another of its keys begins alike */
        count(&met, s->pairs[i].article);
    }
    sides = open_sides(&met, sides);
    if (sides)
        put(s, (struct pair){ tag, article << 2 | sides });
    return true;
}

/* ---- finding ---- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int find_in_table(const struct lsh *l, uint64_t key, unsigned side, uint32_t found[LSH_MOST])
{
    const struct shard *s = &l->shards[shard_of(key)];
    uint32_t tag = tag_of(key);
    int n = 0;
    if (s->room == 0)
        return 0;
    for (size_t i = home_of(s, tag); s->pairs[i].article && n < (int)l->most; i = next(s, i))
        if (s->pairs[i].tag == tag && (s->pairs[i].article & side))
            found[n++] = s->pairs[i].article >> 2;
    return n;
}

/* Articles in files are older than those in the table, so they come first. */
int lsh_find(const struct lsh *l, uint64_t key, unsigned side, uint32_t found[LSH_MOST],
             struct copydesk_error *error)
{
    uint32_t newer[LSH_MOST], *table = l->spill ? newer : found;
    int n = find_in_table(l, key, side, table), most = (int)l->most;
    if (!l->spill)
        return n;
    int older = spill_find_tails(l->spill, key_in_files(shard_of(key), tag_of(key)), side, found, most, error);
    if (older < 0)
        return -1;
    for (int i = 0; i < older; i++)
        found[i] >>= 2;
    if (older + n > most)
        qsort(newer, (size_t)n, sizeof *newer, by_number);
    n = older + n > most ? most - older : n;
    memcpy(found + older, newer, (size_t)n * sizeof *newer);
    return older + n;
}

void lsh_prefetch(const struct lsh *l, uint64_t key)
{
    const struct shard *s = &l->shards[shard_of(key)];
    if (s->room)
        __builtin_prefetch(&s->pairs[home_of(s, tag_of(key))]);
}

/* ---- files ---- */

/* For merges: takes over the first `most` of each key and side. */
static bool is_kept(void *payload, size_t run, struct key key, struct place *place)
{
    struct tally *t = payload;
    (void)run, (void)place;
    if (t->key != key.hi)
        *t = (struct tally){ .key = key.hi, .most = t->most };
    unsigned sides = (unsigned)(key.lo >> 32) & SIDES;
    if (!open_sides(t, sides))
        return false;
    count(t, sides);   /* on the other side it may be one too many, which does no harm */
    return true;
}

static int by_tag(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->tag != y->tag)
        return x->tag < y->tag ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

/* Sorts the pairs to the front of the table, which is no hash table any more. */
static void sort_shard(struct shard *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->room; i++)
        if (s->pairs[i].article)
            s->pairs[n++] = s->pairs[i];
    if (n > 1)
        qsort(s->pairs, n, sizeof *s->pairs, by_tag);
}

static enum copydesk_status put_shard(struct lsh *l, size_t number, struct keyrun_writer *w,
                                      struct copydesk_error *error)
{
    struct shard *s = &l->shards[number];
    enum copydesk_status status = COPYDESK_OK;
    sort_shard(s);
    for (size_t i = 0; i < s->n && status == COPYDESK_OK; i++) {
        struct key key = { key_in_files(number, s->pairs[i].tag), (uint64_t)s->pairs[i].article << 32 };
        status = spill_put(l->spill, w, key, (struct place){ 0, 0 }, error);
    }
    return status;
}

static bool make_spill(struct lsh *l, const char *folder, size_t filter)
{
    if (l->spill)
        return true;
    l->spill = spill_new(folder, filter);
    l->merged.most = l->most;
    if (l->spill)
        spill_takes(l->spill, is_kept, &l->merged);
    return l->spill != NULL;
}

enum copydesk_status lsh_spill(struct lsh *l, const char *folder, size_t filter, struct copydesk_error *error)
{
    uint64_t pairs = 0;
    if (!make_spill(l, folder, filter))
        return error_memory(error);
    for (size_t i = 0; i < SHARDS; i++)
        pairs += l->shards[i].n;
    struct keyrun_writer *w = spill_begin(l->spill, pairs, error);
    enum copydesk_status status = w ? COPYDESK_OK : COPYDESK_FAILED;
    for (size_t i = 0; i < SHARDS && status == COPYDESK_OK; i++)
        status = put_shard(l, i, w, error);
    empty_tables(l);
    if (status == COPYDESK_OK) {
        l->merged.key = UINT64_MAX;   /* a merge begins anew; no pair has this key, whose last bits would be 0 */
        return spill_end(l->spill, w, error);
    }
    keyrun_writer_free(w);
    return status;
}

size_t lsh_memory(const struct lsh *l)
{
    return sizeof *l + l->tables + (l->spill ? spill_memory(l->spill) : 0);
}

size_t lsh_tables(const struct lsh *l)
{
    return l->tables;
}

uint64_t lsh_filed(const struct lsh *l)
{
    return l->spill ? spill_bytes(l->spill) : 0;
}
