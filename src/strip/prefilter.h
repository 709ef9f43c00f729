/* prefilter -- passes lines over that no regex can match, by their number of
 * words and first letters, without folding them. Strip layer.
 *
 * A trie of the ways in which matches can start, learned from the pattern of
 * each regex; six characters tell "this site uses"
 * from most sentences of news. Each node knows the most words of a line
 * that some regex below it takes. A regex that can start with anything would let
 * every line pass: its line is known by a word that it holds, or by its script. */
#ifndef STRIP_PREFILTER_H
#define STRIP_PREFILTER_H

#include <stdint.h>

#include "base/slice.h"
#include "strip/hint.h"
#include "strip/starts.h"

enum { PREFILTER_DEPTH = 6 };        /* characters */
enum { PREFILTER_HASHES = 1024, PREFILTER_ONE = 256, PREFILTER_TWO = 1024 };
enum { PREFILTER_WORDS = UINT8_MAX, PREFILTER_KINDS = 4, PREFILTER_LEADS = 1 + STARTS_SYMBOLS * STARTS_SYMBOLS * PREFILTER_KINDS };

struct prefilter_node {
    uint16_t child[STARTS_SYMBOLS];   /* node numbers; 0 none */
    uint16_t words;        /* of a line that goes on in any way; 0 none */
    uint16_t below;        /* the most words here or in any node below */
};

/* A regex whose matches can start with anything, but hold one of some words, or
 * something far from Latin script. */
struct prefilter_open {
    struct hint hint[STARTS_TEXTS];
    size_t n_hints;
    bool far;              /* anything far from Latin script will do */
    unsigned words;        /* of a line that it takes, at most */
};

struct prefilter {
    uint8_t *lead;         /* PREFILTER_LEADS: the most words of a line that starts so, PREFILTER_WORDS for more;
                              NULL: there is no regex */
    unsigned most, most_open;        /* words of a line that some regex, some open one takes */
    struct prefilter_node *nodes;    /* nodes[0] is the root */
    size_t n, cap;
    struct prefilter_open *open;     /* apart from the nodes */
    size_t n_open;
    uint16_t mark[256];    /* the most words of a line that, folded, starts with this byte */
};

/* How a line starts, told before it is folded; of one line for all prefilters. */
struct prefilter_lead {
    int first;             /* the first byte when folded, where the text starts otherwise; or -1: not known */
    uint16_t slot;         /* of its first characters in prefilter.lead; 0: they are not sure */
};

/* How a line that one regex matches can start; of the folded line. */
struct prefilter_start {
    uint8_t first[32];     /* a set of bytes */
    bool open;             /* with anything */
    uint8_t depths;        /* how many symbols its ways to start have, a bit for each length; 0: none starts with one */
    uint8_t heads[PREFILTER_HASHES / 8];   /* a set of their hashes */
    uint8_t one[PREFILTER_ONE / 8];        /* sets of hashes: of a first character beyond ASCII, whatever follows it, */
    uint8_t two[PREFILTER_TWO / 8];        /* and of one with the next character */
};

/* The hashes of the symbols with which a folded line starts, so many. */
struct prefilter_head {
    uint8_t known;
    bool far, alone;       /* the first character is beyond ASCII; it is all of the line */
    uint16_t one, two;     /* then: hashes of it, of it and the next */
    uint16_t hash[PREFILTER_DEPTH + 1];
};

/* Learns how matches of pattern start, for lines of so many words. needs, as of
 * starts_needs, points into what must outlive f. False when out of memory. */
bool prefilter_learn(struct prefilter *f, struct slice pattern, const struct starts_texts *needs, unsigned words,
                     struct prefilter_start *start);
/* When all is learned. False when out of memory. */
bool prefilter_finish(struct prefilter *f);
void prefilter_release(struct prefilter *f);

struct prefilter_lead prefilter_lead(struct slice text);

/* Nearly every line is passed over by this glance. */
static inline bool prefilter_glance(const struct prefilter *f, const struct prefilter_lead *lead, uint32_t words)
{
    if (!f->lead)
        return false;
    unsigned most = f->lead[lead->slot];
    return words <= most || words <= f->most_open || most == PREFILTER_WORDS;
}

/* May some regex match text, of that many words, whose fold has these flags?
 * False is certain. Text is not empty, and passed the glance. */
bool prefilter_may(const struct prefilter *f, struct slice text, const struct prefilter_lead *lead,
                   uint32_t words, unsigned fold);

struct prefilter_head prefilter_head(struct slice folded);

static inline uint16_t prefilter_hash(uint16_t before, unsigned symbol)
{
    return (uint16_t)((before * 37u + symbol + 1) % PREFILTER_HASHES);   /* 37 is odd: no bit of before is lost */
}

/* May the regex of start match the folded line with this head? Its first byte
 * is one of the regex. */
static inline bool prefilter_starts(const struct prefilter_start *start, const struct prefilter_head *head)
{
    if (start->open)
        return true;
    if (head->far)
        return head->alone || (start->one[head->one / 8] >> head->one % 8 & 1)
            || (start->two[head->two / 8] >> head->two % 8 & 1);
    if (!start->depths || start->depths >> head->known >> 1)   /* a longer way may be the line's */
        return true;
    for (unsigned depth = 0; depth <= head->known; depth++) {
        unsigned hash = head->hash[depth];
        if (start->depths >> depth & 1 && start->heads[hash / 8] >> hash % 8 & 1)
            return true;
    }
    return false;
}

#endif
