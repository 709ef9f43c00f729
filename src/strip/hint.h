/* hint -- a word of a text that some regex needs (starts.h), looked for
 * in lines as they came: those without it need not be folded. Strip layer. */
#ifndef STRIP_HINT_H
#define STRIP_HINT_H

#include "base/slice.h"

/* Letters a to z; or of scripts without case, and а to я. */
struct hint {
    struct slice word;     /* empty: none */
    size_t rare;           /* the first of two bytes side by side that are rare in news, and alike in either case */
};

/* The longest word of a text that is needed (starts_needs), one of a to z if there is such; points into it. */
struct hint hint_of(struct slice needs);

/* Whether text holds the word, in any case; perhaps something much like it. A line whose fold has no
 * FOLD_SPELT, and which holds the word folded, does. */
bool hint_stands(const struct hint *h, struct slice text);

#endif
