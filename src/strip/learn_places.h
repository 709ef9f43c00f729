/* learn_places -- where an article's recurring lines stand. Strip layer; for learn.c. */
#ifndef STRIP_LEARN_PLACES_H
#define STRIP_LEARN_PLACES_H

#include "strip/learn.h"

/* What one place of a line tells, to be counted. */
struct learn_place {
    bool head, tail, first, last, half, fifth, beside, leads;   /* as in struct learn_line */
};

/* flags: of the n paragraphs, learn_top.h. out: room for n. own: of those that stay, by learn_stays. */
void learn_places(const uint8_t *flags, size_t n, size_t own, struct learn_place *out);

#endif
