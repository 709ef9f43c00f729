/* swaps -- how many names and numbers of one article others stand for in another, where
 * both have the same words around them: by which two reports of one template are told
 * from one report and its edited copy. Dedupe layer.
 *
 *     one      Police in Elmham said on Monday that a man of 34 was robbed
 *     other    Police in Dunmore said on Friday that a man of 27 was robbed
 *
 * The articles are laid side by side at the shingles (shingles.h) that each has once.
 * Between two of these both go on with the same words, or there is a gap: a few words of
 * one stand for a few of the other. What was cut, added or moved, or written anew at length,
 * stands for nothing and does not count. In text without capitals any word may be a name:
 * those are taken for it that one article has twice or more, and the other never.
 *
 * A long text about one person has few names. So it counts apart where a name that only one
 * article has, three times or more, stands for such a one of the other, if once both are
 * whole, two words or more: "Rosa Delgado", and then "Delgado". Where "United States"
 * stands for "US" they are not; nor do those who wrote and edited a report stand there so often.
 *
 * Only the first SWAPS_WORDS words of an article are looked at, 400 KB of text: so what is
 * needed has a bound, 6 MiB. */
#ifndef DEDUPE_SWAPS_H
#define DEDUPE_SWAPS_H

#include "dedupe/near/shingles.h"

enum { SWAPS_WORDS = 1 << 16 };

/* Keys, with a number for either article: open addressing. */
struct swaps_table {
    struct swaps_entry { uint64_t key; uint32_t a, b; } *at;
    size_t slots, room;
};

/* Scratch. Zero-initialise. */
struct swaps {
    struct hash_list a, b;       /* the words of the two */
    struct swaps_table runs;     /* where each stands, when it stands once */
    struct swaps_table words;    /* how often each stands there */
};

struct swaps_count {
    size_t matched;        /* words that both have in the same place */
    size_t swapped;        /* names and numbers for which the other has others */
    size_t characters;     /* so many of these are single characters, of scripts without spaces */
    size_t strangers;      /* gaps where a person of one article stands for one of the other; 0: never with the whole name */
};

void swaps_release(struct swaps *s);

/* False when memory is short. */
bool swaps_find(struct swaps *s, const struct shingle_set *a, const struct shingle_set *b, struct swaps_count *count);

#endif
