#include "dedupe/seen.h"

#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "dedupe/ids.h"
#include "dedupe/spill.h"
#include "text/fold.h"

enum {
    DENSE_CHARS = 20    /* guard for scripts without spaces between words (DESIGN) */
};

struct seen {
    struct seen_options options;
    struct keyset set;
    size_t *hints;                 /* slots of set where the keys of the paragraphs marked last belong */
    size_t n_hints, cap_hints;
    struct ids ids;
    struct spill *spill;           /* NULL: all is in memory */
    size_t peak;                   /* the most bytes that were allocated at once */
    struct copydesk_error error;   /* the first failure */
};

/* ---- life ---- */

struct seen *seen_new(const struct seen_options *options)
{
    struct seen *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->options = *options;
    s->set.most = options->budget.memory / 2;   /* the ids and the filter need room, too */
    ids_init(&s->ids);
    if (keyset_reset(&s->set, 0))
        return s;
    seen_free(s);
    return NULL;
}

void seen_free(struct seen *s)
{
    if (!s)
        return;
    keyset_release(&s->set);
    free(s->hints);
    ids_release(&s->ids);
    spill_free(s->spill);
    free(s);
}

enum copydesk_status seen_status(const struct seen *s, struct copydesk_error *error)
{
    if (s->error.status != COPYDESK_OK && error)
        *error = s->error;
    return s->error.status;
}

static bool fail_memory(struct seen *s)
{
    error_memory(&s->error);
    return false;
}

/* Adds what --memory has to do with it to an error that a file function has filled. */
static bool fail_file(struct seen *s)
{
    budget_failed(s->options.budget, &s->error);
    return false;
}

/* ---- asking ---- */

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

bool seen_compares(const struct seen *s, const struct para *p)
{
    return stands(p) && seen_guard(s->options.min_words, s->options.min_chars, p);
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

/* Looks the key up in memory, then in files. *at: the slot of the set where it is or belongs. */
static bool find(struct seen *s, struct key key, struct place *place, size_t *at)
{
    *at = keyset_seek(&s->set, key, place);
    if (place->article)
        return true;
    if (!s->spill || s->error.status != COPYDESK_OK)
        return false;
    int found = spill_find(s->spill, key, place, &s->error);
    return found < 0 ? fail_file(s) : found;
}

/* The id of an article, copied into the arena; empty after a failure. */
static struct slice id_of(struct seen *s, uint32_t number, struct arena *arena)
{
    struct slice id = { "", 0 };
    int code = ids_get(&s->ids, number, &id);
    if (code && s->error.status == COPYDESK_OK)
        budget_check(s->options.budget, code, &s->error);
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
    keyset_prefetch(&s->set, sequence);
    for (size_t i = 0; i < n; i++)
        if (seen_compares(s, &paras[i]))
            keyset_prefetch(&s->set, paras[i].key);
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
    return sizeof *s + keyset_memory(&s->set) + s->cap_hints * sizeof *s->hints + ids_memory(&s->ids)
         + (s->spill ? spill_memory(s->spill) : 0);
}

/* Moves all keys to files, and all ids but those of the last chunk. */
static bool spill_all(struct seen *s)
{
    if (!s->spill && !(s->spill = spill_new(s->options.budget.folder, s->options.budget.memory / BUDGET_FILTER)))
        return fail_memory(s);
    int code = ids_spill(&s->ids, s->options.budget.folder);
    if (budget_check(s->options.budget, code, &s->error) != COPYDESK_OK)
        return false;
    if (spill_add(s->spill, &s->set, &s->error) != COPYDESK_OK)
        return fail_file(s);
    keyset_release(&s->set);
    return keyset_reset(&s->set, 0) || fail_memory(s);
}

/* Sees to it that `more` keys will not outgrow the memory cap, if there is one. */
static bool keep_cap(struct seen *s, size_t more)
{
    size_t set = keyset_memory_with(&s->set, more), now = memory_now(s) - keyset_memory(&s->set) + set;
    return !budget_is_full(s->options.budget, s->spill != NULL, now, set + ids_unfiled(&s->ids)) || spill_all(s);
}

bool seen_add(struct seen *s, struct slice id, const struct para *paras, size_t n,
              const struct key *sequences, size_t n_sequences)
{
    if (s->error.status != COPYDESK_OK || !keep_cap(s, n + n_sequences))
        return false;
    uint32_t number = ids_add(&s->ids, id);
    if (!number)
        return fail_memory(s);
    for (size_t i = 0; i < n; i++) {
        const struct para *p = &paras[i];
        if (!seen_compares(s, p))
            continue;
        struct place place = { number, p->line < PLACE_LINE_MOST ? (uint32_t)p->line : PLACE_LINE_MOST };
        if (keyset_add_at(&s->set, i < s->n_hints ? s->hints[i] : 0, p->key, &place) < 0)
            return fail_memory(s);
    }
    for (size_t i = 0; i < n_sequences; i++) {
        struct place whole = { number, 0 };
        if (!key_equal(sequences[i], NO_PARAGRAPHS) && keyset_add(&s->set, sequences[i], &whole) < 0)
            return fail_memory(s);
    }
    size_t now = memory_now(s);
    s->peak = now > s->peak ? now : s->peak;
    return true;
}

/* ---- all of it ---- */

uint64_t seen_count(const struct seen *s)
{
    return s->set.n + (s->spill ? spill_keys(s->spill) : 0);
}

/* Moves what is still in memory to files, too, and goes through these in order. */
static bool each_in_files(struct seen *s, seen_each_fn *each, void *payload)
{
    struct key key;
    struct place place;
    if (!spill_all(s))
        return false;
    struct keyrun_cursor c = { .run = spill_whole(s->spill, &s->error) };
    int got = 1;
    while (c.run && (got = keyrun_next(&c, &key, &place)) > 0 && each(payload, key, place))
        ;
    if (got < 0)
        error_system(&s->error, COPYDESK_FAILED, s->options.budget.folder, errno);
    if (s->error.status != COPYDESK_OK)
        fail_file(s);
    keyrun_cursor_release(&c);
    return got == 0;
}

bool seen_each(struct seen *s, seen_each_fn *each, void *payload)
{
    struct key key;
    struct place place;
    if (s->error.status != COPYDESK_OK)
        return false;
    if (s->spill)
        return each_in_files(s, each, payload);
    for (size_t at = 0; keyset_next(&s->set, &at, &key, &place); )
        if (!each(payload, key, place))
            return false;
    return true;
}

struct seen_size seen_size(const struct seen *s)
{
    uint64_t files = ids_filed(&s->ids) + (s->spill ? spill_bytes(s->spill) : 0);
    return (struct seen_size){ seen_count(s), { s->peak, files } };
}
