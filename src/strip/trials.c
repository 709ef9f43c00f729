#include "strip/trials.h"

#include <stdio.h>
#include <stdlib.h>

#include "strip/ruleset.h"

void trials_release(struct trials *t)
{
    prefilter_release(&t->prefilter);
    free(t->list);
    t->list = NULL;
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
        trials_release(&lazy->of[i].trials);
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

static bool learn(struct trials *t, struct rule_regex *x)
{
    struct starts_texts texts = starts_needs(x->pattern);
    if (t->longest < x->bytes)
        t->longest = x->bytes;
    return needs_init(&x->needs, &texts) && prefilter_learn(&t->prefilter, x->pattern, &texts, x->words, &x->start);
}

/* Does it act, in every article or in those of its language alone? */
static bool is_of(const struct rules *r, const struct rule_regex *x, bool eager)
{
    const struct rule *rule = &r->rules[x->rule];
    return rule->acts && (rule->language == 0) == eager;
}

static bool learn_all(struct rules *r, struct trials *t, size_t first, size_t end, bool eager)
{
    for (size_t i = first; i < end; i++)
        if (is_of(r, &r->regexes[i], eager) && !learn(t, &r->regexes[i]))
            return false;
    return prefilter_finish(&t->prefilter);
}

static bool can_start(const struct rule_regex *x, size_t byte)
{
    return x->start.first[byte / 8] >> byte % 8 & 1;
}

/* Room for the regexes that can start with each byte: t->at[byte + 1] becomes where its own begin. */
static bool make_room(const struct rules *r, struct trials *t, size_t first, size_t end, bool eager)
{
    size_t of[256] = { 0 }, n = 0;
    for (size_t i = first; i < end; i++)
        for (size_t byte = 0; byte < 256 && is_of(r, &r->regexes[i], eager); byte++)
            of[byte] += can_start(&r->regexes[i], byte);
    for (size_t byte = 0; byte < 256; byte++) {
        t->at[byte + 1] = n;
        n += of[byte];
    }
    t->list = calloc(n + 1, sizeof *t->list);
    return t->list != NULL;
}

/* Each byte's are in the order of their numbers; what begins at at[byte + 1] ends there then. */
static bool list_all(const struct rules *r, struct trials *t, size_t first, size_t end, bool eager)
{
    if (!make_room(r, t, first, end, eager))
        return false;
    for (size_t i = first; i < end; i++)
        for (size_t byte = 0; byte < 256 && is_of(r, &r->regexes[i], eager); byte++)
            if (can_start(&r->regexes[i], byte))
                t->list[t->at[byte + 1]++] = (uint32_t)i;
    return true;
}

/* When memory is short the run must end, for lines would stay. */
static void build(const struct rules *r, struct lazy_pack *pack, bool eager)
{
    if (learn_all((struct rules *)r, &pack->trials, pack->first, pack->end, eager)
        && list_all(r, &pack->trials, pack->first, pack->end, eager))
        return;
    trials_release(&pack->trials);
    pack->trials = (struct trials){ 0 };
    atomic_store(&r->lazy->failed, true);
}

const struct trials *trials_of(const struct rules *r, int language)
{
    struct lazy_pack *pack = &r->lazy->of[language];
    if (!atomic_load_explicit(&pack->ready, memory_order_acquire)) {
        pthread_mutex_lock(&r->lazy->lock);
        if (!atomic_load_explicit(&pack->ready, memory_order_relaxed))
            build(r, pack, language == TRIALS_EAGER);
        atomic_store_explicit(&pack->ready, true, memory_order_release);
        pthread_mutex_unlock(&r->lazy->lock);
    }
    return &pack->trials;
}

bool trials_shown(const struct rules *r, uint8_t language)
{
    return language == 0 || !r->by_language || atomic_load(&r->lazy->of[language - 1].ready);
}
