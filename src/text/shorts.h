/* shorts -- the short words of a text, each as one number, for who counts words
 * of a list. Text layer.
 *
 * Words are what stands between blanks (U+0020), without the marks and digits
 * in front; in scripts without spaces every character from U+3000 on is one,
 * where it does not stand in a word. */
#ifndef TEXT_SHORTS_H
#define TEXT_SHORTS_H

#include <stdint.h>

#include "base/slice.h"

enum {
    SHORTS_BYTES = 160,      /* the most that is looked at: 25 English words (guess) */
    SHORTS_MOST = SHORTS_BYTES / 2 + 8,   /* room that they need, slack counted */
    SHORTS_LONGEST = 7        /* bytes of a short word */
};

/* A word of so many bytes, at most SHORTS_LONGEST: the first is the lowest, ASCII
 * letters are in lower case (of other ASCII bytes some change too). */
uint64_t shorts_number(struct slice word);

/* Writes the short words of the first SHORTS_BYTES of text to out, save for those that
 * start in its last SHORTS_LONGEST bytes; zeros may stand between them. Returns how many. */
size_t shorts_of(struct slice text, uint64_t out[SHORTS_MOST]);

/* The same for any machine; the tests hold the two against each other. */
size_t shorts_of_portable(struct slice text, uint64_t out[SHORTS_MOST]);

#endif
