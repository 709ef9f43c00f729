#include "strip/learn.h"

#include <stdlib.h>

#include "base/array.h"
#include "dedupe/seen.h"
#include "strip/learn_top.h"
#include "text/fold.h"

/* Counters in a row of each sketch, as powers of two: 64 MiB for lines (two of these in the
 * second pass), 16 MiB for each of the others, 8 for words. With 10^8 lines a
 * counter is shared by 12, and a count of 10 still means something (guesses). */
enum { BITS_LINES = 23, BITS_OTHERS = 21, BITS_WORDS = 20 };

bool learn_init(struct learn *l, const struct copydesk_options *options)
{
    *l = (struct learn){ .options = options };
    l->lines = sketch_new(BITS_LINES);
    l->sources_of = sketch_new(BITS_OTHERS);
    l->lower = sketch_new(BITS_WORDS);
    l->texts = sketch_new(BITS_OTHERS);
    return l->lines && l->sources_of && l->lower && l->texts
        && keyset_reset(&l->source_at, 0) && keyset_reset(&l->line_at, 0) && keyset_reset(&l->once, 0)
        && keyset_reset(&l->names, 0);
}

void learn_release(struct learn *l)
{
    sketch_free(l->lines);
    sketch_free(l->sources_of);
    sketch_free(l->lower);
    sketch_free(l->texts);
    sketch_free(l->met);
    keyset_release(&l->source_at);
    keyset_release(&l->line_at);
    keyset_release(&l->once);
    keyset_release(&l->names);
    arena_release(&l->arena);
    buf_release(&l->word);
    free(l->sources);
    free(l->found);
    free(l->flags);
    *l = (struct learn){ 0 };
}

/* One more element, zeroed, at the end of an array; NULL when memory is short. */
static void *one_more(void **array, size_t *n, size_t *cap, size_t size)
{
    void *room = array_room(*array, *n, cap, size);
    if (!room)
        return NULL;
    *array = room;
    return memset((char *)room + (*n)++ * size, 0, size);
}

/* The number of a source, -1 when memory is short. */
static long source_number(struct learn *l, struct slice name)
{
    struct place at = { (uint32_t)l->n_sources + 1, 0 };
    int new = keyset_add(&l->source_at, key_of(name), &at);
    if (new > 0) {
        void *array = l->sources;
        struct learn_source *s = one_more(&array, &l->n_sources, &l->cap_sources, sizeof *s);
        l->sources = array;
        if (!s)
            return -1;
        s->name = arena_copy(&l->arena, name);
    }
    return new < 0 || l->arena.failed ? -1 : (long)at.article - 1;
}

static bool stands(const struct para *p)
{
    return p->action != COPYDESK_DROP && (p->fold & FOLD_KEYED);
}

/* A copy of an article of the same source that came before in this pass? */
static bool is_copy(struct learn *l, struct key source, const struct para *paras, size_t n)
{
    struct key text = key_chain(source, seen_sequence(paras, n));
    l->corpus += text.lo;
    return sketch_add(l->texts, text) > 1;
}

/* 1 when the line is new in the article at hand, 0 when not, -1: memory. */
static int first_here(struct learn *l, struct key key)
{
    struct place here = { 1, 0 };
    return keyset_add(&l->once, key, &here);
}

/* ---- first pass ---- */

bool learn_count(struct learn *l, const struct article *a, const struct para *paras, size_t n)
{
    struct key source = key_of(a->source);
    if (source_number(l, a->source) < 0 || !keyset_reset(&l->once, n))
        return false;
    if (is_copy(l, source, paras, n))
        return true;
    for (size_t i = 0; i < n; i++) {
        if (!stands(&paras[i]))
            continue;
        learn_note_words(l, paras[i].text, false);
        int new = first_here(l, paras[i].key);
        if (new < 0)
            return false;
        if (new && sketch_add(l->lines, key_chain(source, paras[i].key)) == 1)
            sketch_add(l->sources_of, paras[i].key);
    }
    return true;
}

bool learn_second_pass(struct learn *l)
{
    sketch_free(l->texts);
    l->texts = sketch_new(BITS_OTHERS);
    l->met = sketch_new(BITS_LINES);
    return l->texts && l->met;
}

/* ---- second pass ---- */

/* What a line tells of whether its article is new: less the more articles of
 * the source have it and the shorter it is, so that templates hardly count,
 * menus of a hundred lines neither, and the story's own paragraphs do even
 * when there are several versions of it. */
static double weight(const struct para *p, unsigned articles)
{
    double w = 1;
    for (unsigned n = articles; n > 1; n = n * 2 / 3)
        w += 0.5;
    return (p->chars < LEARN_CHARS ? p->chars : LEARN_CHARS) / w;
}

/* Most of the article stood in an earlier one? Remembers its lines. */
static bool is_near_copy(struct learn *l, struct key source, const struct para *paras, size_t n)
{
    double old = 0, all = 0;
    for (size_t i = 0; i < n; i++) {
        if (!stands(&paras[i]))
            continue;
        struct key key = key_chain(source, paras[i].key);
        double w = weight(&paras[i], sketch_count(l->lines, key));
        all += w;
        if (sketch_add(l->met, key) > 1)
            old += w;
    }
    return old * 2 > all;
}

