/* trials -- a set of regexes ready to be tried, with the prefilter that tells which of them
 * a line can match at all. There is one trials of the regexes that act in every article, and
 * one per language. Strip layer, internal to ruleset.h.
 *
 * Each is made ready by the first worker that asks for it: a run that finds nothing new
 * never asks, and of 21 packs of languages a run needs few. */
#ifndef STRIP_TRIALS_H
#define STRIP_TRIALS_H

#include <pthread.h>
#include <stdatomic.h>

#include "strip/language.h"
#include "strip/match/prefilter.h"
#include "strip/pack.h"

struct trials {
    size_t longest;        /* bytes of the longest line that any regex is tried on */
    uint32_t *list;        /* numbers of the n acting regexes, which the prefilter calls 0, 1 ... */
    size_t n;
    struct prefilter prefilter;
};

enum { TRIALS_EAGER = LANGUAGE_MAX };   /* in place of a language: the regexes that act in every article */

/* The bit in a trials_set: number 0 are those that act in every article, then come the languages. */
static inline trials_set trials_bit(int language)
{
    return (trials_set)1 << (language == TRIALS_EAGER ? 0 : language + 1);
}

/* All trials. A pack's trials, and its regexes' needs and chars, are written under the lock before its ready is set. */
struct lazy {
    pthread_mutex_t lock;
    atomic_bool failed;        /* memory was short: some trials are empty, and the run must end */
    struct lazy_pack {
        bool has;              /* a built-in pack of this language has regexes: */
        size_t first, end;     /* rules.regexes[first] to [end - 1]; of TRIALS_EAGER, all regexes */
        atomic_bool ready;
        struct trials trials;
    } of[LANGUAGE_MAX + 1];    /* by language, TRIALS_EAGER last */
    struct glance glance;      /* over all trials that are ready */
};

struct rules;

struct lazy *lazy_new(void);                 /* NULL if out of memory */
void lazy_free(struct lazy *lazy);           /* NULL is fine */

/* Compiles regexes first to end - 1, which are of one pack. Faults are told; trusted: the pack's
 * regexes are known to be valid. */
void trials_add(struct rules *r, size_t first, size_t end, bool trusted, struct faults *faults);

/* The trials whose bit in a trials_set is `number`; they must be ready. */
static inline const struct trials *trials_number(const struct lazy *lazy, int number)
{
    return &lazy->of[number ? number - 1 : TRIALS_EAGER].trials;
}

/* The trials of a language with a pack, or TRIALS_EAGER; empty ones when memory is
 * short. Any thread may ask, when all is added. */
const struct trials *trials_of(const struct rules *r, int language);

/* Was the language of a rule or pack (number + 1; 0: any) shown by some article so far? For a
 * language without regexes no, whatever articles show. */
bool trials_shown(const struct rules *r, uint8_t language);

#endif
