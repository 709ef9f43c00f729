/* walls -- which articles are no article but a wall page: an error page, a
 * captcha, "enable cookies", a paywall and nothing else. Lines that only such
 * pages have are data (wall, wall-like in packs). Strip layer. */
#ifndef STRIP_WALLS_H
#define STRIP_WALLS_H

#include "strip/literals.h"
#include "strip/regex.h"
#include "strip/starts.h"

struct wall_like {
    struct regex *regex;
    struct starts_texts needs;   /* of its pattern */
};

struct walls {
    struct literals lines;
    struct wall_like *likes;
    size_t n_likes;
};

void walls_release(struct walls *w);

/* Takes over regex, which is pattern compiled; pattern must outlive w. False when out
 * of memory; regex is freed then. */
bool walls_add_like(struct walls *w, struct regex *regex, struct slice pattern);

/* Is it a wall line? key: of its loosely folded text (fold_literal); line: its fold_line text. */
bool walls_take(const struct walls *w, struct regex_scratch *s, struct key key, struct slice line);

#endif
