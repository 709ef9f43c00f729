/* prefilter -- passes lines over that no regex can match, by their number of
 * words and first letters, without folding them. Strip layer.
 *
 * A trie of the ways in which matches can start, learned from each regex by
 * asking it how far a partial match gets; six characters tell "this site uses"
 * from most sentences of news. Each node knows the most words of a line
 * that some regex below it takes. */
#ifndef STRIP_PREFILTER_H
#define STRIP_PREFILTER_H

#include <stdint.h>

#include "base/slice.h"
#include "strip/regex.h"

enum { PREFILTER_SYMBOLS = 37 };     /* a-z, 0-9, space */

struct prefilter_node {
    uint16_t child[PREFILTER_SYMBOLS];   /* node numbers; 0 none */
    uint16_t words;        /* of a line that goes on in any way; 0 none */
    uint16_t below;        /* the most words here or in any node below */
};

struct prefilter {
    struct prefilter_node *nodes;    /* nodes[0] is the root */
    size_t n, cap;
    uint16_t mark[256];    /* the most words of a line that, folded, starts with this byte */
};

/* How a line that one regex matches can start; of the folded line. */
struct prefilter_start {
    uint8_t first[32], second[32];   /* sets of bytes */
};

/* Learns how matches of regex start, for lines of so many words; nothing when
 * it does not act. False when out of memory. */
bool prefilter_learn(struct prefilter *f, const struct regex *regex, struct regex_scratch *scratch,
                     unsigned words, bool acts, struct prefilter_start *start);
void prefilter_release(struct prefilter *f);

/* May some regex match text, of that many words? False is certain. */
bool prefilter_may(const struct prefilter *f, struct slice text, uint32_t words);

/* May the regex of start match this folded line? */
static inline bool prefilter_starts(const struct prefilter_start *start, struct slice folded)
{
    unsigned char a = folded.len > 0 ? (unsigned char)folded.ptr[0] : 0;
    unsigned char b = folded.len > 1 ? (unsigned char)folded.ptr[1] : 0;
    return folded.len > 0 && (start->first[a / 8] >> a % 8 & 1)
        && (folded.len == 1 || (start->second[b / 8] >> b % 8 & 1));
}

#endif
