#include "dedupe/near/align.h"

#include <stdlib.h>

#include "base/array.h"
#include "text/fold.h"
#include "text/words.h"

/* ---- reading ---- */

static bool add_words(struct buf *words, struct slice folded)
{
    struct word word;
    while (words_next(&folded, &word)) {
        uint64_t hash = hash_bytes(word.text);
        buf_add(words, (const char *)&hash, sizeof hash);
    }
    return !words->failed && words->len / sizeof(uint64_t) < UINT32_MAX;
}

bool align_read(struct version *v, const struct para *paras, size_t n, struct arena *arena)
{
    struct buf folded = { 0 }, words = { 0 };
    bool good = n < ALIGN_NONE;
    *v = (struct version){ .paras = paras, .n = (uint32_t)n };
    v->first = arena_take(arena, (n + 1) * sizeof *v->first);
    v->partner = arena_take(arena, (n + 1) * sizeof *v->partner);
    v->moved = arena_take(arena, n + 1);
    for (size_t i = 0; good && !arena->failed && i < n; i++) {
        v->first[i] = (uint32_t)(words.len / sizeof *v->words);
        v->partner[i] = ALIGN_NONE;
        v->moved[i] = 0;
        fold_key(paras[i].text, &folded);
        good = !folded.failed && add_words(&words, buf_slice(&folded));
    }
    v->words = arena_take(arena, words.len + sizeof *v->words);
    good = good && !arena->failed;
    if (good) {
        memcpy(v->words, buf_slice(&words).ptr, words.len);
        v->first[n] = (uint32_t)(words.len / sizeof *v->words);
    }
    buf_release(&folded);
    buf_release(&words);
    return good;
}

/* ---- rows of items, sorted by hash: keys, words, word pairs, each of a paragraph ---- */

struct item {
    uint64_t hash;
    uint32_t at;           /* paragraph */
};

