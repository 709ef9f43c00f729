/* hint -- a word of a text that some regex needs (starts.h), looked for
 * in lines as they came: those without it need not be folded. Strip layer. */
#ifndef STRIP_HINT_H
#define STRIP_HINT_H

#include "base/slice.h"

struct hint {
    struct slice word;     /* letters a to z; empty: none */
    size_t rare;           /* of them the first of two side by side that are rarest in news */
};

/* The longest word of a text that is needed (starts_needs); points into it. */
struct hint hint_of(struct slice needs);

/* Whether text holds the word, in any case. A line whose fold has no
 * FOLD_SPELT, and which holds the word folded, does. */
bool hint_stands(const struct hint *h, struct slice text);

#endif
