/* DESIGN of strip_find. Nearly every paragraph is prose that no rule takes, so each
 * step is there to rule it out early, from cheap to dear:
 *
 *   literals   the table is asked only about lengths that some literal has, by the
 *              key that the paragraph already has
 *   glance     by the paragraph's head: has a regex of any language lines that start so?
 *   prefilter  which regexes fit its head, its words and its length
 *   regexes    only for those the line is folded, and then matched
 *
 * What gets that far are labels, and they are short. */
#include <stdlib.h>

#include "strip/block.h"
#include "strip/cut.h"
#include "strip/ruleset.h"
#include "text/ascii.h"

/* One call of strip_find: the article, and the paragraph at hand. */
struct look {
    const struct rules *rules;
    struct strip_scratch *scratch;
    const struct article *article;
    language_set languages;   /* that the article shows */
    trials_set trials;     /* of these languages, and those that act in every article */
    unsigned most;         /* words of the longest line that some regex of these trials takes; */
    unsigned most_wild[2]; /* that one of their wild regexes takes (prefilter.h) */
    bool opens;            /* a block rule has hit a line */
    struct para *para;
    const struct glance_heads *heads;     /* of para */
    bool folded;           /* scratch->line is fold_line of para's text, */
    bool grams;            /* and scratch->grams are made of it */
};

static struct slice folded_line(struct look *l)
{
    if (!l->folded)
        fold_line(l->para->text, &l->scratch->line);
    l->folded = true;
    /* out of memory: the line is looked at no more and stays */
    return l->scratch->line.failed ? SLICE("") : buf_slice(&l->scratch->line);
}

/* May this rule act in the article, which has a line for it? */
static bool acts_in(const struct rules *rules, size_t rule, const struct article *a)
{
    const struct rule *r = &rules->rules[rule];
    if (!r->acts || !r->sourced)
        return r->acts;
    bool here = slice_equal(r->source, a->source);
    atomic_fetch_or_explicit(&rules->noticed[rule], here ? RULE_ACTED : RULE_ELSEWHERE, memory_order_relaxed);
    return here;
}

/* Whether a rule's hit, number + 1 or 0, makes room for another one's. */
static bool yields(const struct look *l, uint16_t hit, const struct rule *other)
{
    return !hit || (l->rules->rules[hit - 1].company && !other->company);
}

/* The first rule to hit under a condition keeps it, or the first that needs no company: literals
 * are looked up before regexes, and in each step rules come in the order of their numbers. */
static void note(struct look *l, size_t rule)
{
    const struct rule *r = &l->rules->rules[rule];
    if (!acts_in(l->rules, rule, l->article))
        return;
    l->opens |= r->block;
    for (unsigned c = 0; c < STRIP_N_CONDITIONS; c++)
        if (r->conditions >> c & 1 && yields(l, l->para->hit[c], r))
            l->para->hit[c] = (uint16_t)(rule + 1);
}

/* ---- literals ---- */

/* A literal is proof enough of its language, but for single words of Latin
 * script ("Pub", "Mehr") and those that are safe in some places only. */
static bool acts_here(const struct look *l, size_t rule)
{
    const struct rule *r = &l->rules->rules[rule];
    if (!r->language || l->languages >> (r->language - 1) & 1)
        return true;
    return r->conditions == 1u << STRIP_ALWAYS
        && (l->para->words > 1 || ((l->para->fold & FOLD_NONASCII)
                                   && !languages_is_latin(r->language - 1)));
}

/* The paragraph's literals_shape. Most labels begin and end with a word: they have none, and need no folding to tell. */
static unsigned shape_of(struct look *l)
{
    return fold_edges_kept(literals_bare(l->para->text)) ? 0 : literals_shape(folded_line(l));
}

static void probe(struct look *l, struct key key)
{
    const struct literals *table = &l->rules->literals;
    if (!literals_may_have(table, key))   /* nearly always */
        return;
    for (const struct literal *e = NULL; (e = literals_next(table, key, e));)
        if (acts_here(l, e->rule - 1) && !(shape_of(l) & ~e->shape))
            note(l, e->rule - 1);
}

