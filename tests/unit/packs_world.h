/* The built-in packs and what it takes to ask them; and a line as a paragraph. */
#ifndef TESTS_PACKS_WORLD_H
#define TESTS_PACKS_WORLD_H

#include "strip/strip.h"
#include "text/fold.h"
#include "text/head.h"
#include "unit.h"

struct world { struct rules *rules; struct strip_scratch *scratch; struct notices notices; };

static inline void open_world(struct world *w)
{
    struct copydesk_options options;
    copydesk_options_init(&options);
    struct copydesk_error error;
    *w = (struct world){ .rules = rules_open(&options, &error) };
    assert_non_null(w->rules);
    w->scratch = strip_scratch_new(w->rules);
    assert_non_null(w->scratch);
    notices_init(&w->notices, NULL);
}

static inline void close_world(struct world *w)
{
    strip_scratch_free(w->scratch);
    rules_free(w->rules);
    notices_release(&w->notices);
}

static inline struct para para_of(const char *line)
{
    struct buf key = { 0 };
    struct slice text = slice_str(line);
    struct fold fold = fold_key(text, &key);
    struct para p = { .raw = text, .text = text, .key = key_of(buf_slice(&key)), .head = head_of(buf_slice(&key)),
                      .chars = fold.chars, .words = fold.words, .fold = (uint16_t)fold.flags };
    buf_release(&key);
    return p;
}

#endif
