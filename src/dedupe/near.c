#include "dedupe/near.h"

#include <stdlib.h>

#include "base/error.h"
#include "dedupe/lsh.h"
#include "dedupe/spans.h"
#include "dedupe/spool.h"

enum {
    SAMPLE_LEVEL = 3,        /* one shingle of 2^3 is a sample; of 30 that are shared 98 % give one */
    SAMPLED_WHOLE = 1024,    /* shingles; of more than these the samples grow rarer, so that there are 64 to 128 */
    SAMPLE_LEVELS = SHINGLE_BITS,
    LOOKS = 32               /* candidates compared at most, the likeliest first */
};

struct kept {
    uint64_t offset;         /* of its coded set in the spool */
    struct slice id;
    uint32_t size;           /* bytes of the coded set */
    uint16_t samples;
    uint8_t level;           /* one shingle of 2^level is sampled */
};

/* An article that shares bands or samples with the one at hand. */
struct candidate {
    uint32_t article, samples, bands;
};

struct near {
    struct near_rules rules;
    struct lsh *lsh;
    struct spool spool;
    struct arena ids;
    struct kept *kept;
    size_t n, room;
    /* scratch of the turn */
    uint32_t *found;         /* kept articles: of a sample << 1, of a band << 1 | 1 */
    size_t n_found, found_room;
    struct buf bytes;
    struct shingles other;
    struct spans spans;
};

struct near *near_new(const struct near_rules *rules)
{
    struct near *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    n->rules = *rules;
    n->other.with_lines = rules->spans;
    spool_init(&n->spool);
    n->lsh = lsh_new();
    if (!n->lsh) {
        near_free(n);
        return NULL;
    }
    return n;
}

void near_free(struct near *n)
{
    if (!n)
        return;
    lsh_free(n->lsh);
    spool_release(&n->spool);
    arena_release(&n->ids);
    free(n->kept);
    free(n->found);
    buf_release(&n->bytes);
    shingles_release(&n->other);
    spans_release(&n->spans);
    free(n);
}

/* ---- not in turn ---- */

