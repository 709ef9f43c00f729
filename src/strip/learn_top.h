/* learn_top -- what stands above an article's prose: where its headline is
 * looked for. Strip layer; for learn.c.
 *
 * An article that has a line of its own there, which no others share, has that
 * for a headline. One that has none has a headline that recurs: the title of a
 * column; or one which a box names on other pages, and maybe on this one too. */
#ifndef STRIP_LEARN_TOP_H
#define STRIP_LEARN_TOP_H

#include "strip/learn.h"

/* Flags of a paragraph. */
enum {
    LEARN_STANDS = 1, LEARN_TAKEN = 2,   /* else it is gone for other reasons than a rule */
    LEARN_ALONE = 4,                     /* in no other article of its source */
    LEARN_RECURS = 8,                    /* in as many as a rule is proposed for */
    LEARN_NAME = 16,                     /* and a name */
    LEARN_SENTENCE = 128,                /* or a sentence that recurs in less than half of the articles; */
    LEARN_HALF = 32, LEARN_FIFTH = 64    /* others: of the articles have it, or a rule took it */
};

/* Will it stand in the clean text, as far as the zones are concerned? Names stay. */
static inline bool learn_stays(unsigned flags)
{
    return flags & LEARN_STANDS && (!(flags & LEARN_RECURS) || flags & LEARN_NAME);
}

struct learn_top {
    size_t prose;    /* the first paragraph of prose; when there is none, n */
    size_t own;      /* the first line of its own before that, names and dates apart; or the last there, if boxes name
                        it on too few pages for a rule; else the same as prose */
    size_t title[2]; /* the last line before the prose that is no name and no date; and, since that may be
                        a name all the same, the one before; none: the same as prose */
    size_t name;     /* the last line before the prose that is, or may be, a name; none: 0 */
};

struct learn_top learn_top(struct learn *l, const struct para *paras, const uint8_t *flags, size_t n);

/* Counts paragraph i, which line is. */
void learn_top_count(const struct learn_top *top, const struct para *paras, size_t i, struct learn_line *line);

#endif
