#include "dedupe/near/near.h"

#include <stdlib.h>

#include "base/error.h"
#include "dedupe/near/near_choose.h"
#include "dedupe/near/spans.h"
#include "dedupe/near/stock.h"

struct kept {
    uint64_t offset;         /* of its coded set among the texts */
    uint32_t size;           /* bytes of the coded set */
    uint16_t samples;
    uint8_t level;           /* one shingle of 2^level is sampled */
};

struct near {
    struct near_rules rules;
    struct stock stock;      /* its entries are struct kept */
    uint32_t n;              /* kept articles */
    /* scratch of the turn */
    struct near_chooser chooser;
    struct buf bytes;
    struct shingles other;
    struct spans spans;
};

struct near *near_new(const struct near_rules *rules, struct budget budget)
{
    struct near *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    n->rules = *rules;
    n->other.with_lines = rules->spans;
    if (stock_init(&n->stock, budget, NEAR_WORN))
        return n;
    near_free(n);
    return NULL;
}

void near_free(struct near *n)
{
    if (!n)
        return;
    stock_release(&n->stock);
    near_chooser_release(&n->chooser);
    buf_release(&n->bytes);
    shingles_release(&n->other);
    spans_release(&n->spans);
    free(n);
}

/* ---- outside the turn ---- */

bool near_prepare(const struct near_rules *rules, struct shingles *scratch,
                  const struct para *paras, size_t n_paras, struct near_text *text)
{
    scratch->with_lines = rules->spans;
    if (!shingles_make(scratch, paras, n_paras, &text->set))
        return false;
    near_make_bands(rules, text);
    return true;
}

void near_make_bands(const struct near_rules *rules, struct near_text *text)
{
    struct minhash m;
    if (text->set.n < NEAR_LEAST)
        return;
    minhash_make(&m, text->set.hashes, text->set.n);
    minhash_bands(&m, rules->bands, text->bands);
}

const struct near_text *near_copy(const struct near_text *text, struct arena *arena)
{
    struct near_text *to = arena_take(arena, sizeof *to);
    const struct shingle_set *set = shingles_copy(&text->set, arena);
    if (!to || !set)
        return NULL;
    *to = *text;
    to->set = *set;
    return to;
}

/* ---- candidates ---- */

/* Prefetches what all look-ups of text will touch. */
static void prefetch(const struct near *n, const struct near_text *text)
{
    struct near_keys keys = near_keys_of(&n->rules, text);
    for (uint64_t key; near_next_key(&keys, &key);)
        lsh_prefetch(n->stock.index, key);
}

static int shelf_find(void *self, uint64_t key, unsigned side, uint32_t found[NEAR_WORN],
                      struct copydesk_error *error)
{
    const struct near *n = self;
    return lsh_find(n->stock.index, key, side, found, error);
}

static bool shelf_about(void *self, uint32_t article, struct near_about *about, struct copydesk_error *error)
{
    struct kept k;
    const struct near *n = self;
    if (stock_entry(&n->stock, article, &k, sizeof k, error) != COPYDESK_OK)
        return false;
    *about = (struct near_about){ k.level, k.samples };
    return true;
}

/* ---- the comparison ---- */

/* Reads the set of a kept article back. */
static bool read_kept(struct near *n, uint32_t article, struct shingle_set *set, struct copydesk_error *error)
{
    struct kept k;
    if (stock_entry(&n->stock, article, &k, sizeof k, error) != COPYDESK_OK
        || stock_get(&n->stock, k.offset, k.size, &n->bytes, error) != COPYDESK_OK)
        return false;
    if (shingles_decode(&n->other, buf_slice(&n->bytes), set))
        return true;
    error_memory(error);
    return false;
}

/* Fills match with the kept article's id, and the spans when they are wanted. 1, or -1: failed. */
static int show(struct near *n, const struct near_text *text, uint32_t article,
                struct near_match *match, struct copydesk_error *error)
{
    struct shingle_set other;
    if (stock_id(&n->stock, article + 1, &match->id, error) != COPYDESK_OK)
        return -1;
    if (!n->rules.spans)
        return 1;
    if (!read_kept(n, article, &other, error))
        return -1;
    if (!spans_find(&n->spans, &text->set, &other)) {
        error_memory(error);
        return -1;
    }
    match->spans = n->spans.at;
    match->n_spans = n->spans.n;
    return 1;
}

int near_find(struct near *n, const struct near_text *text, enum near_side side,
              struct near_match *match, struct copydesk_error *error)
{
    struct near_candidate list[NEAR_LOOKS];
    const struct near_shelf shelf = { n, shelf_find, shelf_about };
    struct near_match best = { .jaccard = 0 };
    uint32_t article = 0;
    bool any = false;
    if (text->set.n < NEAR_LEAST)
        return 0;
    prefetch(n, text);
    int chosen = near_choose(&n->chooser, &shelf, &n->rules, text, side, list, error);
    for (int i = 0; i < chosen; i++) {
        struct near_match m = { .jaccard = 0 };
        struct shingle_set other;
        if (!read_kept(n, list[i].article, &other, error))
            return -1;
        int near = near_compare(&n->chooser, &n->rules, &text->set, &other, &m, error);
        if (near < 0)
            return -1;
        if (!near)
            continue;
        if (any && !near_is_nearer(&m, &best) && (near_is_nearer(&best, &m) || article < list[i].article))
            continue;
        best = m;
        article = list[i].article;
        any = true;
    }
    *match = best;
    match->kept = article;
    return chosen < 0 ? -1 : any ? show(n, text, article, match, error) : 0;
}

/* ---- keeping ---- */

/* Files the next article under all its keys. */
static bool file_all(struct near *n, const struct near_text *text, struct kept *k, unsigned sides)
{
    struct near_keys keys = near_keys_of(&n->rules, text);
    for (uint64_t key; near_next_key(&keys, &key);)
        if (!lsh_add(n->stock.index, key, n->n, sides))
            return false;
    k->level = (uint8_t)keys.level;
    k->samples = keys.samples;
    return true;
}

enum copydesk_status near_keep(struct near *n, struct slice id, const struct near_text *text,
                               unsigned sides, struct copydesk_error *error)
{
    if (text->set.n < NEAR_LEAST)
        return COPYDESK_OK;
    if (n->n == LSH_ARTICLES)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "more articles than near-duplicates are looked for in; clean them in parts");
    struct kept k = { .offset = n->stock.texts.end, .size = (uint32_t)text->set.coded.len };
    if (!ids_add(&n->stock.ids, id) || !file_all(n, text, &k, sides))
        return error_memory(error);
    n->n++;
    enum copydesk_status status = stock_add(&n->stock, &k, sizeof k, error);
    if (status == COPYDESK_OK)
        status = stock_put(&n->stock, text->set.coded, error);
    return status == COPYDESK_OK ? stock_keep_cap(&n->stock, error) : status;
}

struct budget_used near_used(const struct near *n)
{
    return stock_used(&n->stock);
}

uint32_t near_count(const struct near *n)
{
    return n->n;
}

bool near_get(struct near *n, uint32_t kept, struct near_text *text, struct copydesk_error *error)
{
    if (!read_kept(n, kept, &text->set, error))
        return false;
    text->set.coded = buf_slice(&n->bytes);
    near_make_bands(&n->rules, text);
    return true;
}
