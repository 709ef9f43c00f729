#include "strip/learn/learn.h"

#include <stdlib.h>

#include "base/array.h"
#include "dedupe/seen.h"
#include "strip/learn/learn_places.h"
#include "strip/ruleset.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Counters in a row of each sketch, as powers of two: 64 MiB for lines (two of these in the
 * second pass), 16 MiB for each of the others, 8 for words. With 10^8 lines a
 * counter is shared by 12, and a count of 10 still means something (guesses). */
enum { BITS_LINES = 23, BITS_OTHERS = 21, BITS_WORDS = 20 };

bool learn_init(struct learn *l, const struct copydesk_options *options, const struct rules *rules)
{
    *l = (struct learn){ .options = options, .rules = rules };
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
    free(l->places);
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

/* Is it gone, but not as another story's headline? */
static bool is_gone(const struct learn *l, const struct para *p)
{
    bool headline = p->reason == COPYDESK_RULE && p->rule == l->rules->headline;
    return p->action == COPYDESK_DROP && !headline;
}

static bool stands(const struct learn *l, const struct para *p)
{
    return !is_gone(l, p) && (p->fold & FOLD_KEYED);
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
    long number = source_number(l, a->source);
    if (number < 0 || !keyset_reset(&l->once, n))
        return false;
    if (is_copy(l, source, paras, n))
        return true;
    l->sources[number].counted++;
    for (size_t i = 0; i < n; i++) {
        if (!stands(l, &paras[i]))
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

/* ---- second pass ---- */

/* The words of labels are no names; but only those of languages that the
 * articles show: "ada" is Turkish for an island, and elsewhere a person. */
static void note_packs(struct learn *l)
{
    const struct rules *rules = l->rules;
    for (size_t p = 0; p < rules->n_packs; p++) {
        if (!trials_shown(rules, rules->packs[p].language))
            continue;
        for (size_t i = 0; i < rules->packs[p].pack.n_items; i++) {
            const struct pack_item *item = &rules->packs[p].pack.items[i];
            bool label = item->kind == PACK_LINE || item->kind == PACK_LINES;
            if (label || item->kind == PACK_YES || item->kind == PACK_NO)
                learn_note_words(l, item->text, label);
        }
    }
}

bool learn_second_pass(struct learn *l)
{
    note_packs(l);
    sketch_free(l->texts);
    l->texts = sketch_new(BITS_OTHERS);
    l->met = sketch_new(BITS_LINES);
    return l->texts && l->met && !l->word.failed;
}

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

/* In how many articles of the first pass does a line stand for which a rule may be proposed? */
static uint32_t wanted(const struct learn *l, const struct learn_source *source)
{
    uint64_t share = ((uint64_t)source->counted * l->options->min_share + 99) / 100;
    return share > l->options->min_articles ? (uint32_t)share : l->options->min_articles;
}

/* Most of the article stood in an earlier one? Remembers its lines, and counts those met for the
 * first time of which there are many, but too few. */
static bool is_near_copy(struct learn *l, const struct learn_source *s, struct key source,
                         const struct para *paras, size_t n)
{
    double old = 0, all = 0;
    for (size_t i = 0; i < n; i++) {
        if (!stands(l, &paras[i]))
            continue;
        struct key key = key_chain(source, paras[i].key);
        unsigned articles = sketch_count(l->lines, key);
        double w = weight(&paras[i], articles);
        all += w;
        if (sketch_add(l->met, key) > 1)
            old += w;
        else if (articles >= l->options->min_articles && articles < wanted(l, s) && paras[i].chars <= LEARN_CHARS)
            l->sum.left[COPYDESK_LEFT_FEW]++;
    }
    return old * 2 > all;
}

/* See learn_places.h. */
static uint8_t flags_of(struct learn *l, const struct learn_source *s, struct key source, const struct para *p)
{
    enum { HALF = 50, FIFTH = 20 };
    if (is_gone(l, p))
        return p->reason == COPYDESK_RULE ? LEARN_TAKEN | LEARN_HALF | LEARN_FIFTH : 0;
    if (!stands(l, p))
        return LEARN_STANDS;
    unsigned articles = sketch_count(l->lines, key_chain(source, p->key));
    if (p->chars > LEARN_CHARS || articles < wanted(l, s))
        return p->action == COPYDESK_DROP ? 0 : articles < 2 ? LEARN_STANDS | LEARN_ALONE : LEARN_STANDS;
    unsigned flags = LEARN_STANDS | LEARN_RECURS;
    if (learn_is_named(l, p->text))
        return (uint8_t)(flags | LEARN_NAME);
    if (learn_reaches(articles, s->counted, HALF))
        flags |= LEARN_HALF | LEARN_FIFTH;
    else if (learn_is_sentence(p->text, p->chars, p->words, p->fold))
        flags |= LEARN_SENTENCE;
    else if (learn_reaches(articles, s->counted, FIFTH))
        flags |= LEARN_FIFTH;
    return (uint8_t)flags;
}

/* Room for what is noted of n paragraphs. False: memory is short. */
static bool make_room(struct learn *l, size_t n)
{
    if (n <= l->cap_marks)
        return true;
    free(l->flags);
    free(l->places);
    l->flags = malloc(n);
    l->places = malloc(n * sizeof *l->places);
    l->cap_marks = l->flags && l->places ? n : 0;
    return l->cap_marks > 0;
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

/* The name of an article, or the beginning of it. */
static struct slice sample(struct learn *l, struct slice id)
{
    if (id.len > LEARN_ID)
        id.len = (size_t)(utf8_prev(id.ptr, id.ptr + LEARN_ID) - id.ptr);
    return in_one_line(&l->arena, id);
}

/* One more article, a, has the line, in these places. */
static void add_article(struct learn *l, struct learn_line *line, const struct article *a, uint16_t places)
{
    if (line->articles < LEARN_SAMPLES)
        line->samples[line->articles] = sample(l, a->id);
    line->articles++;
    for (size_t i = 0; i < LEARN_PLACES; i++)
        line->at[i] += places >> i & 1;
}

/* The article's lines that recur, each once. */
static bool look_at_lines(struct learn *l, uint32_t source, const struct article *a, const struct para *paras, size_t n)
{
    struct key source_key = key_of(a->source);
    struct learn_source *s = &l->sources[source];
    s->untitled += learn_places(l, paras, l->flags, n, l->places);
    for (size_t i = 0; i < n; i++) {
        int new = l->flags[i] & LEARN_RECURS ? first_here(l, paras[i].key) : 0;
        if (new < 0)
            return false;
        if (new == 0)
            continue;
        struct key key = key_chain(source_key, paras[i].key);
        struct learn_line *line = line_of(l, source, key, &paras[i]);
        if (!line && l->n_found < LEARN_LINES)
            return false;
        if (!line) {
            l->sum.left[COPYDESK_LEFT_ROOM] += sketch_count(l->met, key) == 1;   /* in its first article */
            continue;
        }
        add_article(l, line, a, l->places[i]);
        s->signs |= l->flags[i] & LEARN_NAME && l->places[i] >> AT_LAST & 1 && !(l->places[i] >> AT_FIFTH & 1);
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
    struct learn_source *s = &l->sources[source];
    if (is_near_copy(l, s, source_key, paras, n)) {
        l->sum.near_copies++;
        return true;
    }
    s->articles++;
    if (!make_room(l, n))
        return n == 0;
    for (size_t i = 0; i < n; i++)
        l->flags[i] = flags_of(l, s, source_key, &paras[i]);
    return look_at_lines(l, (uint32_t)source, a, paras, n);
}