bool literal_key(const struct literals *table, struct strip_scratch *s, const struct para *p, struct key *key)
{
    if (!(p->fold & FOLD_KEYED) || p->chars > 2 * table->max_chars)
        return false;
    /* arrows at the ends go, loose folding may shorten too: Arabic marks go */
    bool whole = literals_is_bare(p->text) || literals_bare(p->text).len == p->text.len;
    bool any = !whole || p->fold & FOLD_SHORTER, has = literals_has_length(table, p->chars);
    bool blanks = p->words > 1 && p->fold & FOLD_NONASCII
        && (any || literals_has_length(table, p->chars - (p->words - 1))) && literals_blanks_vary(p->text);
    if (!any && !blanks && !has)
        return false;
    *key = p->key;
    if (whole && !blanks && !(p->fold & FOLD_LOOSE))
        return true;
    struct fold fold;
    *key = key_of(fold_literal(p->text, &s->key, &s->loose, &fold));
    return !s->key.failed && !s->loose.failed;
}

/* ---- regexes ---- */

enum { FEW_NEEDS = 3 };    /* so many texts are looked for one by one before a line's grams are made (guess) */

/* Whether line has one of the texts that the regex needs. */
static bool has_needed(struct look *l, const struct rule_regex *x, struct slice line)
{
    if (!l->grams && x->needs.n <= FEW_NEEDS)
        return needs_stand(&x->needs, line);
    if (!l->grams)
        grams_of(line, &l->scratch->grams);
    l->grams = true;
    return needs_met(&x->needs, line, &l->scratch->grams);
}

static bool worth_trying(struct look *l, const struct rule_regex *x, struct slice line)
{
    return l->para->words <= x->words && l->para->chars <= x->chars && line.len <= x->bytes && has_needed(l, x, line);
}

static void try_one(struct look *l, const struct rule_regex *x, struct slice line)
{
    const struct rules *r = l->rules;
    if (!worth_trying(l, x, line))
        return;
    enum regex_result result = regex_match(x->regex, l->scratch->regex, line);
    if (result == REGEX_YES && !rule_spares(r, l->scratch->regex, &r->rules[x->rule], line))
        note(l, x->rule);
    else if (result == REGEX_LIMIT)
        atomic_fetch_or_explicit(&r->noticed[x->rule], RULE_LIMIT, memory_order_relaxed);
}

/* Tries the chosen regexes in the order of their numbers, until one takes the line anywhere; clears the choice. */
static void try_chosen(struct look *l, const struct trials *t)
{
    struct slice line = folded_line(l);
    for (size_t i = 0; i <= t->n / 64; i++) {
        for (uint64_t bits = l->scratch->chosen[i]; bits && !l->para->hit[STRIP_ALWAYS]; bits &= bits - 1)
            try_one(l, &l->rules->regexes[t->list[i * 64 + (size_t)__builtin_ctzll(bits)]], line);
        l->scratch->chosen[i] = 0;
    }
}

/* May the line start with a mark when it is folded? */
static bool may_be_marked(struct slice text)
{
    return !ascii_is_word(text.ptr[0]);
}

static void add_trials(struct look *l, int language)
{
    const struct prefilter *f = &trials_of(l->rules, language)->prefilter;
    l->trials |= trials_bit(language);
    l->most = f->most > l->most ? f->most : l->most;
    for (int marked = 0; marked < 2; marked++)
        l->most_wild[marked] = f->most_wild[marked] > l->most_wild[marked] ? f->most_wild[marked] : l->most_wild[marked];
}

/* Those of the languages that the article shows, and of every article. */
static void add_all_trials(struct look *l)
{
    add_trials(l, TRIALS_EAGER);
    for (int i = 0; l->languages >> i; i++)
        if (l->languages >> i & 1 && l->rules->lazy->of[i].has)
            add_trials(l, i);
}

static void find_regexes(struct look *l)
{
    const struct para *p = l->para;
    const struct glance *g = &l->rules->lazy->glance;
    bool marked = may_be_marked(p->text);
    trials_set wild = p->words <= l->most_wild[marked] ? glance_bits(&g->wild) : 0;
    trials_set trials = (glance_any(*l->heads) | wild) & l->trials;
    if (!trials || p->words > l->most)
        return;
    struct prefilter_line line = {
        .text = p->text, .head = p->head, .words = p->words, .chars = p->chars, .fold = p->fold,
        .marked = marked, .by_head = *l->heads,
    };
    for (; trials && !p->hit[STRIP_ALWAYS]; trials &= trials - 1) {
        const struct trials *t = trials_number(l->rules->lazy, __builtin_ctz(trials));
        if (p->text.len <= t->longest
            && prefilter_choose(&t->prefilter, &line, trials & -trials, l->scratch->chosen))
            try_chosen(l, t);
    }
}

/* ---- prefetching ---- */

/* The tables are larger than the near caches: for so many paragraphs at once it is
 * found out which of their slots will be read, and these are prefetched (guess). */
enum { AHEAD = 16 };

