/* prefilter -- tells which regexes of some trials may match a line, by its number of
 * words and its head (text/head.h), before it is folded. Strip layer.
 *
 * Learned from the heads that the patterns of the regexes ask for (openings.h). A
 * regex whose lines start with anything would take every line: its line is known
 * by its first byte when folded, or by a word that it holds, or by its script. */
#ifndef STRIP_PREFILTER_H
#define STRIP_PREFILTER_H

#include <stdint.h>

#include "base/slice.h"
#include "strip/glance.h"
#include "strip/hint.h"
#include "strip/starts.h"

/* Lines whose head starts so are for that regex, when they have no more words. */
struct prefilter_way {
    uint64_t head;
    uint32_t regex;
    uint16_t words;
    uint8_t bytes;         /* of head; 0: an empty slot */
    bool marked;           /* as in openings.h */
};

/* A regex whose lines have any head. */
struct prefilter_wild {
    uint32_t regex, words;
    size_t chars;
    uint8_t first[32];     /* a set: the first bytes of its lines; of an open one all */
    bool hinted;           /* they hold one of some words, or */
    bool far;              /* something far from Latin script */
    struct hint *hint;     /* its own; of an open one */
    size_t n_hints;
};

struct prefilter {
    unsigned most, most_open;      /* words of a line that some regex takes, that one in open takes */
    struct prefilter_way *ways;     /* in the order of learning; after prefilter_finish slots, open-addressed, at most */
    size_t n_ways, cap_ways, mask;  /* half of them full; mask: slots - 1 */
    struct prefilter_wilds { struct prefilter_wild *of; size_t n, cap; } wild, open;
};

/* What is learned of a regex. */
struct prefilter_regex {
    trials_set trials;     /* whose it is */
    struct slice pattern;
    const struct opening *openings;     /* when they are known already; else NULL */
    size_t n_openings;
    const struct starts_texts *needs;   /* as of starts_needs; point into what must outlive the prefilter */
    unsigned words;        /* of its lines, at most, */
    size_t chars;          /* and code points */
};

/* The slot from which on the ways of so many bytes of a head stand, up to an empty one. */
static inline size_t prefilter_home(const struct prefilter *f, uint64_t front, unsigned bytes)
{
    return ((front + bytes) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & f->mask;
}

/* The regex is called by that number. False when out of memory. */
bool prefilter_learn(struct prefilter *f, struct glance *g, uint32_t regex, const struct prefilter_regex *x);
/* When all is learned. False when out of memory. */
bool prefilter_finish(struct prefilter *f);
void prefilter_release(struct prefilter *f);

/* A paragraph, and what is known of it. */
struct prefilter_line {
    struct slice text;
    uint64_t head;
    uint32_t words, chars;
    unsigned fold;         /* enum fold_flag */
    bool marked;           /* it may start with a mark */
    struct glance_heads by_head;    /* who may have a regex for it, as the glance says */
    trials_set by_first;
};

/* Has what prefilter_choose looks at first for a line of that head brought near. */
static inline void prefilter_prefetch(const struct prefilter *f, uint64_t head, unsigned bytes)
{
    __builtin_prefetch(&f->ways[prefilter_home(f, head_front(head, bytes), bytes)]);
}

/* Sets the bits, from 0, of the regexes that may match the line; false: none. What is
 * left out does not match for certain. trials: the bit of this one's. */
bool prefilter_choose(const struct prefilter *f, const struct prefilter_line *line, trials_set trials, uint64_t *regexes);

#endif
