/* badness -- how improbable a neighbourhood of characters is in real text, and
 * which characters a repair of mojibake may produce: the guard that keeps good
 * text from it. Internal to normalize. */
#ifndef NORMALIZE_BADNESS_H
#define NORMALIZE_BADNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* LETTER: without case. BETWEEN, ENDING, SIGN: "soft", "hard", "symbol" of mojibake.chars. */
enum badness_kind { BLANK, LOWER, UPPER, LETTER, DIGIT, BETWEEN, ENDING, SIGN, CONTROL };

/* A character as a neighbour. */
struct neighbour { uint32_t cp; enum badness_kind kind; };

/* cp with its kind; UTF8_BAD: an edge of the text, or a bad byte. */
struct neighbour badness_look(uint32_t cp);

/* How improbable b is right behind a: 0 for what every page has, 1 for what is odd,
 * 2 and more for what a language hardly writes: a capital or a foreign letter right
 * behind a small one, a sign behind a letter. Measured on news in five languages and
 * on gold text; see the tests. */
unsigned badness_pair(struct neighbour a, struct neighbour b);

/* The sum of badness_pair over a row of characters, which is not empty, with
 * `before` and `after` as its neighbours; *last gets the last of the row. */
int badness_sum(struct slice row, struct neighbour before, struct neighbour after, struct neighbour *last);

/* Whether n is a blank, or punctuation that may stand right behind a word. */
bool badness_ends_word(struct neighbour n);

/* Scripts that no word mixes; OTHER for all else. Digits and marks of the
 * Latin blocks count as Latin. */
enum badness_script { BADNESS_OTHER, BADNESS_LATIN, BADNESS_GREEK, BADNESS_CYRILLIC };

static inline enum badness_script badness_script(uint32_t cp)
{
    if (cp < 0x250 || (cp >= 0x1E00 && cp < 0x1F00))
        return BADNESS_LATIN;
    return cp >= 0x370 && cp < 0x400 ? BADNESS_GREEK
         : cp >= 0x400 && cp < 0x530 ? BADNESS_CYRILLIC : BADNESS_OTHER;
}

enum badness_target { TARGET_NEVER, TARGET_PLAIN, TARGET_SCRIPT, TARGET_CONTROL, TARGET_N };

/* Whether a repair may produce cp; TARGET_CONTROL: a C1 control, which is the
 * stuff of another layer. */
enum badness_target badness_target(uint32_t cp);

#endif