/* Half of all lines have more words than any regex takes, but no branch predictor can guess
 * which: they are glanced at like the others before their words are asked, and fewer branches go wrong. */
static struct glance_heads glance_ahead(const struct look *l, const struct para *p)
{
    struct glance_heads heads = glance_at(&l->rules->lazy->glance, p->head, may_be_marked(p->text));
    trials_set trials = glance_any(heads) & l->trials;
    if (!trials || p->words > l->most)
        return heads;
    const struct prefilter *f = &trials_number(l->rules->lazy, __builtin_ctz(trials))->prefilter;
    prefilter_prefetch(f, p->head, heads.six & trials ? 6 : heads.four & trials ? 4 : 3);
    if (heads.six & trials)
        prefilter_prefetch(f, p->head, HEAD_BYTES);
    return heads;
}

static void look_ahead(const struct look *l, const struct para *paras, size_t n, struct glance_heads heads[AHEAD])
{
    const struct literals *table = &l->rules->literals;
    for (size_t i = 0; i < n; i++)
        if (paras[i].text.len && paras[i].action != COPYDESK_DROP) {
            if (literals_has_length(table, paras[i].chars))
                literals_prefetch(table, paras[i].key);
            heads[i] = glance_ahead(l, &paras[i]);
        }
    for (size_t i = 0; i < n; i++)
        if (literals_has_length(table, paras[i].chars))
            literals_prefetch_slot(table, paras[i].key);
}

/* Which languages the article shows; none when nobody needs to know. When the set is watched
 * (rules_watch), their trials are made ready, which is how trials_shown knows of them later. */
static language_set find_languages(const struct rules *r, const struct para *paras, size_t n)
{
    if (!r->by_language || !(r->any || r->watched))
        return 0;
    language_set languages = languages_of(r->languages, paras, n);
    for (int i = 0; r->watched && languages >> i; i++)
        if (languages >> i & 1 && r->lazy->of[i].has)
            trials_of(r, i);
    return languages;
}

bool strip_find(const struct rules *r, struct strip_scratch *s, const struct article *a, struct para *paras, size_t n)
{
    struct look l = { .rules = r, .scratch = s, .article = a, .languages = find_languages(r, paras, n) };
    if (r->any)
        add_all_trials(&l);
    if (!s->chosen)
        s->chosen = calloc(r->n_regexes / 64 + 1, sizeof *s->chosen);
    if (!s->chosen)
        return false;
    struct glance_heads heads[AHEAD];
    bool failed = false;
    size_t title = r->any ? walls_title(r, s, paras, n, &failed) : n;
    for (size_t i = 0; i < n; i++) {
        struct para *p = &paras[i];
        if (i % AHEAD == 0 && r->any)
            look_ahead(&l, p, n - i < AHEAD ? n - i : AHEAD, heads);
        memset(p->hit, 0, sizeof p->hit);
        if (!r->any || p->action == COPYDESK_DROP || !p->text.len || i == title)
            continue;
        l.para = p;
        l.heads = &heads[i % AHEAD];
        l.folded = l.grams = false;
        struct key key;
        if (literal_key(&r->literals, s, p, &key))
            probe(&l, key);
        if (!p->hit[STRIP_ALWAYS])
            find_regexes(&l);
        if (s->key.failed || s->loose.failed || s->line.failed)
            return false;
    }
    if (failed || regex_scratch_failed(s->regex) || atomic_load(&r->lazy->failed))
        return false;
    return !l.opens || block_find(r, s, paras, n);
}

/* ---- cuts ---- */

/* A cut's first two bytes, its bracket and the next one, with the bit of lower case (0x20) set. */
struct pair { char first, second; };

static struct pair pair_of(struct slice cut)
{
    return (struct pair){ (char)(cut.ptr[0] | 0x20), (char)(cut.ptr[1] | 0x20) };
}

uint16_t strip_cut(const struct rules *r, const struct article *a, struct slice text, struct buf *out)
{
    struct pair absent = { 0, 0 };   /* text does not hold it; most cuts start with one of two pairs */
    for (size_t i = 0; i < r->n_cuts; i++) {
        struct pair pair = pair_of(r->cuts[i].text);
        if (pair.first == absent.first && pair.second == absent.second)
            continue;
        if (ascii_find_pair(text.ptr, text.len, pair.first, pair.second) == text.len) {
            absent = pair;
            continue;
        }
        if (acts_in(r, r->cuts[i].rule, a) && cut_text(text, r->cuts[i].text, out))
            return (uint16_t)(r->cuts[i].rule + 1);
    }
    return 0;
}
