/* trials -- the regexes of some rules, ready to be tried: which of them a line
 * can match at all. One of those that act in every article, and one per
 * language. Strip layer, internal to ruleset.h.
 *
 * Regexes of a built-in pack of a language are compiled when an article shows
 * that language first, by the worker that meets it: of 21 packs a run needs
 * few, and compiling all would take longer than cleaning a hundred articles. */
#ifndef STRIP_TRIALS_H
#define STRIP_TRIALS_H

#include <pthread.h>
#include <stdatomic.h>

#include "strip/language.h"
#include "strip/pack.h"
#include "strip/prefilter.h"

struct trials {
    size_t longest;        /* bytes of the longest line that any regex is tried on */
    struct prefilter prefilter;
    uint32_t *list;        /* numbers of the acting regexes that can start with byte b: */
    size_t at[257];        /* [at[b], at[b + 1]) */
};

/* The languages' trials; all of it is written under the lock, before ready. */
struct lazy {
    pthread_mutex_t lock;
    atomic_bool failed;        /* memory was short: some language has no trials */
    struct lazy_pack {
        bool has;              /* a built-in pack has that name: */
        size_t first, end;     /* its regexes in rules.regexes */
        atomic_bool ready;
        struct trials trials;
    } of[LANGUAGE_MAX];
};

struct rules;

struct lazy *lazy_new(void);                 /* NULL if out of memory */
void lazy_free(struct lazy *lazy);           /* NULL is fine */
void trials_release(struct trials *t);

/* Compiles regexes first to end - 1 and adds them to t, which lists nothing
 * yet. Faults are told. */
void trials_add(struct rules *r, struct trials *t, size_t first, size_t end, struct faults *faults);

/* Lists the regexes first to end - 1 that are compiled and eager, or not.
 * False when out of memory. */
bool trials_list(const struct rules *r, struct trials *t, size_t first, size_t end, bool eager);

/* The trials of a language with a pack, compiled now if need be; empty ones
 * when memory is short. Any thread may ask. */
const struct trials *trials_of(const struct rules *r, int language);

/* Whether a rule's or pack's language (number + 1; 0: any) was asked for so
 * far: some article shows it. */
bool trials_shown(const struct rules *r, uint8_t language);

#endif
