/* near_text -- articles for the tests of near: a text whose lines are
 * paragraphs, as far as the steps before near fill them. */
#ifndef TESTS_NEAR_TEXT_H
#define TESTS_NEAR_TEXT_H

#include "text/fold.h"
#include "unit.h"

#include "read/article.h"

enum { MOST_PARAS = 64 };

struct text {
    struct para paras[MOST_PARAS];
    size_t n;
};

static inline void add_para(struct text *t, const char *text, size_t len)
{
    struct buf folded = { 0 };
    struct fold fold = fold_key(slice_of(text, len), &folded);
    t->paras[t->n++] = (struct para){ .text = slice_of(text, len), .fold = (uint16_t)fold.flags };
    buf_release(&folded);
}

/* Paragraphs are lines; text must outlive t. */
static inline void split(struct text *t, const char *text)
{
    t->n = 0;
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        add_para(t, text, n);
    }
}

#endif
