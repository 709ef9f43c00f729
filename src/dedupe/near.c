#include "dedupe/near.h"

#include <stdlib.h>

#include "base/error.h"
#include "dedupe/chunks.h"
#include "dedupe/ids.h"
#include "dedupe/lsh.h"
#include "dedupe/spans.h"
#include "dedupe/spool.h"

enum {
    SAMPLE_LEVEL = 3,        /* one shingle of 2^3 is a sample; of 30 that are shared 98 % give one */
    SAMPLED_WHOLE = 1024,    /* shingles; of more than these the samples grow rarer, so that there are 64 to 128 */
    SAMPLE_LEVELS = SHINGLE_BITS,
    LOOKS = 32,              /* candidates compared at most, the likeliest first */
    WORN = 32                /* articles of a key that says nothing any more (guess; kept articles are no
                                copies of one another, so what so many share is a phrase) */
};

struct kept {
    uint64_t offset;         /* of its coded set in the spool */
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
    struct room room;
    size_t most;             /* bytes allocated, at the most */
    struct lsh *lsh;
    struct spool spool;
    struct ids ids;
    struct chunks kept;      /* a struct kept each */
    uint32_t n;              /* kept articles */
    /* scratch of the turn */
    uint32_t *found;         /* kept articles: of a sample << 1, of a band << 1 | 1 */
    size_t n_found, found_room;
    struct buf bytes;
    struct shingles other;
    struct spans spans;
};

