#include "strip/trials.h"

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
    for (size_t i = 0; i < LANGUAGE_MAX; i++)
        trials_release(&lazy->of[i].trials);
    pthread_mutex_destroy(&lazy->lock);
    free(lazy);
}

/* ---- compiling ---- */

void trials_add(struct rules *r, struct trials *t, size_t first, size_t end, struct faults *faults)
{
    char reason[256];
    for (size_t i = first; i < end; i++) {
        struct rule_regex *x = &r->regexes[i];
        bool acts = r->rules[x->rule].acts;
        x->regex = regex_whole(x->pattern, reason, sizeof reason);
        if (!x->regex)
            faults_tell(faults, x->line, "%s", reason);
        if (!x->regex || !acts)   /* else it is only ever tried on examples */
            continue;
        struct starts_texts texts = starts_needs(x->pattern);
        if (!needs_init(&x->needs, &texts)
            || !prefilter_learn(&t->prefilter, x->regex, x->pattern, &texts, x->words, &x->start))
            faults_tell(faults, x->line, "out of memory");
        if (t->longest < x->bytes)
            t->longest = x->bytes;
    }
}

static bool can_start(const struct rules *r, size_t regex, size_t byte, bool eager)
{
    const struct rule_regex *x = &r->regexes[regex];
    const struct rule *rule = &r->rules[x->rule];
    return x->regex && rule->acts && (rule->language == 0) == eager
        && (x->start.first[byte / 8] >> byte % 8 & 1);
}

bool trials_list(const struct rules *r, struct trials *t, size_t first, size_t end, bool eager)
{
    size_t n = 0;
    if (!prefilter_finish(&t->prefilter))
        return false;
    for (size_t byte = 0; byte < 256; byte++)
        for (size_t i = first; i < end; i++)
            n += can_start(r, i, byte, eager);
    t->list = calloc(n + 1, sizeof *t->list);
    if (!t->list)
        return false;
    n = 0;
    for (size_t byte = 0; byte < 256; byte++) {
        t->at[byte] = n;
        for (size_t i = first; i < end; i++)
            if (can_start(r, i, byte, eager))
                t->list[n++] = (uint32_t)i;
    }
    t->at[256] = n;
    return true;
}

/* Built-in packs are without faults, a test sees to that: what is left is
 * memory, and then the run must end, for lines would stay. */
static void build(const struct rules *r, struct lazy_pack *pack)
{
    struct faults faults = { NULL, NULL, NULL, 0 };
    trials_add((struct rules *)r, &pack->trials, pack->first, pack->end, &faults);
    if (faults.n || !trials_list(r, &pack->trials, pack->first, pack->end, false)) {
        trials_release(&pack->trials);
        pack->trials = (struct trials){ 0 };
        atomic_store(&r->lazy->failed, true);
    }
}

const struct trials *trials_of(const struct rules *r, int language)
{
    struct lazy_pack *pack = &r->lazy->of[language];
    if (!atomic_load_explicit(&pack->ready, memory_order_acquire)) {
        pthread_mutex_lock(&r->lazy->lock);
        if (!atomic_load_explicit(&pack->ready, memory_order_relaxed))
            build(r, pack);
        atomic_store_explicit(&pack->ready, true, memory_order_release);
        pthread_mutex_unlock(&r->lazy->lock);
    }
    return &pack->trials;
}

bool trials_shown(const struct rules *r, uint8_t language)
{
    return language == 0 || !r->lazy || atomic_load(&r->lazy->of[language - 1].ready);
}
