#include "strip/trials.h"

#include <stdio.h>
#include <stdlib.h>

#include "strip/match/built_in.h"
#include "strip/ruleset.h"

static void release(struct trials *t)
{
    prefilter_release(&t->prefilter);
    free(t->list);
    *t = (struct trials){ 0 };
}

struct lazy *lazy_new(void)
{
    struct lazy *lazy = calloc(1, sizeof *lazy);
    if (!lazy)
        return NULL;
    if (pthread_mutex_init(&lazy->lock, NULL) != 0) {
        free(lazy);
        return NULL;
    }
    return lazy;
}

void lazy_free(struct lazy *lazy)
{
    if (!lazy)
        return;
    for (size_t i = 0; i <= TRIALS_EAGER; i++)
        release(&lazy->of[i].trials);
    pthread_mutex_destroy(&lazy->lock);
    free(lazy);
}

/* ---- learning ---- */

void trials_add(struct rules *r, size_t first, size_t end, bool trusted, struct faults *faults)
{
    char reason[256];
    for (size_t i = first; i < end; i++) {
        struct rule_regex *x = &r->regexes[i];
        snprintf(reason, sizeof reason, "out of memory");
        x->regex = trusted ? regex_trusted(x->pattern) : regex_whole(x->pattern, reason, sizeof reason);
        if (!x->regex)
            faults_tell(faults, x->line, "%s", reason);
    }
}

static bool learn(const struct rules *r, struct trials *t, trials_set bit, size_t number)
{
    struct rule_regex *x = &r->regexes[number];
    struct built_in_regex known;
    bool built_in = r->built_in && !r->rules[x->rule].given && built_in_regex(number, x->pattern, &known);
    if (!built_in)
        known = (struct built_in_regex){ .needs = starts_needs(x->pattern), .longest = starts_longest(x->pattern) };
    x->chars = known.longest;
    struct prefilter_regex regex = {
        .trials = bit, .pattern = x->pattern, .openings = known.openings, .n_openings = known.n_openings,
        .needs = &known.needs, .words = x->words, .chars = x->chars
    };
    if (t->longest < x->bytes)
        t->longest = x->bytes;
    return needs_init(&x->needs, &known.needs) && prefilter_learn(&t->prefilter, &r->lazy->glance, (uint32_t)t->n, &regex);
}

/* Does it act, in every article or in those of its language alone? */
static bool is_of(const struct rules *r, const struct rule_regex *x, bool eager)
{
    const struct rule *rule = &r->rules[x->rule];
    return rule->acts && (rule->language == 0) == eager;
}

static bool learn_all(const struct rules *r, struct lazy_pack *pack, int language)
{
    struct trials *t = &pack->trials;
    size_t first = pack->first, end = pack->end;
    t->list = calloc(end - first + 1, sizeof *t->list);
    for (size_t i = first; t->list && i < end; i++) {
        if (!is_of(r, &r->regexes[i], language == TRIALS_EAGER))
            continue;
        if (!learn(r, t, trials_bit(language), i))
            return false;
        t->list[t->n++] = (uint32_t)i;
    }
    return t->list && prefilter_finish(&t->prefilter);
}

/* When memory is short the run must end, for lines would stay. */
static void build(const struct rules *r, struct lazy_pack *pack, int language)
{
    if (learn_all(r, pack, language))
        return;
    release(&pack->trials);
    atomic_store(&r->lazy->failed, true);
}

const struct trials *trials_of(const struct rules *r, int language)
{
    struct lazy_pack *pack = &r->lazy->of[language];
    if (!atomic_load_explicit(&pack->ready, memory_order_acquire)) {
        pthread_mutex_lock(&r->lazy->lock);
        if (!atomic_load_explicit(&pack->ready, memory_order_relaxed))
            build(r, pack, language);
        atomic_store_explicit(&pack->ready, true, memory_order_release);
        pthread_mutex_unlock(&r->lazy->lock);
    }
    return &pack->trials;
}

bool trials_shown(const struct rules *r, uint8_t language)
{
    return language == 0 || !r->by_language || atomic_load(&r->lazy->of[language - 1].ready);
}
