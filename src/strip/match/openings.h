/* openings -- the heads (text/head.h) of the lines that a regex can match, read off
 * its pattern by starts.h. Strip layer. */
#ifndef STRIP_OPENINGS_H
#define STRIP_OPENINGS_H

#include <stdint.h>

#include "base/slice.h"
#include "text/head.h"

/* The first bytes of a head; all HEAD_BYTES of it, zeros too, when the line ends there.
 * None: lines start with anything. marked: in the line a mark stands before them. */
struct opening {
    uint64_t head;
    uint8_t bytes;         /* one of OPENING_BYTES, or 0 */
    bool marked;
};

/* Enough to tell heads apart: the lengths of a letter, a word of Latin script, and of one
 * to four characters of other scripts. */
enum { OPENING_LENGTHS = 6 };
extern const uint8_t OPENING_BYTES[OPENING_LENGTHS];

enum { OPENINGS_MOST = 1024 };

/* Every head of a line that pattern (^...$, a valid one) matches starts like one of these.
 * Returns how many, 1 at least. */
size_t openings_of(struct slice pattern, struct opening out[OPENINGS_MOST]);

#endif
