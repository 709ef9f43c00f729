/* legible -- whether bytes that nobody has named the encoding of were read in
 * the right one: a wrong one makes letters that stand together in no language,
 * capitals inside words, and signs where letters were. Read layer. */
#ifndef READ_LEGIBLE_H
#define READ_LEGIBLE_H

#include "base/slice.h"

struct legible {
    size_t beyond;         /* characters beyond ASCII */
    size_t odd;            /* of them those that hardly stand so in any text */
    bool latin;            /* most letters among them are of Latin script, or there are none */
    bool broken;           /* it holds what no text does: controls, private or unassigned
                              characters, U+FFFD */
};

struct legible legible_look(struct slice text);

/* The same of bytes as they read in windows-1252. */
struct legible legible_look_western(struct slice bytes);

/* odd among beyond, in thousandths; 1000 when it is broken. */
unsigned legible_oddity(const struct legible *l);

#endif
