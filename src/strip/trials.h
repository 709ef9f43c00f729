/* trials -- the regexes of some rules, ready to be tried: which of them a line
 * can match at all. One of those that act in every article, and one per
 * language. Strip layer, internal to ruleset.h.
 *
 * They are made ready when somebody asks first, by the worker that meets it: a run
 * that finds nothing new never does, and of 21 packs of languages a run needs few. */
#ifndef STRIP_TRIALS_H
#define STRIP_TRIALS_H

#include <pthread.h>
#include <stdatomic.h>

#include "strip/language.h"
#include "strip/pack.h"
#include "strip/prefilter.h"

struct trials {
    size_t longest;        /* bytes of the longest line that any regex is tried on */
    uint32_t *list;        /* numbers of the n acting regexes, which the prefilter calls 0, 1 ... */
    size_t n;
    struct prefilter prefilter;
};

enum { TRIALS_EAGER = LANGUAGE_MAX };   /* in place of a language: of all regexes that act in every article */

/* Its bit in a set of trials: those that act in every article go first. */
static inline trials_set trials_bit(int language)
{
    return (trials_set)1 << (language == TRIALS_EAGER ? 0 : language + 1);
}

/* All trials; what they hold is written under the lock, before ready. */
struct lazy {
    pthread_mutex_t lock;
    atomic_bool failed;        /* memory was short: some have no regexes */
    struct lazy_pack {
        bool has;              /* a built-in pack has that name: */
        size_t first, end;     /* its regexes in rules.regexes; of TRIALS_EAGER, all regexes */
        atomic_bool ready;
        struct trials trials;
    } of[LANGUAGE_MAX + 1];
    struct glance glance;      /* at all of them that are ready */
};

struct rules;

struct lazy *lazy_new(void);                 /* NULL if out of memory */
void lazy_free(struct lazy *lazy);           /* NULL is fine */

/* Makes regexes first to end - 1, of one pack. Faults are told; trusted: there are none. */
void trials_add(struct rules *r, size_t first, size_t end, bool trusted, struct faults *faults);

/* Of one number in a set; ready. */
static inline const struct trials *trials_number(const struct lazy *lazy, int number)
{
    return &lazy->of[number ? number - 1 : TRIALS_EAGER].trials;
}

/* The trials of a language with a pack, or TRIALS_EAGER; empty ones when memory is
 * short. Any thread may ask, when all is added. */
const struct trials *trials_of(const struct rules *r, int language);

/* Whether a rule's or pack's language (number + 1; 0: any) was asked for so
 * far: some article shows it. */
bool trials_shown(const struct rules *r, uint8_t language);

#endif
