/* legible -- whether text was decoded from the right encoding. A wrong one gives
 * letters that no language has together, capitals inside words, and signs where
 * letters should be. Read layer. */
#ifndef READ_LEGIBLE_H
#define READ_LEGIBLE_H

#include "base/slice.h"

struct legible {
    size_t beyond;         /* characters beyond ASCII */
    size_t odd;            /* how many of them hardly stand like that in any text */
    bool latin;            /* at least half of the letters among them are Latin, or there are none */
    size_t all;            /* characters */
    size_t broken;         /* how many of them no text has: controls, private or unassigned ones,
                              U+FFFD. They are odd, too */
};

struct legible legible_look(struct slice text);

/* Whether little of the text is broken: one character in 20 at most. */
bool legible_for_most(struct slice text);

/* odd characters among 1000 beyond ASCII. */
unsigned legible_oddity(const struct legible *l);

#endif
