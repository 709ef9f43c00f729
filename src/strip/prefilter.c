#include "strip/prefilter.h"

#include <stdlib.h>

#include "base/array.h"
#include "text/fold.h"

/* ---- learning ---- */

static bool add_way(struct prefilter *f, uint32_t regex, struct opening opening, unsigned words)
{
    struct prefilter_way *ways = array_room(f->ways, f->n_ways, &f->cap_ways, sizeof *ways);
    if (!ways)
        return false;
    f->ways = ways;
    ways[f->n_ways++] = (struct prefilter_way){ opening.head, regex, (uint16_t)words, opening.bytes, opening.marked };
    return true;
}

/* A hint for each of the texts; false when one has none, or there are no texts: then the regex has to be tried on every line. */
static bool find_hints(struct prefilter_wild *wild, const struct starts_texts *needs)
{
    for (size_t i = 0; i < needs->n; i++) {
        struct hint hint = hint_of(needs->text[i]);
        if (!hint.word.len)
            return false;
        wild->hint[wild->n_hints++] = hint;
    }
    return needs->n > 0;
}

static bool has_byte(const uint8_t set[32], size_t byte)
{
    return set[byte / 8] >> byte % 8 & 1;
}

/* Sets first to the bytes that a match can start with; returns how many they are. */
static size_t find_first(struct slice pattern, uint8_t first[32])
{
    struct starts starts = starts_of(pattern);
    size_t n = 0;
    starts_first_bytes(pattern, &starts, first);
    for (size_t c = 0; c < 256; c++)
        n += has_byte(first, c);
    return n;
}

static bool add_wild(struct prefilter *f, struct glance *g, uint32_t regex, const struct prefilter_regex *x)
{
    struct prefilter_wild wild = { .regex = regex, .words = x->words, .chars = x->chars };
    bool open = find_first(x->pattern, wild.first) == 256;
    struct prefilter_wilds *to = open ? &f->open : &f->wild;
    struct prefilter_wild *bigger = array_room(to->of, to->n, &to->cap, sizeof *bigger);
    to->of = bigger ? bigger : to->of;
    wild.hint = bigger && open ? calloc(x->needs->n + 1, sizeof *wild.hint) : NULL;
    if (!bigger || (open && !wild.hint))
        return false;
    wild.hinted = open && find_hints(&wild, x->needs);
    to->of[to->n++] = wild;
    if (open) {
        glance_add_open(g, x->trials);
        f->most_open = f->most_open > x->words ? f->most_open : x->words;
    } else {
        glance_add_first(g, x->trials, wild.first);
    }
    return true;
}

bool prefilter_learn(struct prefilter *f, struct glance *g, uint32_t regex, const struct prefilter_regex *x)
{
    struct opening found[OPENINGS_MOST];
    const struct opening *openings = x->openings;
    size_t n = x->n_openings;
    if (!openings) {
        n = openings_of(x->pattern, found);
        openings = found;
    }
    f->most = f->most > x->words ? f->most : x->words;
    for (size_t i = 0; i < n; i++)
        if (openings[i].bytes == 0)
            return add_wild(f, g, regex, x);
    for (size_t i = 0; i < n; i++) {
        if (!add_way(f, regex, openings[i], x->words))
            return false;
        glance_add(g, x->trials, openings[i]);
    }
    return true;
}

bool prefilter_finish(struct prefilter *f)
{
    size_t slots = 64;
    while (slots < 2 * f->n_ways)
        slots *= 2;
    f->mask = slots - 1;
    struct prefilter_way *table = calloc(slots, sizeof *table);
    for (size_t i = 0; table && i < f->n_ways; i++) {
        size_t at = prefilter_home(f, f->ways[i].head, f->ways[i].bytes);
        while (table[at].bytes)
            at = (at + 1) & f->mask;
        table[at] = f->ways[i];
    }
    free(f->ways);
    f->ways = table;
    return table != NULL;
}

void prefilter_release(struct prefilter *f)
{
    for (size_t i = 0; i < f->open.n; i++)
        free(f->open.of[i].hint);
    free(f->ways);
    free(f->wild.of);
    free(f->open.of);
    *f = (struct prefilter){ 0 };
}

/* ---- asking ---- */

static bool hints_stand(const struct prefilter_wild *wild, const struct prefilter_line *line)
{
    for (size_t i = 0; i < wild->n_hints; i++)
        if (line->fold & FOLD_SPELT || hint_stands(&wild->hint[i], line->text))
            return true;
    return false;
}

static bool wild_may(const struct prefilter_wild *wild, const struct prefilter_line *line, int first)
{
    return line->words <= wild->words && line->chars <= wild->chars
        && (first < 0 || has_byte(wild->first, (size_t)first)) && (!wild->hinted || hints_stand(wild, line));
}

static bool choose(uint64_t *regexes, uint32_t regex)
{
    regexes[regex / 64] |= UINT64_C(1) << regex % 64;
    return true;
}

/* Chooses by the first so many bytes of the line's head. */
static bool choose_by_head(const struct prefilter *f, const struct prefilter_line *line, unsigned bytes, uint64_t *regexes)
{
    bool any = false;
    uint64_t front = head_front(line->head, bytes);
    for (size_t i = prefilter_home(f, front, bytes); f->ways[i].bytes; i = (i + 1) & f->mask) {
        const struct prefilter_way *way = &f->ways[i];
        if (way->head == front && way->bytes == bytes && line->words <= way->words
            && (line->marked || !way->marked))
            any = choose(regexes, way->regex);
    }
    return any;
}

static bool choose_by_heads(const struct prefilter *f, const struct prefilter_line *line, trials_set trials, uint64_t *regexes)
{
    bool any = false;
    if (!(glance_any(line->by_head) & trials))
        return false;
    for (size_t i = 0; i < OPENING_LENGTHS; i++) {
        unsigned bytes = OPENING_BYTES[i];
        trials_set may = bytes < 4 ? line->by_head.few : bytes < 6 ? line->by_head.four : line->by_head.six;
        if (may & trials)
            any |= choose_by_head(f, line, bytes, regexes);
    }
    return any;
}

/* first: the first byte of the folded line; -1: not known, or it does not matter. */
static bool choose_wild(const struct prefilter_wilds *wild, const struct prefilter_line *line, int first, uint64_t *regexes)
{
    bool any = false;
    for (size_t i = 0; i < wild->n; i++)
        if (wild_may(&wild->of[i], line, first))
            any = choose(regexes, wild->of[i].regex);
    return any;
}

bool prefilter_choose(const struct prefilter *f, const struct prefilter_line *line, trials_set trials, uint64_t *regexes)
{
    bool any = line->words <= f->most_open && choose_wild(&f->open, line, -1, regexes);
    any |= choose_by_heads(f, line, trials, regexes);
    if (line->by_first & trials)
        any |= choose_wild(&f->wild, line, fold_first(line->text), regexes);
    return any;
}
