#include "dedupe/state/state_near.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/path.h"
#include "dedupe/state/state_parts.h"
#include "text/fold.h"

/* ---- the files ---- */

static enum copydesk_status open_run(struct state *s, size_t i, struct copydesk_error *error)
{
    struct copydesk_error why = { 0 };
    char *path = state_file_path(s, LEDGER_NEARS, s->files[LEDGER_NEARS].at[i].file);
    if (!path)
        return error_memory(error);
    s->nears[i] = nearrun_open(path, FOLD_PROFILE, &why);
    free(path);
    return s->nears[i] ? COPYDESK_OK : state_spoilt(s, LEDGER_NEARS, i, &why, error);
}

/* Which half of newest an entry belongs to. 1: paragraphs; 0: views. */
static unsigned kind_of(unsigned sides)
{
    return (sides & NEARRUN_PARAGRAPHS) != 0;
}

/* Fills newest. False when memory is short. */
static bool find_newest(struct state *s)
{
    s->newest[0] = calloc(s->next + 1, 1);
    s->newest[1] = calloc(s->next + 1, 1);
    if (!s->newest[0] || !s->newest[1])
        return false;
    for (size_t run = 0; run < s->files[LEDGER_NEARS].n; run++)
        for (uint64_t i = 0; i < nearrun_entries(s->nears[run]); i++) {
            struct near_entry entry = nearrun_entry(s->nears[run], i);
            if (entry.number < s->next)
                s->newest[kind_of(entry.sides)][entry.number] = (uint8_t)(run + 1);
        }
    return true;
}

enum copydesk_status state_near_open(struct state *s, struct copydesk_error *error)
{
    enum copydesk_status status = state_list(s, LEDGER_NEARS, error);
    for (size_t i = 0; status == COPYDESK_OK && i < s->files[LEDGER_NEARS].n; i++)
        status = open_run(s, i, error);
    return status == COPYDESK_OK && !find_newest(s) ? error_memory(error) : status;
}

bool state_near_is_current(const struct state *s, size_t run, uint32_t number, unsigned sides)
{
    return state_counts(s, number) && s->newest[kind_of(sides)][number] == run + 1;
}

/* ---- looking up ---- */

/* The article's entry for any of these sides, in the newest run that has such views of it, or
 * its paragraphs. False: there is none. */
static bool find_entry(const struct state *s, uint32_t number, unsigned sides, size_t *run, struct near_entry *entry)
{
    const uint8_t *newest = s->newest[kind_of(sides)];
    if (!newest || number >= s->next || !newest[number])
        return false;
    *run = newest[number] - 1u;
    const struct nearrun *r = s->nears[*run];
    for (uint64_t at = nearrun_search(r, number); at < nearrun_entries(r); at++) {
        *entry = nearrun_entry(r, at);
        if (entry->number != number || (entry->sides & sides))
            return entry->number == number;
    }
    return false;
}

bool state_near_has(const struct state *s, uint32_t number)
{
    size_t run;
    struct near_entry entry;
    return number && find_entry(s, number, NEAR_BEFORE | NEAR_AFTER, &run, &entry);
}

bool state_near_is(const struct state *s, uint32_t number, unsigned sides, struct slice coded)
{
    size_t run;
    struct near_entry entry;
    struct slice there;
    return find_entry(s, number, sides, &run, &entry) && entry.sides == sides
        && nearrun_set(s->nears[run], &entry, &there) && slice_equal(there, coded);
}

/* One look-up in all runs. */
struct look {
    const struct state *state;
    unsigned side;
    uint32_t below;
    size_t run;                /* the one that is asked at the moment */
};

static bool counts(void *payload, uint32_t number)
{
    const struct look *l = payload;
    return number < l->below && state_near_is_current(l->state, l->run, number, l->side);
}

static int find(void *self, uint64_t key, unsigned side, uint32_t found[NEAR_WORN], struct copydesk_error *error)
{
    struct look *l = self;
    size_t n = 0;
    (void)error;
    for (l->run = 0; l->run < l->state->files[LEDGER_NEARS].n && n < NEAR_WORN; l->run++)
        n += nearrun_find(l->state->nears[l->run], key, side, counts, l, found + n, NEAR_WORN - n);
    return (int)n;
}

static bool about(void *self, uint32_t number, struct near_about *about, struct copydesk_error *error)
{
    size_t run;
    struct near_entry entry = { 0 };
    (void)error;
    const struct look *l = self;
    bool found = find_entry(l->state, number, l->side, &run, &entry);
    *about = (struct near_about){ found ? entry.level : 0, found ? entry.samples : 0 };
    return true;
}

/* Compares text with what is kept of an article. 1: they are near; 0: they are not, or it
 * is not there; -1: failed. */
static int compare(const struct look *l, struct state_near_scratch *scratch, const struct near_rules *rules,
                   const struct near_text *text, uint32_t number, struct state_near_match *match,
                   struct copydesk_error *error)
{
    struct near_match m = { 0 };
    size_t run;
    struct near_entry entry = { 0 };
    struct shingle_set other;
    struct slice coded;
    if (!find_entry(l->state, number, l->side, &run, &entry))
        return 0;
    if (!nearrun_set(l->state->nears[run], &entry, &coded)) {
        state_damaged(l->state, LEDGER_NEARS, run, error);
        return -1;
    }
    if (!shingles_decode(&scratch->other, coded, &other)) {
        error_memory(error);
        return -1;
    }
    int near = near_compare(&scratch->chooser, rules, &text->set, &other, &m, error);
    *match = (struct state_near_match){ number, (uint16_t)m.jaccard, (uint16_t)m.containment };
    return near;
}