/* Marks what stands, what recurs and what rules took. Returns how many
 * paragraphs stand that do not recur; -1 when memory is short. */
static long mark(struct learn *l, struct key source, const struct para *paras, size_t n)
{
    if (n > l->cap_flags) {
        uint8_t *bigger = realloc(l->flags, n);
        if (!bigger)
            return -1;
        l->flags = bigger;
        l->cap_flags = n;
    }
    long own = 0;
    for (size_t i = 0; i < n; i++) {
        bool up = paras[i].action != COPYDESK_DROP;
        bool often = stands(&paras[i]) && paras[i].chars <= LEARN_CHARS
            && sketch_count(l->lines, key_chain(source, paras[i].key)) >= l->options->min_articles;
        bool taken = !up && paras[i].reason == COPYDESK_RULE;
        l->flags[i] = (uint8_t)((up ? LEARN_STANDS : 0) | (often ? LEARN_RECURS : 0) | (taken ? LEARN_TAKEN : 0));
        own += up && !often;
    }
    return own;
}

/* The text in one line, for a pack. */
static struct slice in_one_line(struct arena *arena, struct slice text)
{
    struct slice copy = arena_copy(arena, text);
    for (size_t i = 0; i < copy.len; i++)
        if ((unsigned char)copy.ptr[i] < ' ')
            ((char *)copy.ptr)[i] = ' ';
    return copy;
}

/* The line's record; NULL when memory is short or there are too many. */
static struct learn_line *line_of(struct learn *l, uint32_t source, struct key key, const struct para *p)
{
    struct place at = { (uint32_t)l->n_found + 1, 0 };
    if (l->n_found >= LEARN_LINES) {
        if (!keyset_find(&l->line_at, key, &at))
            return NULL;
        return &l->found[at.article - 1];
    }
    int new = keyset_add(&l->line_at, key, &at);
    if (new == 0)
        return &l->found[at.article - 1];
    void *array = l->found;
    struct learn_line *line = new < 0 ? NULL : one_more(&array, &l->n_found, &l->cap_found, sizeof *line);
    l->found = array;
    if (line)
        *line = (struct learn_line){
            .source = source, .text = in_one_line(&l->arena, p->text), .key = p->key,
            .chars = p->chars, .words = p->words, .fold = p->fold,
        };
    return line;
}

/* Does a neighbour of paragraph i, the nearest one not gone for other reasons,
 * recur as well? */
static bool is_beside(const uint8_t *flags, size_t n, size_t i)
{
    for (size_t k = i; k-- > 0;)
        if (flags[k] & (LEARN_STANDS | LEARN_TAKEN)) {
            if (flags[k] & (LEARN_RECURS | LEARN_TAKEN))
                return true;
            break;
        }
    for (size_t k = i + 1; k < n; k++)
        if (flags[k] & (LEARN_STANDS | LEARN_TAKEN))
            return flags[k] & (LEARN_RECURS | LEARN_TAKEN);
    return false;
}

/* One more article, a, has the line as its paragraph i. */
static void add_article(struct learn *l, struct learn_line *line, const struct article *a, size_t n, size_t i)
{
    if (line->articles < LEARN_SAMPLES)
        line->samples[line->articles] = in_one_line(&l->arena, a->id);
    line->articles++;
    line->beside += is_beside(l->flags, n, i);
}

/* own: how many paragraphs of the article stand that do not recur. */
static bool look_at_lines(struct learn *l, uint32_t source, const struct article *a,
                          const struct para *paras, size_t n, size_t own)
{
    struct key source_key = key_of(a->source);
    struct learn_top top = learn_top(l, paras, l->flags, n);
    size_t before = 0;   /* of those */
    l->sources[source].untitled += top.own == top.prose;
    for (size_t i = 0; i < n; i++) {
        before += (l->flags[i] & (LEARN_STANDS | LEARN_RECURS)) == LEARN_STANDS;
        int new = l->flags[i] & LEARN_RECURS ? first_here(l, paras[i].key) : 0;
        if (new < 0)
            return false;
        if (new == 0)
            continue;
        struct learn_line *line = line_of(l, source, key_chain(source_key, paras[i].key), &paras[i]);
        if (!line && l->n_found < LEARN_LINES)
            return false;
        if (!line) {
            l->sum.left[COPYDESK_LEFT_ROOM]++;
            continue;
        }
        add_article(l, line, a, n, i);
        learn_top_count(&top, paras, i, line);
        line->head += before < strip_zone(own, false);
        line->tail += own - before < strip_zone(own, true);
    }
    return !l->arena.failed;
}

bool learn_look(struct learn *l, const struct article *a, const struct para *paras, size_t n)
{
    struct key source_key = key_of(a->source);
    long source = source_number(l, a->source);
    if (source < 0 || !keyset_reset(&l->once, n))
        return false;
    l->sum.articles++;
    if (is_copy(l, source_key, paras, n)) {
        l->sum.copies++;
        return true;
    }
    if (is_near_copy(l, source_key, paras, n)) {
        l->sum.near_copies++;
        return true;
    }
    l->sources[source].articles++;
    long own = mark(l, source_key, paras, n);
    return own >= 0 && look_at_lines(l, (uint32_t)source, a, paras, n, (size_t)own);
}
