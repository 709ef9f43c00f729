#include "dedupe/seen.h"

#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "dedupe/keys/ids.h"
#include "dedupe/keys/keystore.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

enum {
    DENSE_CHARS = 20,   /* guard for scripts without spaces between words (DESIGN) */
    RADICALS = 0x2E80   /* here Chinese begins, and behind it Japanese; Thai and its neighbours come before */
};

struct seen {
    unsigned min_words, min_chars;
    struct keystore keys;          /* its error is the first failure */
    size_t *hints;                 /* slots of its set where the keys of the paragraphs marked last belong */
    size_t n_hints, cap_hints;
    struct ids ids;
    size_t peak;                   /* the most bytes that were allocated at once */
};

/* ---- life ---- */

struct seen *seen_new(const struct seen_options *options)
{
    struct seen *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->min_words = options->min_words;
    s->min_chars = options->min_chars;
    s->keys.budget = options->budget;
    ids_init(&s->ids);
    if (keystore_reset(&s->keys, 0))
        return s;
    seen_free(s);
    return NULL;
}

void seen_free(struct seen *s)
{
    if (!s)
        return;
    keystore_release(&s->keys);
    free(s->hints);
    ids_release(&s->ids);
    free(s);
}

enum copydesk_status seen_status(const struct seen *s, struct copydesk_error *error)
{
    if (s->keys.error.status != COPYDESK_OK && error)
        *error = s->keys.error;
    return s->keys.error.status;
}

static bool fail_memory(struct seen *s)
{
    error_memory(&s->keys.error);
    return false;
}

/* ---- asking ---- */

static bool stands(const struct para *p)
{
    return p->action != COPYDESK_DROP;
}

/* Whether text, of a script without spaces, is Thai, Lao, Khmer or Burmese: these spell their words
 * out, and 20 characters are three to five of them, "he told reporters". */
static bool is_spelt_out(struct slice text)
{
    const char *p = text.ptr, *end = p + text.len;
    uint32_t cp = RADICALS;
    while (p < end) {
        p += utf8_next(p, end, &cp);
        if (chars_flags(cp) & CHARS_DENSE)
            return cp < RADICALS;
    }
    return false;
}

bool seen_guard(unsigned min_words, unsigned min_chars, const struct para *p)
{
    if (!(p->fold & FOLD_KEYED))
        return false;
    if (p->fold & FOLD_DENSE)
        return p->chars >= (is_spelt_out(p->text) ? min_chars : DENSE_CHARS);
    return p->words >= min_words && p->chars >= min_chars;
}

bool seen_compares(const struct seen *s, const struct para *p)
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

/* The sequence of no paragraphs. As all others are chained to it, the sequence of one
 * paragraph differs from that paragraph's key. */
static const struct key NO_PARAGRAPHS = { 4, 0 };

struct key seen_sequence(const struct para *paras, size_t n)
{
    struct key sequence = NO_PARAGRAPHS;
    for (size_t i = 0; i < n; i++)
        if (stands(&paras[i]) && (paras[i].fold & FOLD_KEYED))
            sequence = key_chain(sequence, paras[i].key);
    return sequence;
}

/* Looks the key up. *at: the slot of the set where it is or belongs. What is in files came first: an
 * article that an earlier run had may add a key of its own that one of this run has already. */
static bool find(struct seen *s, struct key key, struct place *place, size_t *at)
{
    *at = keyset_seek(&s->keys.set, key, place);
    if (s->keys.spill && s->keys.error.status == COPYDESK_OK
        && keystore_find_filed(&s->keys, key, place, &s->keys.error) > 0)
        return true;
    return place->article;
}

/* The id of an article, copied into the arena; empty after a failure. */
static struct slice id_of(struct seen *s, uint32_t number, struct arena *arena)
{
    struct slice id = { "", 0 };
    int code = ids_get(&s->ids, number, &id);
    if (code && s->keys.error.status == COPYDESK_OK)
        budget_check(s->keys.budget, code, &s->keys.error);
    id = arena_copy(arena, id);
    if (arena->failed)
        fail_memory(s);
    return id;
}

uint32_t seen_copy(struct seen *s, struct key sequence, struct arena *arena, struct slice *id)
{
    struct place place;
    size_t at;
    if (!find(s, sequence, &place, &at))
        return 0;
    *id = id_of(s, place.article, arena);
    return place.article;
}

struct place seen_owner(struct seen *s, const struct para *p)
{
    struct place place;
    size_t at;
    return find(s, p->key, &place, &at) ? place : (struct place){ 0, 0 };
}

void seen_prefetch(struct seen *s, struct key sequence, const struct para *paras, size_t n)
{
    keyset_prefetch(&s->keys.set, sequence);
    for (size_t i = 0; i < n; i++)
        if (seen_compares(s, &paras[i]))
            keyset_prefetch(&s->keys.set, paras[i].key);
}

/* Makes room for n hints. When memory is short there are fewer: seen_add then searches
 * for the other keys once more. */
