/* prefilter -- tells which regexes of one trials (trials.h) may match a line, by its number
 * of words and its head (text/head.h), before it is folded. Strip layer.
 *
 * It is learned from the heads of the lines that each pattern matches (openings.h). Of a
 * regex with lines of any head, a wild one, they are told by their first byte when folded; or,
 * when that can be any as well, by a word that they must hold. */
#ifndef STRIP_PREFILTER_H
#define STRIP_PREFILTER_H

#include <stdint.h>

#include "base/slice.h"
#include "strip/match/glance.h"
#include "strip/match/hint.h"
#include "strip/match/starts.h"

/* Lines whose head starts so, and which have no more words, may match that regex. */
struct prefilter_way {
    uint64_t head;
    uint32_t regex;
    uint16_t words;
    uint8_t bytes;         /* of head; 0: an empty slot */
    bool marked;           /* only for lines that may start with a mark: as in openings.h */
};

/* A regex with lines of any head. */
struct prefilter_wild {
    uint32_t regex, words; /* its number; words and */
    size_t chars;          /* code points of its longest line */
    uint8_t first[32];     /* a set: the first bytes of its lines, folded. If these are all: */
    bool hinted;           /* its lines hold one of the hints */
    struct hint *hint;     /* owned */
    size_t n_hints;
};

struct prefilter {
    unsigned most;                 /* words of the longest line that some regex takes; */
    unsigned most_wild[2];         /* that a wild one takes of lines that start with no mark, and of those that may start with one */
    struct prefilter_way *ways;     /* a list until prefilter_finish, then a hash table: open addressing, linear */
    size_t n_ways, cap_ways, mask;  /* probing, at most half full; mask: slots - 1 */
    struct prefilter_wild *wild;
    size_t n_wild, cap_wild;
};

/* A regex to be learned. */
struct prefilter_regex {
    trials_set trials;     /* the bit of the trials that it belongs to */
    struct slice pattern;
    const struct opening *openings;     /* of pattern, when they are known already; else NULL */
    size_t n_openings;
    const struct starts_texts *needs;   /* from starts_needs; the texts must outlive the prefilter */
    unsigned words;        /* a line has at most so many words, */
    size_t chars;          /* and so many code points */
};

/* Where probing starts for the ways of these first bytes of a head; it ends at an empty slot. */
static inline size_t prefilter_home(const struct prefilter *f, uint64_t front, unsigned bytes)
{
    return ((front + bytes) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & f->mask;
}

/* Adds a regex to f and g; prefilter_choose will call it by that number. False when out of memory. */
bool prefilter_learn(struct prefilter *f, struct glance *g, uint32_t regex, const struct prefilter_regex *x);
/* To be called once, when all are learned. False when out of memory. */
bool prefilter_finish(struct prefilter *f);
void prefilter_release(struct prefilter *f);

/* A paragraph, and what is known of it. */
struct prefilter_line {
    struct slice text;
    uint64_t head;
    uint32_t words, chars;
    unsigned fold;         /* enum fold_flag */
    bool marked;           /* it may start with a mark */
    struct glance_heads by_head;    /* which trials may have a regex for it: glance_at */
};

/* Prefetches the slot that prefilter_choose reads first for this head. */
static inline void prefilter_prefetch(const struct prefilter *f, uint64_t head, unsigned bytes)
{
    __builtin_prefetch(&f->ways[prefilter_home(f, head_front(head, bytes), bytes)]);
}

/* Sets a bit in regexes for each regex that may match the line; false: there is none. A regex
 * that is left out certainly does not match. trials: the bit of the trials that f belongs to. */
bool prefilter_choose(const struct prefilter *f, const struct prefilter_line *line, trials_set trials, uint64_t *regexes);

#endif
