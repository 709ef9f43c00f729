/* The built-in packs and what it takes to ask them. */
#ifndef TESTS_PACKS_WORLD_H
#define TESTS_PACKS_WORLD_H

#include "para_of.h"
#include "strip/strip.h"

struct world { struct rules *rules; struct strip_scratch *scratch; };

static inline void open_world(struct world *w)
{
    struct copydesk_options options;
    copydesk_options_init(&options);
    struct copydesk_error error;
    *w = (struct world){ .rules = rules_open_whole(&options, &error) };
    assert_non_null(w->rules);
    w->scratch = strip_scratch_new(w->rules);
    assert_non_null(w->scratch);
}

static inline void close_world(struct world *w)
{
    strip_scratch_free(w->scratch);
    rules_free(w->rules);
}

#endif