bool near_prepare(const struct near_rules *rules, struct shingles *scratch,
                  const struct para *paras, size_t n_paras, struct near_text *text)
{
    struct minhash m;
    scratch->with_lines = rules->spans;
    if (!shingles_make(scratch, paras, n_paras, &text->set))
        return false;
    if (text->set.n < NEAR_LEAST)
        return true;
    minhash_make(&m, text->set.hashes, text->set.n);
    minhash_bands(&m, rules->bands, text->bands);
    return true;
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

/* ---- samples ---- */

static unsigned sample_level(size_t n)
{
    unsigned level = SAMPLE_LEVEL;
    for (; n > SAMPLED_WHOLE; n /= 2)
        level++;
    return level;
}

static bool is_sample(uint64_t hash, unsigned level)
{
    return (hash & ((UINT64_C(1) << level) - 1)) == 0;
}

static uint64_t sample_key(uint64_t hash)
{
    return shingle_mix(hash);   /* bands have mixed keys of their own */
}

/* ---- candidates ---- */

static void fetch(const struct near *n, const struct near_text *text, unsigned level)
{
    for (unsigned b = 0; b < n->rules.bands; b++)
        lsh_prefetch(n->lsh, text->bands[b]);
    for (size_t i = 0; i < text->set.n; i++)
        if (is_sample(text->set.hashes[i], level))
            lsh_prefetch(n->lsh, sample_key(text->set.hashes[i]));
}

/* Looks one key up. False when memory is short; *worn when the key is. */
static bool look_up(struct near *n, uint64_t key, unsigned side, uint32_t band, bool *worn)
{
    if (n->found_room - n->n_found < LSH_MOST) {
        size_t room = n->found_room ? n->found_room * 2 : 1024;
        uint32_t *more = reallocarray(n->found, room, sizeof *more);
        if (!more)
            return false;
        n->found = more;
        n->found_room = room;
    }
    uint32_t *to = n->found + n->n_found;
    size_t count = lsh_find(n->lsh, key, side, to);
    *worn = count == LSH_MOST;
    for (size_t i = 0; i < count && !*worn; i++)
        to[i] = to[i] << 1 | band;
    n->n_found += *worn ? 0 : count;
    return true;
}

/* Looks everything up. samples[l] becomes how many samples of level l text has
 * that are not worn. */
static bool look_all_up(struct near *n, const struct near_text *text, unsigned side,
                        unsigned samples[SAMPLE_LEVELS + 1])
{
    bool worn;
    unsigned level = sample_level(text->set.n);
    fetch(n, text, level);
    n->n_found = 0;
    for (unsigned b = 0; b < n->rules.bands; b++)
        if (!look_up(n, text->bands[b], side, 1, &worn))
            return false;
    for (size_t i = 0; i < text->set.n; i++) {
        uint64_t hash = text->set.hashes[i];
        if (!is_sample(hash, level))
            continue;
        if (!look_up(n, sample_key(hash), side, 0, &worn))
            return false;
        for (unsigned l = level; !worn && l <= SAMPLE_LEVELS && is_sample(hash, l); l++)
            samples[l]++;
    }
    return true;
}

static int by_article(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Is it worth a look? A pair that is near shares two thirds of the smaller set
 * or more (Jaccard 0.5 of equal sets), so of the samples that both could have
 * about as many; less than three tenths of 16 is met once in 10^3. */
static bool is_likely(const struct near *n, const struct candidate *c, unsigned level,
                      const unsigned *samples)
{
    const struct kept *k = &n->kept[c->article];
    unsigned common = level > k->level ? level : k->level;
    unsigned mine = samples[common], theirs = (unsigned)k->samples >> (common - k->level);
    unsigned least = mine < theirs ? mine : theirs;
    return c->bands > 0 || (c->samples > 0 && c->samples * 10 >= least * 3);
}

static bool likelier(const struct candidate *a, const struct candidate *b)
{
    unsigned x = a->samples + a->bands, y = b->samples + b->bands;
    return x != y ? x > y : a->article < b->article;
}

/* Puts c in its place among the likeliest, or nowhere. */
static size_t rank(struct candidate *list, size_t n, struct candidate c)
{
    if (n == LOOKS && !likelier(&c, &list[n - 1]))
        return n;
    size_t at = n < LOOKS ? n : n - 1;
    for (; at > 0 && likelier(&c, &list[at - 1]); at--)
        list[at] = list[at - 1];
    list[at] = c;
    return n < LOOKS ? n + 1 : n;
}

/* The likeliest of what was found. */
static size_t choose(struct near *n, unsigned level, const unsigned *samples,
                     struct candidate list[LOOKS])
{
    size_t chosen = 0;
    if (n->n_found)
        qsort(n->found, n->n_found, sizeof *n->found, by_article);
    for (size_t i = 0; i < n->n_found;) {
        struct candidate c = { .article = n->found[i] >> 1 };
        for (; i < n->n_found && n->found[i] >> 1 == c.article; i++) {
            c.bands += n->found[i] & 1;
            c.samples += !(n->found[i] & 1);
        }
        if (is_likely(n, &c, level, samples))
            chosen = rank(list, chosen, c);
    }
    return chosen;
}

/* ---- the comparison ---- */

/* Both are full of numbers, and of the fewer ones less than half are the other's. */
static bool one_template(const struct shingle_set *a, const struct shingle_set *b)
{
    const struct shingle_set *less = a->n_numbers < b->n_numbers ? a : b;
    return less->n_numbers >= NEAR_NUMBERS && less->n_numbers * NEAR_WORDS >= less->n
        && shingles_shared(a->numbers, a->n_numbers, b->numbers, b->n_numbers) * 2 < less->n_numbers;
}

static bool compare(const struct near_rules *rules, const struct shingle_set *a,
                    const struct shingle_set *b, struct near_match *match)
{
    size_t shared = shingles_shared(a->hashes, a->n, b->hashes, b->n);
    size_t smaller = a->n < b->n ? a->n : b->n, either = a->n + b->n - shared;
    match->jaccard = (unsigned)(shared * 1000 / either);
    match->containment = (unsigned)(shared * 1000 / smaller);
    return (match->jaccard >= rules->jaccard || match->containment >= rules->containment)
        && !one_template(a, b);
}

static bool nearer(const struct near_match *a, const struct near_match *b)
{
    return a->jaccard != b->jaccard ? a->jaccard > b->jaccard : a->containment > b->containment;
}

/* Reads the set of a kept article back. */
static bool read_kept(struct near *n, uint32_t article, struct shingle_set *set, struct copydesk_error *error)
{
    const struct kept *k = &n->kept[article];
    buf_clear(&n->bytes);
    if (spool_get(&n->spool, k->offset, k->size, &n->bytes, error) != COPYDESK_OK)
        return false;
    if (shingles_decode(&n->other, buf_slice(&n->bytes), set))
        return true;
    error_memory(error);
    return false;
}

static int show_spans(struct near *n, const struct near_text *text, uint32_t article,
                      struct near_match *match, struct copydesk_error *error)
{
    struct shingle_set other;
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
    struct candidate list[LOOKS];
    unsigned samples[SAMPLE_LEVELS + 1] = { 0 };
    struct near_match best = { .jaccard = 0 };
    uint32_t article = 0;
    bool any = false;
    if (text->set.n < NEAR_LEAST)
        return 0;
    if (!look_all_up(n, text, (unsigned)side, samples)) {
        error_memory(error);
        return -1;
    }
    size_t chosen = choose(n, sample_level(text->set.n), samples, list);
    for (size_t i = 0; i < chosen; i++) {
        struct near_match m = { .id = n->kept[list[i].article].id };
        struct shingle_set other;
        if (!read_kept(n, list[i].article, &other, error))
            return -1;
        if (!compare(&n->rules, &text->set, &other, &m))
            continue;
        if (any && !nearer(&m, &best) && (nearer(&best, &m) || article < list[i].article))
            continue;
        best = m;
        article = list[i].article;
        any = true;
    }
    *match = best;
    return any ? show_spans(n, text, article, match, error) : 0;
}

/* ---- keeping ---- */

static struct kept *new_kept(struct near *n)
{
    if (n->n == n->room) {
        size_t room = n->room ? n->room + n->room / 2 : 1024;
        struct kept *more = reallocarray(n->kept, room, sizeof *more);
        if (!more)
            return NULL;
        n->kept = more;
        n->room = room;
    }
    return &n->kept[n->n];
}

static bool file_all(struct near *n, const struct near_text *text, struct kept *k, unsigned sides)
{
    uint32_t article = (uint32_t)n->n;
    for (unsigned b = 0; b < n->rules.bands; b++)
        if (!lsh_add(n->lsh, text->bands[b], article, sides))
            return false;
    for (size_t i = 0; i < text->set.n; i++) {
        if (!is_sample(text->set.hashes[i], k->level))
            continue;
        if (!lsh_add(n->lsh, sample_key(text->set.hashes[i]), article, sides))
            return false;
        k->samples += k->samples < UINT16_MAX;
    }
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
    struct kept *k = new_kept(n);
    if (!k)
        return error_memory(error);
    *k = (struct kept){ .offset = spool_size(&n->spool), .id = arena_copy(&n->ids, id),
                        .size = (uint32_t)text->set.coded.len,
                        .level = (uint8_t)sample_level(text->set.n) };
    if (n->ids.failed || !file_all(n, text, k, sides))
        return error_memory(error);
    n->n++;
    return spool_put(&n->spool, text->set.coded, error);
}

size_t near_memory(const struct near *n)
{
    return lsh_memory(n->lsh) + n->room * sizeof *n->kept;
}

uint64_t near_spooled(const struct near *n)
{
    return spool_size(&n->spool);
}
