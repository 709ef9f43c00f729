#include "dedupe/seen.h"

#include <stdlib.h>

#include "base/arena.h"
#include "text/fold.h"

enum {
    SHARDS = 64,        /* growing one moves under 2 % of the keys */
    DENSE_CHARS = 20,   /* guard for scripts without spaces between words (DESIGN) */
    AHEAD = 8           /* look-ups between fetch and use; 40 ns each (measured) */
};

struct seen {
    unsigned min_words, min_chars;
    struct keyset shard[SHARDS];
    struct arena ids;
    struct slice *id;          /* of article number i + 1 */
    size_t n_ids, cap_ids;
};

struct seen *seen_new(unsigned min_words, unsigned min_chars)
{
    struct seen *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->min_words = min_words;
    s->min_chars = min_chars;
    for (size_t i = 0; i < SHARDS; i++) {
        if (!keyset_reset(&s->shard[i], 0)) {
            seen_free(s);
            return NULL;
        }
    }
    return s;
}

void seen_free(struct seen *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        keyset_release(&s->shard[i]);
    arena_release(&s->ids);
    free(s->id);
    free(s);
}

static size_t shard_of(struct key key)
{
    return key.lo % SHARDS;   /* bits that the slots do not hold */
}

static bool stands(const struct para *p)
{
    return p->action != COPYDESK_DROP;
}

bool seen_guard(unsigned min_words, unsigned min_chars, const struct para *p)
{
    if (!(p->fold & FOLD_KEYED))
        return false;
    if (p->fold & FOLD_DENSE)
        return p->chars >= DENSE_CHARS;
    return p->words >= min_words && p->chars >= min_chars;
}

static bool past_guard(const struct seen *s, const struct para *p)
{
    return stands(p) && seen_guard(s->min_words, s->min_chars, p);
}

bool seen_has_key(const struct para *paras, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (stands(&paras[i]) && (paras[i].fold & FOLD_KEYED))
            return true;
    return false;
}

struct key seen_sequence(const struct para *paras, size_t n)
{
    struct key sequence = { 4, 0 };   /* so that one paragraph is no sequence of one */
    for (size_t i = 0; i < n; i++)
        if (stands(&paras[i]) && (paras[i].fold & FOLD_KEYED))
            sequence = key_chain(sequence, paras[i].key);
    return sequence;
}

bool seen_copy(const struct seen *s, struct key sequence, struct slice *id)
{
    struct place place;
    if (!keyset_find(&s->shard[shard_of(sequence)], sequence, &place))
        return false;
    *id = s->id[place.article - 1];
    return true;
}

static void prefetch(const struct seen *s, const struct para *p)
{
    keyset_prefetch(&s->shard[shard_of(p->key)], p->key);
}

size_t seen_mark(const struct seen *s, struct para *paras, size_t n)
{
    size_t dropped = 0;
    for (size_t i = 0; i < n && i < AHEAD; i++)
        prefetch(s, &paras[i]);
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            prefetch(s, &paras[i + AHEAD]);
        struct para *p = &paras[i];
        struct place place;
        if (!past_guard(s, p) || !keyset_find(&s->shard[shard_of(p->key)], p->key, &place))
            continue;
        p->action = COPYDESK_DROP;
        p->reason = COPYDESK_SEEN;
        p->first_line = place.line;
        p->first_id = s->id[place.article - 1];
        dropped++;
    }
    return dropped;
}

/* The number of a new article, from 1; 0 when memory is short. */
static uint32_t number_article(struct seen *s, struct slice id)
{
    if (s->n_ids == s->cap_ids) {
        size_t cap = s->cap_ids ? s->cap_ids + s->cap_ids / 2 : 256;
        struct slice *bigger = reallocarray(s->id, cap, sizeof *bigger);
        if (!bigger)
            return 0;
        s->id = bigger;
        s->cap_ids = cap;
    }
    struct slice copy = arena_copy(&s->ids, id);
    if (s->ids.failed || s->n_ids == UINT32_MAX)
        return 0;
    s->id[s->n_ids++] = copy;
    return (uint32_t)s->n_ids;
}

bool seen_add(struct seen *s, struct slice id, const struct para *paras, size_t n,
              const struct key *sequences, size_t n_sequences)
{
    uint32_t number = number_article(s, id);
    if (!number)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct para *p = &paras[i];
        if (!past_guard(s, p))
            continue;
        struct place place = { number, p->line < PLACE_LINE_MOST ? (uint32_t)p->line : PLACE_LINE_MOST };
        if (keyset_add(&s->shard[shard_of(p->key)], p->key, &place) < 0)
            return false;
    }
    for (size_t i = 0; i < n_sequences; i++) {
        struct place place = { number, 0 };
        if (keyset_add(&s->shard[shard_of(sequences[i])], sequences[i], &place) < 0)
            return false;
    }
    return true;
}

size_t seen_memory(const struct seen *s)
{
    size_t bytes = s->cap_ids * sizeof *s->id;
    for (size_t i = 0; i < SHARDS; i++)
        bytes += keyset_memory(&s->shard[i]);
    return bytes;
}