/* Prefetches what all look-ups of text will touch: first the directories, which tell
 * where the pairs are, then these. */
static void prefetch(const struct state *s, const struct near_rules *rules, const struct near_text *text)
{
    static void (*const steps[])(const struct nearrun *, uint64_t) = { nearrun_fetch_slice, nearrun_fetch_pairs };
    for (size_t step = 0; step < 2; step++)
        for (size_t run = 0; run < s->files[LEDGER_NEARS].n; run++) {
            struct near_keys keys = near_keys_of(rules, text);
            for (uint64_t key; near_next_key(&keys, &key);)
                steps[step](s->nears[run], key);
        }
}

/* Whether a is the better match: more alike, or as alike and earlier. */
static bool comes_first(const struct state_near_match *a, const struct state_near_match *b)
{
    struct near_match x = { .jaccard = a->jaccard, .containment = a->containment };
    struct near_match y = { .jaccard = b->jaccard, .containment = b->containment };
    return near_is_nearer(&x, &y) || (!near_is_nearer(&y, &x) && a->number < b->number);
}

/* Inserts a match into the sorted list of n. */
static void insert(struct state_near_match *list, int n, struct state_near_match m)
{
    int at = n;
    for (; at > 0 && comes_first(&m, &list[at - 1]); at--)
        list[at] = list[at - 1];
    list[at] = m;
}

int state_near_find(const struct state *s, struct state_near_scratch *scratch, const struct near_rules *rules,
                    const struct near_text *text, enum near_side side, uint32_t below,
                    struct state_near_match list[NEAR_LOOKS], struct copydesk_error *error)
{
    struct near_candidate candidates[NEAR_LOOKS];
    struct look look = { .state = s, .side = (unsigned)side, .below = below };
    const struct near_shelf shelf = { &look, find, about };
    int n = 0;
    if (s->files[LEDGER_NEARS].n == 0 || text->set.n < NEAR_LEAST)
        return 0;
    prefetch(s, rules, text);
    int chosen = near_choose(&scratch->chooser, &shelf, rules, text, side, candidates, error);
    for (int i = 0; i < chosen; i++) {
        struct state_near_match m;
        int near = compare(&look, scratch, rules, text, candidates[i].article, &m, error);
        if (near < 0)
            return -1;
        if (near)
            insert(list, n++, m);
    }
    return chosen < 0 ? -1 : n;
}

int state_near_ask(const struct state *s, struct state_near_scratch *scratch, const struct near_rules *rules,
                   const struct near_text *text, enum near_side side, uint32_t number,
                   struct state_near_match *match, struct copydesk_error *error)
{
    const struct look look = { .state = s, .side = (unsigned)side };
    if (text->set.n < NEAR_LEAST || !state_counts(s, number))
        return 0;
    return compare(&look, scratch, rules, text, number, match, error);
}

/* ---- paragraphs ---- */

enum copydesk_status state_near_paragraphs_of(const struct state *s, uint32_t number, struct slice *coded,
                                              struct copydesk_error *error)
{
    size_t run;
    struct near_entry entry;
    *coded = SLICE("");
    if (!find_entry(s, number, NEARRUN_PARAGRAPHS, &run, &entry))
        return COPYDESK_OK;
    return nearrun_set(s->nears[run], &entry, coded) ? COPYDESK_OK : state_damaged(s, LEDGER_NEARS, run, error);
}

/* Of all runs' next paragraphs that count, those of the lowest number: *entry, and the run that has
 * it; as many as there are runs: none has any more. at: the next entry of each run. */
static size_t next_paragraphs(const struct state *s, uint64_t at[RUNS_MOST], struct near_entry *entry)
{
    size_t best = s->files[LEDGER_NEARS].n;
    for (size_t i = 0; i < s->files[LEDGER_NEARS].n; i++) {
        struct near_entry e = { 0 };
        for (; at[i] < nearrun_entries(s->nears[i]); at[i]++) {
            e = nearrun_entry(s->nears[i], at[i]);
            if (kind_of(e.sides) && state_near_is_current(s, i, e.number, e.sides))
                break;
        }
        if (at[i] == nearrun_entries(s->nears[i]) || (best < s->files[LEDGER_NEARS].n && e.number >= entry->number))
            continue;
        best = i;
        *entry = e;
    }
    return best;
}

enum copydesk_status state_near_each_paragraphs(const struct state *s, state_near_paragraphs *each, void *payload,
                                                struct copydesk_error *error)
{
    uint64_t at[RUNS_MOST] = { 0 };
    struct near_entry entry;
    struct slice coded;
    enum copydesk_status status = COPYDESK_OK;
    for (size_t run; status == COPYDESK_OK && (run = next_paragraphs(s, at, &entry)) < s->files[LEDGER_NEARS].n; at[run]++)
        status = nearrun_set(s->nears[run], &entry, &coded) ? each(payload, entry.number, coded, error)
                                                            : state_damaged(s, LEDGER_NEARS, run, error);
    return status;
}

void state_near_release(struct state_near_scratch *scratch)
{
    near_chooser_release(&scratch->chooser);
    shingles_release(&scratch->other);
}
