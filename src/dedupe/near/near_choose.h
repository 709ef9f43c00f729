/* near_choose -- which kept articles are worth a comparison, and the comparison,
 * wherever they are kept: in this run (near.c) or by a state (state_near.c). */
#ifndef DEDUPE_NEAR_CHOOSE_H
#define DEDUPE_NEAR_CHOOSE_H

#include "dedupe/near/near.h"
#include "dedupe/near/swaps.h"

enum {
    NEAR_SAMPLED_WHOLE = 1024,   /* shingles; of larger sets the samples are rarer, so that there are 64 to 128 */
    NEAR_LOOKS = 32,             /* candidates compared at most, the likeliest first */
    NEAR_WORN = 32               /* a key that so many articles share is worn: it tells nothing any more (guess; kept
                                    articles are no copies of one another, so what so many share is a phrase) */
};

/* One shingle of 2^level is a sample, in a set of n. */
static inline unsigned near_sample_level(size_t n)
{
    unsigned level = 3;          /* of 30 shared shingles one at least is a sample with 98 % */
    for (; n > NEAR_SAMPLED_WHOLE; n /= 2)
        level++;
    return level;
}

static inline bool near_is_sample(uint64_t hash, unsigned level)
{
    return (hash & ((UINT64_C(1) << level) - 1)) == 0;
}

/* The keys by which a text is filed and found: its bands, then its samples. Begin with near_keys_of. */
struct near_keys {
    const struct near_text *text;
    size_t bands, at;            /* at: keys and shingles passed by */
    unsigned level;
    uint16_t samples;            /* so many came, or as many as fit here */
    const uint64_t *sample;      /* the shingle whose key came last; NULL: a band's did */
};

static inline struct near_keys near_keys_of(const struct near_rules *rules, const struct near_text *text)
{
    return (struct near_keys){ .text = text, .bands = rules->bands, .level = near_sample_level(text->set.n) };
}

/* False: there are no more. */
static inline bool near_next_key(struct near_keys *k, uint64_t *key)
{
    if (k->at < k->bands) {
        *key = k->text->bands[k->at++];
        return true;
    }
    while (k->at - k->bands < k->text->set.n) {
        k->sample = &k->text->set.hashes[k->at++ - k->bands];
        if (!near_is_sample(*k->sample, k->level))
            continue;
        k->samples += k->samples < UINT16_MAX;
        *key = shingle_mix(*k->sample);    /* bands have mixed keys of their own */
        return true;
    }
    return false;
}

/* An article that shares bands or samples with the one at hand, and how many. */
struct near_candidate {
    uint32_t article, samples, bands;
};

/* What is known of a kept article without its set. */
struct near_about {
    unsigned level, samples;
};

/* Where articles are kept; their numbers are below 2^30. */
struct near_shelf {
    void *self;
    /* Fills found with articles of a key and side, NEAR_WORN at most; returns how
     * many, -1 with error filled when it failed. */
    int (*find)(void *self, uint64_t key, unsigned side, uint32_t found[NEAR_WORN], struct copydesk_error *error);
    bool (*about)(void *self, uint32_t article, struct near_about *about, struct copydesk_error *error);
};

/* Scratch. Zero-initialise. */
struct near_chooser {
    uint32_t *found;             /* articles: found by a sample number << 1, by a band number << 1 | 1 */
    size_t n, room;
    struct swaps swaps;
};
void near_chooser_release(struct near_chooser *c);

/* Fills list with the likeliest candidates; returns how many, -1 with error
 * filled when it failed. */
int near_choose(struct near_chooser *c, const struct near_shelf *shelf, const struct near_rules *rules,
                const struct near_text *text, enum near_side side, struct near_candidate list[NEAR_LOOKS],
                struct copydesk_error *error);

/* Compares whole sets: fills jaccard and containment of match. 1: they are near; 0: they are not;
 * -1 with error filled when memory is short. */
int near_compare(struct near_chooser *c, const struct near_rules *rules, const struct shingle_set *a,
                 const struct shingle_set *b, struct near_match *match, struct copydesk_error *error);

/* Whether a is the nearer match. */
bool near_is_nearer(const struct near_match *a, const struct near_match *b);

#endif
