/* walls -- which articles are no article but a wall page: an error page, a
 * captcha, "enable cookies", a paywall and nothing else. Lines that only such
 * pages have are data (wall, wall-like in packs). Strip layer. */
#ifndef STRIP_WALLS_H
#define STRIP_WALLS_H

#include "strip/literals.h"
#include "strip/regex.h"

struct walls {
    struct literals lines;
    struct regex **likes;
    size_t n_likes;
};

void walls_release(struct walls *w);

/* Takes over regex. False when out of memory; regex is freed then. */
bool walls_add_like(struct walls *w, struct regex *regex);

/* By the key of the loosely folded text, and the folded line. */
bool walls_take(const struct walls *w, struct regex_scratch *s, struct key key, struct slice line);

#endif