static int by_hash(const void *x, const void *y)
{
    const struct item *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

struct row {
    struct item *items;
    size_t n;
};

/* The end of the items that have the hash of the one at `from`. */
static size_t same_hash(struct row r, size_t from)
{
    size_t to = from;
    while (to < r.n && r.items[to].hash == r.items[from].hash)
        to++;
    return to;
}

/* Moves *i and *j to the next hash that both rows hold. */
static bool meet(struct row a, struct row b, size_t *i, size_t *j)
{
    while (*i < a.n && *j < b.n) {
        uint64_t x = a.items[*i].hash, y = b.items[*j].hash;
        if (x == y)
            return true;
        *i += x < y;
        *j += x > y;
    }
    return false;
}

/* ---- 1. the same key ---- */

static void pair(struct version *a, struct version *b, uint32_t i, uint32_t j)
{
    a->partner[i] = j;
    b->partner[j] = i;
}

static struct row keys_of(const struct version *v)
{
    struct row r = { calloc(v->n + 1u, sizeof *r.items), v->n };
    for (uint32_t i = 0; r.items && i < v->n; i++)
        r.items[i] = (struct item){ v->paras[i].key.lo, i };
    if (r.items)
        qsort(r.items, r.n, sizeof *r.items, by_hash);
    return r;
}

/* Pairs what is the same at the beginning and at the end of both as it stands, even if
 * some of it repeats. */
static void pair_ends(struct version *a, struct version *b)
{
    uint32_t i = 0, n = a->n, m = b->n;
    for (; i < n && i < m && align_same(&a->paras[i], &b->paras[i]); i++)
        pair(a, b, i, i);
    for (; n > i && m > i && align_same(&a->paras[n - 1], &b->paras[m - 1]); n--, m--)
        pair(a, b, n - 1, m - 1);
}

static bool pair_same(struct version *a, struct version *b)
{
    pair_ends(a, b);
    struct row x = keys_of(a), y = keys_of(b);
    for (size_t i = 0, j = 0; x.items && y.items && meet(x, y, &i, &j);) {
        size_t i_end = same_hash(x, i), j_end = same_hash(y, j);
        for (; i < i_end; i++) {
            uint32_t at = x.items[i].at;
            while (j < j_end && b->partner[y.items[j].at] != ALIGN_NONE)
                j++;
            if (j < j_end && a->partner[at] == ALIGN_NONE && align_same(&a->paras[at], &b->paras[y.items[j].at]))
                pair(a, b, at, y.items[j].at);
        }
        j = j_end;
    }
    bool good = x.items && y.items;
    free(x.items);
    free(y.items);
    return good;
}

/* ---- 2. alike ---- */

/* The hash of a word pair. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t two[2] = { a, b };
    return hash_bytes(slice_of((const char *)two, sizeof two));
}

/* How many traits, words and word pairs, a paragraph has. */
static size_t traits_in(const struct version *v, uint32_t i)
{
    size_t n = v->first[i + 1] - v->first[i];
    return n ? 2 * n - 1 : 0;
}

/* The traits of the paragraphs without a partner. */
static struct row traits_of(const struct version *v)
{
    size_t room = 1;
    struct row r = { 0 };
    for (uint32_t i = 0; i < v->n; i++)
        room += v->partner[i] == ALIGN_NONE ? traits_in(v, i) : 0;
    r.items = calloc(room, sizeof *r.items);
    for (uint32_t i = 0; r.items && i < v->n; i++) {
        if (v->partner[i] != ALIGN_NONE)
            continue;
        for (size_t w = v->first[i]; w < v->first[i + 1]; w++) {
            r.items[r.n++] = (struct item){ v->words[w], i };
            if (w + 1 < v->first[i + 1])
                r.items[r.n++] = (struct item){ mix(v->words[w], v->words[w + 1]), i };
        }
    }
    if (r.items)
        qsort(r.items, r.n, sizeof *r.items, by_hash);
    return r;
}

/* Two paragraphs that may be versions of one. */
struct likely {
    uint64_t couple;       /* a's paragraph << 32 | b's */
    uint32_t shared;       /* traits in common */
    uint32_t alike;        /* per mille */
    double apart;          /* how far from each other they stand, 0 to 1 */
};

static int by_couple(const void *x, const void *y)
{
    const struct likely *a = x, *b = y;
    return a->couple < b->couple ? -1 : a->couple > b->couple;
}

static int by_likeness(const void *x, const void *y)
{
    const struct likely *a = x, *b = y;
    if (a->alike != b->alike)
        return a->alike > b->alike ? -1 : 1;
    if (a->apart < b->apart || a->apart > b->apart)
        return a->apart < b->apart ? -1 : 1;
    return by_couple(x, y);
}

struct couples {
    struct likely *list;
    size_t n, room;
    bool failed;
};

static void add_couple(struct couples *c, uint32_t i, uint32_t j)
{
    struct likely *list = array_room(c->list, c->n, &c->room, sizeof *list);
    c->failed = c->failed || !list;
    if (!list)
        return;
    c->list = list;
    c->list[c->n++] = (struct likely){ .couple = (uint64_t)i << 32 | j, .shared = 1 };
}

/* A trait that many paragraphs have tells nothing: one that would make more couples makes
 * none. So there are at most two couples for each trait of the texts. */
enum { COUPLES_OF_TRAIT = 16 };

static struct couples find_couples(struct row x, struct row y)
{
    struct couples c = { 0 };
    for (size_t i = 0, j = 0; !c.failed && meet(x, y, &i, &j);) {
        size_t i_end = same_hash(x, i), j_end = same_hash(y, j);
        if ((i_end - i) <= COUPLES_OF_TRAIT && (i_end - i) * (j_end - j) <= COUPLES_OF_TRAIT)
            for (size_t k = i; k < i_end; k++)
                for (size_t l = j; l < j_end; l++)
                    add_couple(&c, x.items[k].at, y.items[l].at);
        i = i_end;
        j = j_end;
    }
    return c;
}

/* Makes one couple of those that are the same, and counts what they share. */
static void merge_couples(struct couples *c)
{
    size_t n = 0;
    if (c->n > 0)
        qsort(c->list, c->n, sizeof *c->list, by_couple);
    for (size_t i = 0; i < c->n; i++) {
        if (n > 0 && c->list[n - 1].couple == c->list[i].couple)
            c->list[n - 1].shared++;
        else
            c->list[n++] = c->list[i];
    }
    c->n = n;
}

/* Fills out with the traits of one paragraph, sorted; returns how many. */
static size_t sort_traits(const struct version *v, uint32_t at, uint64_t *out)
{
    size_t n = 0;
    for (size_t w = v->first[at]; w < v->first[at + 1]; w++) {
        out[n++] = v->words[w];
        if (w + 1 < v->first[at + 1])
            out[n++] = mix(v->words[w], v->words[w + 1]);
    }
    qsort(out, n, sizeof *out, hash_order);
    return n;
}

/* Of the traits of both, how many per mille are in common. */
static uint32_t measure(const uint64_t *x, size_t n, const uint64_t *y, size_t m)
{
    return (uint32_t)(2000 * hash_common(x, n, y, m) / (n + m));
}

/* Fills alike and apart of all couples. */
static bool measure_couples(const struct version *a, const struct version *b, struct couples *c)
{
    size_t most = 1;
    for (uint32_t i = 0; i < a->n; i++)
        most = traits_in(a, i) > most ? traits_in(a, i) : most;
    for (uint32_t i = 0; i < b->n; i++)
        most = traits_in(b, i) > most ? traits_in(b, i) : most;
    uint64_t *x = calloc(most, sizeof *x), *y = calloc(most, sizeof *y);
    uint32_t last = ALIGN_NONE;
    size_t n = 0;
    for (size_t k = 0; x && y && k < c->n; k++) {
        struct likely *l = &c->list[k];
        uint32_t i = (uint32_t)(l->couple >> 32), j = (uint32_t)l->couple;
        if (i != last)
            n = sort_traits(a, i, x);
        last = i;
        l->alike = measure(x, n, y, sort_traits(b, j, y));
        double apart = (double)i / (double)a->n - (double)j / (double)b->n;
        l->apart = apart < 0 ? -apart : apart;
    }
    bool good = x && y;
    free(x);
    free(y);
    return good;
}

/* Leaves out couples that share less than one trait in twenty, or of which one is too much
 * longer to be alike: so the work of measuring the others grows with the traits alone. */
static void leave_out_unlikely(const struct version *a, const struct version *b, struct couples *c)
{
    size_t n = 0;
    for (size_t k = 0; k < c->n; k++) {
        size_t x = traits_in(a, (uint32_t)(c->list[k].couple >> 32)), y = traits_in(b, (uint32_t)c->list[k].couple);
        if (c->list[k].shared * 20u >= x && 200 * (x < y ? x : y) >= ALIGN_ALIKE * (x + y))
            c->list[n++] = c->list[k];
    }
    c->n = n;
}

static bool pair_alike(struct version *a, struct version *b)
{
    struct row x = traits_of(a), y = traits_of(b);
    struct couples c = { .failed = !x.items || !y.items };
    if (!c.failed)
        c = find_couples(x, y);
    free(x.items);
    free(y.items);
    merge_couples(&c);
    leave_out_unlikely(a, b, &c);
    bool good = !c.failed && measure_couples(a, b, &c);
    if (good && c.n > 0)
        qsort(c.list, c.n, sizeof *c.list, by_likeness);
    for (size_t k = 0; good && k < c.n && c.list[k].alike >= 10 * ALIGN_ALIKE; k++) {
        uint32_t i = (uint32_t)(c.list[k].couple >> 32), j = (uint32_t)c.list[k].couple;
        if (a->partner[i] == ALIGN_NONE && b->partner[j] == ALIGN_NONE)
            pair(a, b, i, j);
    }
    free(c.list);
    return good;
}

/* ---- 3. what moved ---- */

/* Chains: pairs in the same order in both versions, each named by the paragraph of a with
 * which it ends. */
struct chains {
    uint64_t *weight;      /* [a.n]: words of the heaviest chain that ends with this one */
    uint32_t *before;      /* [a.n]: the one before it in that chain, or ALIGN_NONE */
    uint32_t *best;        /* [b.n + 1]: a Fenwick tree of maxima: the heaviest chain that ends before place j of b */
};

/* The heavier of two chains, the first when they weigh the same; either may be ALIGN_NONE. */
static uint32_t heavier(const struct chains *c, uint32_t i, uint32_t k)
{
    if (i == ALIGN_NONE || k == ALIGN_NONE)
        return i == ALIGN_NONE ? k : i;
    return c->weight[k] > c->weight[i] ? k : i;
}

/* Fills c; returns the end of the heaviest chain of all, or ALIGN_NONE. */
static uint32_t find_chains(struct chains *c, const struct version *a, const struct version *b)
{
    uint32_t end = ALIGN_NONE;
    for (uint32_t i = 0; i < a->n; i++) {
        uint32_t j = a->partner[i];
        if (j == ALIGN_NONE)
            continue;
        c->before[i] = ALIGN_NONE;
        for (uint32_t k = j; k > 0; k -= k & (~k + 1))
            c->before[i] = heavier(c, c->before[i], c->best[k]);
        c->weight[i] = 1u + a->first[i + 1] - a->first[i];
        if (c->before[i] != ALIGN_NONE)
            c->weight[i] += c->weight[c->before[i]];
        for (uint32_t k = j + 1; k <= b->n; k += k & (~k + 1))
            c->best[k] = heavier(c, c->best[k], i);
        end = heavier(c, end, i);
    }
    return end;
}

static bool mark_moved(struct version *a, struct version *b)
{
    struct chains c = { calloc(a->n + 1u, sizeof *c.weight), calloc(a->n + 1u, sizeof *c.before),
                        calloc(b->n + 1u, sizeof *c.best) };
    bool good = c.weight && c.before && c.best;
    if (good) {
        memset(c.best, 0xFF, (b->n + 1u) * sizeof *c.best);
        for (uint32_t i = 0; i < a->n; i++)
            a->moved[i] = a->partner[i] != ALIGN_NONE;
        for (uint32_t i = find_chains(&c, a, b); i != ALIGN_NONE; i = c.before[i])
            a->moved[i] = 0;
        for (uint32_t j = 0; j < b->n; j++)
            b->moved[j] = b->partner[j] != ALIGN_NONE && a->moved[b->partner[j]];
    }
    free(c.weight);
    free(c.before);
    free(c.best);
    return good;
}

bool align_pair(struct version *a, struct version *b)
{
    return pair_same(a, b) && pair_alike(a, b) && mark_moved(a, b);
}
