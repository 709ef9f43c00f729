/* walls -- which articles are no article but a wall page: an error page, a
 * captcha, "enable cookies", a paywall and nothing else. Lines that only such
 * pages have are data (wall, wall-like in packs). Strip layer. */
#ifndef STRIP_WALLS_H
#define STRIP_WALLS_H

#include "strip/match/hint.h"
#include "strip/match/literals.h"
#include "strip/match/regex.h"

/* Nearly all lines are told to match none, before they are folded, by how they start or a word that they lack. */
struct wall_like {
    struct regex *regex;
    uint64_t head;         /* of what the pattern begins with, so many bytes of it (text/head.h); */
    unsigned bytes;
    struct hint hint;      /* where these are none. No word: any line may match */
};

struct walls {
    struct literals lines;
    struct wall_like *likes;
    size_t n_likes;
};

void walls_release(struct walls *w);

/* Takes over regex, which is pattern compiled, made of a like; pattern must outlive w. False when out
 * of memory; regex is freed then. */
bool walls_add_like(struct walls *w, struct regex *regex, struct slice pattern);

/* Does a wall-like take the line, which is a fold_line text? */
bool walls_like_takes(const struct walls *w, struct regex_scratch *s, struct slice line);

#endif