struct near *near_new(const struct near_rules *rules, struct room room)
{
    struct near *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    n->rules = *rules;
    n->room = room;
    n->other.with_lines = rules->spans;
    spool_init(&n->spool);
    ids_init(&n->ids);
    chunks_init(&n->kept, NULL, 0);
    n->lsh = lsh_new(WORN);
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
    ids_release(&n->ids);
    chunks_release(&n->kept);
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

/* Looks one key up. False with error filled when it failed; *worn when the key is. */
static bool look_up(struct near *n, uint64_t key, unsigned side, uint32_t band, bool *worn,
                    struct copydesk_error *error)
{
    if (n->found_room - n->n_found < LSH_MOST) {
        size_t room = n->found_room ? n->found_room * 2 : 1024;
        uint32_t *more = reallocarray(n->found, room, sizeof *more);
        if (!more) {
            error_memory(error);
            return false;
        }
        n->found = more;
        n->found_room = room;
    }
    uint32_t *to = n->found + n->n_found;
    int count = lsh_find(n->lsh, key, side, to, error);
    *worn = count == WORN;
    for (int i = 0; i < count && !*worn; i++)
        to[i] = to[i] << 1 | band;
    n->n_found += *worn || count < 0 ? 0 : (size_t)count;
    return count >= 0;
}

/* Looks everything up. samples[l] becomes how many samples of level l text has
 * that are not worn. */
static bool look_all_up(struct near *n, const struct near_text *text, unsigned side,
                        unsigned samples[SAMPLE_LEVELS + 1], struct copydesk_error *error)
{
    bool worn;
    unsigned level = sample_level(text->set.n);
    fetch(n, text, level);
    n->n_found = 0;
    for (unsigned b = 0; b < n->rules.bands; b++)
        if (!look_up(n, text->bands[b], side, 1, &worn, error))
            return false;
    for (size_t i = 0; i < text->set.n; i++) {
        uint64_t hash = text->set.hashes[i];
        if (!is_sample(hash, level))
            continue;
        if (!look_up(n, sample_key(hash), side, 0, &worn, error))
            return false;
        for (unsigned l = level; !worn && l <= SAMPLE_LEVELS && is_sample(hash, l); l++)
            samples[l]++;
    }
    return true;
}

/* What is known of a kept article. False with error filled when it cannot be read. */
static bool find_kept(const struct near *n, uint32_t article, struct kept *kept, struct copydesk_error *error)
{
    int code = chunks_read(&n->kept, (uint64_t)article * sizeof *kept, kept, sizeof *kept);
    return room_check(n->room, code, error) == COPYDESK_OK;
}

static int by_article(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Is it worth a look? A pair that is near shares two thirds of the smaller set
 * or more (Jaccard 0.5 of equal sets), so of the samples that both could have
 * about as many; less than three tenths of 16 is met once in 10^3. */
static bool is_likely(const struct candidate *c, const struct kept *k, unsigned level, const unsigned *samples)
{
    unsigned common = level > k->level ? level : k->level;
    unsigned mine = samples[common], theirs = (unsigned)k->samples >> (common - k->level);
    unsigned least = mine < theirs ? mine : theirs;
    return c->samples * 10 >= least * 3;
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

/* The likeliest of what was found; -1 with error filled when it failed. */
static int choose(struct near *n, unsigned level, const unsigned *samples,
                  struct candidate list[LOOKS], struct copydesk_error *error)
{
    size_t chosen = 0;
    if (n->n_found)
        qsort(n->found, n->n_found, sizeof *n->found, by_article);
    for (size_t i = 0; i < n->n_found;) {
        struct candidate c = { .article = n->found[i] >> 1 };
        struct kept k;
        for (; i < n->n_found && n->found[i] >> 1 == c.article; i++) {
            c.bands += n->found[i] & 1;
            c.samples += !(n->found[i] & 1);
        }
        if (!c.bands && !find_kept(n, c.article, &k, error))
            return -1;
        if (c.bands || is_likely(&c, &k, level, samples))
            chosen = rank(list, chosen, c);
    }
    return (int)chosen;
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
    struct kept k;
    buf_clear(&n->bytes);
    if (!find_kept(n, article, &k, error)
        || spool_get(&n->spool, k.offset, k.size, &n->bytes, error) != COPYDESK_OK)
        return false;
    if (shingles_decode(&n->other, buf_slice(&n->bytes), set))
        return true;
    error_memory(error);
    return false;
}

/* The kept article's id, and its spans when they are wanted. */
static int show(struct near *n, const struct near_text *text, uint32_t article,
                struct near_match *match, struct copydesk_error *error)
{
    struct shingle_set other;
    if (room_check(n->room, ids_get(&n->ids, article + 1, &match->id), error) != COPYDESK_OK)
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
    struct candidate list[LOOKS];
    unsigned samples[SAMPLE_LEVELS + 1] = { 0 };
    struct near_match best = { .jaccard = 0 };
    uint32_t article = 0;
    bool any = false;
    if (text->set.n < NEAR_LEAST)
        return 0;
    if (!look_all_up(n, text, (unsigned)side, samples, error))
        return -1;
    int chosen = choose(n, sample_level(text->set.n), samples, list, error);
    for (int i = 0; i < chosen; i++) {
        struct near_match m = { .jaccard = 0 };
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
    return chosen < 0 ? -1 : any ? show(n, text, article, match, error) : 0;
}

/* ---- keeping ---- */

static bool file_all(struct near *n, const struct near_text *text, struct kept *k, unsigned sides)
{
    uint32_t article = n->n;
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

static size_t memory_now(const struct near *n)
{
    return sizeof *n + lsh_memory(n->lsh) + ids_memory(&n->ids) + chunks_memory(&n->kept);
}

/* Under a cap: moves everything to files when it is time. */
static enum copydesk_status keep_cap(struct near *n, struct copydesk_error *error)
{
    size_t now = memory_now(n), movable = lsh_tables(n->lsh) + ids_unfiled(&n->ids) + chunks_unfiled(&n->kept);
    n->most = now > n->most ? now : n->most;
    if (!room_is_full(n->room, now, movable))
        return COPYDESK_OK;
    int code = ids_spill(&n->ids, n->room.folder);
    code = code ? code : chunks_spill(&n->kept, n->room.folder);
    if (code)
        return room_check(n->room, code, error);
    enum copydesk_status status = lsh_spill(n->lsh, n->room.folder, n->room.memory / ROOM_FILTER, error);
    return status == COPYDESK_OK ? status : room_failed(n->room, error);
}

enum copydesk_status near_keep(struct near *n, struct slice id, const struct near_text *text,
                               unsigned sides, struct copydesk_error *error)
{
    if (text->set.n < NEAR_LEAST)
        return COPYDESK_OK;
    if (n->n == LSH_ARTICLES)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "more articles than near-duplicates are looked for in; clean them in parts");
    struct kept k = { .offset = spool_size(&n->spool), .size = (uint32_t)text->set.coded.len,
                      .level = (uint8_t)sample_level(text->set.n) };
    if (!ids_add(&n->ids, id) || !file_all(n, text, &k, sides) || chunks_add(&n->kept, &k, sizeof k) != 0)
        return error_memory(error);
    n->n++;
    enum copydesk_status status = spool_put(&n->spool, text->set.coded, error);
    return status == COPYDESK_OK ? keep_cap(n, error) : status;
}

struct room_used near_used(const struct near *n)
{
    return (struct room_used){ n->most, lsh_filed(n->lsh) + ids_filed(&n->ids) + chunks_filed(&n->kept) };
}
