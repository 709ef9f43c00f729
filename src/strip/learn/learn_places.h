/* learn_places -- where an article's recurring lines stand: above, behind or among
 * what is the article's own, and where its headline is looked for. Strip layer; for learn.c.
 *
 * An article that has a line of its own above its prose, which no others share, has that
 * for a headline. One that has none has a headline that recurs: the title of a
 * column; or one which a box names on other pages, and maybe on this one too. */
#ifndef STRIP_LEARN_PLACES_H
#define STRIP_LEARN_PLACES_H

#include "strip/learn/learn.h"

/* Flags of a paragraph. */
enum {
    LEARN_STANDS = 1, LEARN_TAKEN = 2,   /* else it is gone for other reasons than a rule */
    LEARN_ALONE = 4,                     /* in no other article of its source */
    LEARN_RECURS = 8,                    /* in as many as a rule is proposed for */
    LEARN_NAME = 16,                     /* and a name */
    LEARN_SENTENCE = 128,                /* or a sentence that recurs in less than half of the articles; */
    LEARN_HALF = 32, LEARN_FIFTH = 64    /* others: of the articles have it, or a rule took it */
};

/* Fills places for each of the n paragraphs with the bits 1 << enum learn_place that hold of it.
 * Returns whether the article has no line of its own above the prose. */
bool learn_places(struct learn *l, const struct para *paras, const uint8_t *flags, size_t n, uint16_t *places);

#endif
