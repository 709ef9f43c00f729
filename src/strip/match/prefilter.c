#include "strip/match/prefilter.h"

#include <stdlib.h>

#include "base/array.h"
#include "text/ascii.h"
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

/* May it match a line that starts with a letter or digit of ASCII? That folds to itself, or with an accent behind it to
 * what does not start with 0xE2, as the marks beyond Latin-1 do. */
static bool takes_unmarked(const uint8_t first[32])
{
    for (unsigned c = 0; c < 256; c++)
        if (has_byte(first, c) && c != 0xE2 && (c >= 0x80 || ascii_is_word((char)c)))
            return true;
    return false;
}

static bool add_wild(struct prefilter *f, struct glance *g, uint32_t regex, const struct prefilter_regex *x)
{
    struct prefilter_wild wild = { .regex = regex, .words = x->words, .chars = x->chars };
    bool first = find_first(x->pattern, wild.first) < 256;
    struct prefilter_wild *bigger = array_room(f->wild, f->n_wild, &f->cap_wild, sizeof *bigger);
    f->wild = bigger ? bigger : f->wild;
    wild.hint = bigger ? calloc(x->needs->n + 1, sizeof *wild.hint) : NULL;
    if (!bigger || !wild.hint)
        return false;
    wild.hinted = !first && find_hints(&wild, x->needs);
    f->wild[f->n_wild++] = wild;
    glance_add_wild(g, x->trials);
    for (int marked = !takes_unmarked(wild.first); marked < 2; marked++)
        f->most_wild[marked] = f->most_wild[marked] > x->words ? f->most_wild[marked] : x->words;
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
    for (size_t i = 0; i < f->n_wild; i++)
        free(f->wild[i].hint);
    free(f->ways);
    free(f->wild);
    *f = (struct prefilter){ 0 };
}

/* ---- asking ---- */

/* What is found out of a line when it is first asked for. */
struct asked {
    int first;             /* the first byte of the folded line; -1: it cannot be told */
    bool dense_known;
    struct hint_dense dense;
};
enum { NOT_ASKED = -2 };

static bool hint_is_in(const struct hint *h, struct slice text, struct asked *asked)
{
    if (!h->dense)
        return hint_stands(h, text);
    if (!asked->dense_known)
        hint_dense_of(text, &asked->dense);
    asked->dense_known = true;
    return hint_may_stand(h, &asked->dense) && hint_stands(h, text);
}

static bool hints_stand(const struct prefilter_wild *wild, const struct prefilter_line *line, struct asked *asked)
{
    for (size_t i = 0; i < wild->n_hints; i++)
        if (line->fold & FOLD_SPELT || hint_is_in(&wild->hint[i], line->text, asked))
            return true;
    return false;
}

static bool wild_may(const struct prefilter_wild *wild, const struct prefilter_line *line, struct asked *asked)
{
    if (line->words > wild->words || line->chars > wild->chars)
        return false;
    if (wild->hinted)
        return hints_stand(wild, line, asked);
    if (asked->first == NOT_ASKED)
        asked->first = fold_first(line->text);
    return asked->first < 0 || has_byte(wild->first, (size_t)asked->first);
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

static bool choose_wild(const struct prefilter *f, const struct prefilter_line *line, uint64_t *regexes)
{
    bool any = false;
    struct asked asked;    /* its set is made when it is asked for */
    asked.first = NOT_ASKED;
    asked.dense_known = false;
    for (size_t i = 0; i < f->n_wild; i++)
        if (wild_may(&f->wild[i], line, &asked))
            any = choose(regexes, f->wild[i].regex);
    return any;
}

bool prefilter_choose(const struct prefilter *f, const struct prefilter_line *line, trials_set trials, uint64_t *regexes)
{
    bool any = line->words <= f->most_wild[line->marked] && choose_wild(f, line, regexes);
    return any | choose_by_heads(f, line, trials, regexes);
}
