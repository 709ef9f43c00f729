/* hint -- a word of a text that some regex needs (starts_needs), looked for in
 * lines that are not folded yet: those without it need not be. Strip layer. */
#ifndef STRIP_HINT_H
#define STRIP_HINT_H

#include <stdint.h>

#include "base/slice.h"

/* Letters a to z; or of scripts without case, and а to я. */
struct hint {
    struct slice word;     /* empty: none */
    size_t rare;           /* the first of two bytes side by side that are rare in news, and alike in either case */
    bool dense;            /* of characters of three bytes alone: Chinese, Japanese, Korean */
};

/* The longest word of a text that is needed (starts_needs), one of a to z if there is such; points into it. */
struct hint hint_of(struct slice needs);

/* Whether text holds the word, in any case; it may say yes of something much like it. It never says no
 * of a line whose fold holds the word, unless that has FOLD_SPELT. */
bool hint_stands(const struct hint *h, struct slice text);

/* The characters of three bytes that a text has, as a set of their last two bytes. Chinese has
 * dozens of hints, of nearly all of which it says at once that they do not stand. */
struct hint_dense { uint64_t of[64]; };

void hint_dense_of(struct slice text, struct hint_dense *set);

/* Whether the set has all characters of a dense word. */
bool hint_may_stand(const struct hint *h, const struct hint_dense *set);

#endif
