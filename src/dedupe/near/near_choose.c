#include "dedupe/near/near_choose.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/hash.h"

enum { LEVELS = SHINGLE_BITS };

void near_chooser_release(struct near_chooser *c)
{
    free(c->found);
    swaps_release(&c->swaps);
    *c = (struct near_chooser){ 0 };
}

/* ---- candidates ---- */

/* Looks one key up, and adds what it finds to c->found, unless the key is *worn. False
 * with error filled when it failed. band: 1, or 0 for a sample. */
static bool look_up(struct near_chooser *c, const struct near_shelf *shelf, uint64_t key, unsigned side,
                    uint32_t band, bool *worn, struct copydesk_error *error)
{
    if (c->room - c->n < NEAR_WORN) {
        size_t room = c->room ? c->room * 2 : 1024;
        uint32_t *more = reallocarray(c->found, room, sizeof *more);
        if (!more) {
            error_memory(error);
            return false;
        }
        c->found = more;
        c->room = room;
    }
    uint32_t *to = c->found + c->n;
    int count = shelf->find(shelf->self, key, side, to, error);
    *worn = count == NEAR_WORN;
    for (int i = 0; i < count && !*worn; i++)
        to[i] = to[i] << 1 | band;
    c->n += *worn || count < 0 ? 0 : (size_t)count;
    return count >= 0;
}

/* Looks up all keys of text. samples[l] becomes how many samples of level l, and not
 * worn, it has. */
static bool look_all_up(struct near_chooser *c, const struct near_shelf *shelf, struct near_keys keys, unsigned side,
                        unsigned samples[LEVELS + 1], struct copydesk_error *error)
{
    bool worn;
    c->n = 0;
    for (uint64_t key; near_next_key(&keys, &key);) {
        if (!look_up(c, shelf, key, side, !keys.sample, &worn, error))
            return false;
        for (unsigned l = keys.level; keys.sample && !worn && l <= LEVELS && near_is_sample(*keys.sample, l); l++)
            samples[l]++;
    }
    return true;
}

static int by_article(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Whether an article found by samples alone is worth a comparison. A pair that is near
 * shares two thirds of the smaller set or more (Jaccard 0.5 of equal sets), so about
 * two thirds of the samples that both could have, too; that it shares less than three
 * tenths of 16 happens once in 10^3. level, samples: of the text at hand. */
static bool is_likely(const struct near_candidate *c, const struct near_about *about, unsigned level,
                      const unsigned *samples)
{
    unsigned common = level > about->level ? level : about->level;
    unsigned mine = samples[common], theirs = about->samples >> (common - about->level);
    unsigned least = mine < theirs ? mine : theirs;
    return c->samples * 10 >= least * 3;
}

static bool likelier(const struct near_candidate *a, const struct near_candidate *b)
{
    unsigned x = a->samples + a->bands, y = b->samples + b->bands;
    return x != y ? x > y : a->article < b->article;
}

/* Puts c in its place among the likeliest, or nowhere. */
static int rank(struct near_candidate *list, int n, struct near_candidate c)
{
    if (n == NEAR_LOOKS && !likelier(&c, &list[n - 1]))
        return n;
    int at = n < NEAR_LOOKS ? n : n - 1;
    for (; at > 0 && likelier(&c, &list[at - 1]); at--)
        list[at] = list[at - 1];
    list[at] = c;
    return n < NEAR_LOOKS ? n + 1 : n;
}

int near_choose(struct near_chooser *c, const struct near_shelf *shelf, const struct near_rules *rules,
                const struct near_text *text, enum near_side side, struct near_candidate list[NEAR_LOOKS],
                struct copydesk_error *error)
{
    unsigned samples[LEVELS + 1] = { 0 };
    int chosen = 0;
    struct near_keys keys = near_keys_of(rules, text);
    if (!look_all_up(c, shelf, keys, (unsigned)side, samples, error))
        return -1;
    if (c->n)
        qsort(c->found, c->n, sizeof *c->found, by_article);
    for (size_t i = 0; i < c->n;) {
        struct near_candidate one = { .article = c->found[i] >> 1 };
        struct near_about about;
        for (; i < c->n && c->found[i] >> 1 == one.article; i++) {
            one.bands += c->found[i] & 1;
            one.samples += !(c->found[i] & 1);
        }
        if (!one.bands && !shelf->about(shelf->self, one.article, &about, error))
            return -1;
        if (one.bands || is_likely(&one, &about, keys.level, samples))
            chosen = rank(list, chosen, one);
    }
    return chosen;
}

/* ---- the comparison ---- */

/* Whether one template made both: one has other names or numbers than the other where they
 * have the same words, more of them than editors change; or it is about somebody else. */
static bool one_template(const struct swaps_count *count)
{
    size_t words = count->swapped - count->characters / 3;   /* a character says less than a word */
    return (words > 0 && words * NEAR_SWAPPED >= count->matched) || count->strangers >= NEAR_STRANGERS;
}

int near_compare(struct near_chooser *c, const struct near_rules *rules, const struct shingle_set *a,
                 const struct shingle_set *b, struct near_match *match, struct copydesk_error *error)
{
    size_t shared = hash_common(a->hashes, a->n, b->hashes, b->n);
    size_t smaller = a->n < b->n ? a->n : b->n, either = a->n + b->n - shared;
    struct swaps_count count;
    match->jaccard = (unsigned)(shared * 1000 / either);
    match->containment = (unsigned)(shared * 1000 / smaller);
    if (match->jaccard < rules->jaccard && match->containment < rules->containment)
        return 0;
    if (!swaps_find(&c->swaps, a, b, &count)) {
        error_memory(error);
        return -1;
    }
    return !one_template(&count);
}

bool near_is_nearer(const struct near_match *a, const struct near_match *b)
{
    return a->jaccard != b->jaccard ? a->jaccard > b->jaccard : a->containment > b->containment;
}