static void make_room(struct seen *s, size_t n)
{
    size_t *bigger = n > s->cap_hints ? reallocarray(s->hints, 2 * n, sizeof *bigger) : NULL;
    if (bigger) {
        s->hints = bigger;
        s->cap_hints = 2 * n;
    }
    s->n_hints = n < s->cap_hints ? n : s->cap_hints;
}

size_t seen_mark(struct seen *s, struct para *paras, size_t n)
{
    size_t dropped = 0, at;
    make_room(s, n);
    for (size_t i = 0; i < n; i++) {
        struct para *p = &paras[i];
        struct place place;
        if (!seen_compares(s, p))
            continue;
        bool found = find(s, p->key, &place, &at);
        if (i < s->n_hints)
            s->hints[i] = at;
        if (!found)
            continue;
        p->action = COPYDESK_DROP;
        p->reason = COPYDESK_SEEN;
        p->first_line = place.line;
        p->first_number = place.article;
        dropped++;
    }
    return dropped;
}

void seen_name(struct seen *s, struct para *paras, size_t n, struct arena *arena)
{
    uint32_t named = 0;   /* the article whose id is at hand: neighbours often share it */
    struct slice id = { "", 0 };
    for (size_t i = 0; i < n; i++) {
        struct para *p = &paras[i];
        if (p->reason != COPYDESK_SEEN || !p->first_number)
            continue;
        if (p->first_number != named)
            id = id_of(s, p->first_number, arena);
        named = p->first_number;
        p->first_id = id;
    }
}

/* ---- adding ---- */

static size_t memory_now(const struct seen *s)
{
    return sizeof *s + keystore_memory(&s->keys) + s->cap_hints * sizeof *s->hints + ids_memory(&s->ids);
}

/* Moves all keys to files, and all ids but those of the last chunk. */
static bool spill_all(struct seen *s)
{
    int code = ids_spill(&s->ids, s->keys.budget.folder);
    return budget_check(s->keys.budget, code, &s->keys.error) == COPYDESK_OK && keystore_spill(&s->keys);
}

/* Sees to it that `more` keys will not outgrow the memory cap, if there is one. */
static bool keep_cap(struct seen *s, size_t more)
{
    size_t set = keyset_memory_with(&s->keys.set, more), now = memory_now(s) - keyset_memory(&s->keys.set) + set;
    return !budget_is_full(s->keys.budget, s->keys.spill != NULL, now, set + ids_unfiled(&s->ids)) || spill_all(s);
}

bool seen_add(struct seen *s, struct slice id, const struct para *paras, size_t n,
              const struct key *sequences, size_t n_sequences)
{
    if (s->keys.error.status != COPYDESK_OK || !keep_cap(s, n + n_sequences))
        return false;
    uint32_t number = ids_add(&s->ids, id);
    if (!number)
        return fail_memory(s);
    for (size_t i = 0; i < n; i++) {
        const struct para *p = &paras[i];
        if (!seen_compares(s, p))
            continue;
        struct place place = { number, p->line < PLACE_LINE_MOST ? (uint32_t)p->line : PLACE_LINE_MOST };
        if (keyset_add_at(&s->keys.set, i < s->n_hints ? s->hints[i] : 0, p->key, &place) < 0)
            return fail_memory(s);
    }
    for (size_t i = 0; i < n_sequences; i++) {
        struct place whole = { number, 0 };
        if (!key_equal(sequences[i], NO_PARAGRAPHS) && keyset_add(&s->keys.set, sequences[i], &whole) < 0)
            return fail_memory(s);
    }
    size_t now = memory_now(s);
    s->peak = now > s->peak ? now : s->peak;
    return true;
}

/* ---- all of it ---- */

uint64_t seen_count(const struct seen *s)
{
    return keystore_count(&s->keys);
}

/* Moves what is still in memory to a file, too, and goes through that in order. */
static bool each_in_files(struct seen *s, seen_each_fn *each, void *payload)
{
    struct key key;
    struct place place;
    struct keyrun_cursor c = { .run = keystore_whole(&s->keys) };
    int got = 1;
    while (c.run && (got = keyrun_next(&c, &key, &place)) > 0 && each(payload, key, place))
        ;
    if (got < 0)
        budget_check(s->keys.budget, errno, &s->keys.error);
    keyrun_cursor_release(&c);
    return got == 0;
}

bool seen_each(struct seen *s, seen_each_fn *each, void *payload)
{
    struct key key;
    struct place place;
    if (s->keys.error.status != COPYDESK_OK)
        return false;
    if (s->keys.spill)
        return each_in_files(s, each, payload);
    for (size_t at = 0; keyset_next(&s->keys.set, &at, &key, &place); )
        if (!each(payload, key, place))
            return false;
    return true;
}

struct seen_size seen_size(const struct seen *s)
{
    uint64_t files = ids_filed(&s->ids) + keystore_filed(&s->keys);
    return (struct seen_size){ seen_count(s), { s->peak, files } };
}
