/* DESIGN of strip_find. Nearly every paragraph is prose that no rule takes, so
 * each step is there to be done with it early: the table of literals is asked
 * only for lengths that some literal has, with the key in hand; a line is
 * folded for regexes only when its words and first letters fit one of
 * them. What is left are labels, and they are short. */
#include "strip/block.h"
#include "strip/cut.h"
#include "strip/ruleset.h"
#include "text/ascii.h"

/* An article under the eyes of all rules, and of it one paragraph. */
struct look {
    const struct rules *rules;
    struct strip_scratch *scratch;
    struct notices *notices;
    const struct article *article;
    language_set languages;   /* that the article shows */
    struct article_trials *trials;
    bool opens;            /* a block rule has hit a line */
    struct para *para;
    struct prefilter_lead lead;
    bool folded;           /* scratch->line is the fold_line of this paragraph, */
    bool grams;            /* and scratch->grams are those of that */
};

/* The trials of those languages, and of every article; found when first asked for. */
struct article_trials {
    const struct trials *of[LANGUAGE_MAX + 1];
    size_t n;
    unsigned most;         /* words of a line that any of them takes */
};

static struct slice folded_line(struct look *l)
{
    if (!l->folded)
        fold_line(l->para->text, &l->scratch->line);
    l->folded = true;
    /* out of memory: the line is looked at no more and stays */
    return l->scratch->line.failed ? SLICE("") : buf_slice(&l->scratch->line);
}

/* May this rule act in the article? */
static bool acts_in(const struct rule *r, const struct article *a)
{
    return r->acts && (!r->sourced || slice_equal(r->source, a->source));
}

/* Rules come in the order of their numbers in each step; a literal goes first. */
static void note(struct look *l, size_t rule)
{
    const struct rule *r = &l->rules->rules[rule];
    if (!acts_in(r, l->article))
        return;
    l->opens |= r->block;
    for (unsigned c = 0; c < STRIP_N_CONDITIONS; c++)
        if (r->conditions >> c & 1 && !l->para->hit[c])
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
                                   && !languages_is_latin(l->rules->languages, r->language - 1)));
}

/* Most labels are words from end to end: those have no shape, and are not folded for it. */
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

static void find_literals(struct look *l)
{
    const struct para *p = l->para;
    const struct literals *table = &l->rules->literals;
    if (!(p->fold & FOLD_KEYED) || p->chars > 2 * table->max_chars)
        return;
    /* arrows at the ends go, loose folding may shorten too: Arabic marks go */
    bool whole = literals_bare(p->text).len == p->text.len;
    bool any = !whole || p->fold & FOLD_SHORTER, has = literals_has_length(table, p->chars);
    bool blanks = p->words > 1 && p->fold & FOLD_NONASCII
        && (any || literals_has_length(table, p->chars - (p->words - 1))) && literals_blanks_vary(p->text);
    if (!any && !blanks && !has)
        return;
    if (whole && !blanks && !(p->fold & FOLD_LOOSE)) {
        probe(l, p->key);
        return;
    }
    struct fold fold;
    struct slice text = fold_literal(p->text, &l->scratch->key, &l->scratch->loose, &fold);
    if (!l->scratch->key.failed && !l->scratch->loose.failed)
        probe(l, key_of(text));
}

/* ---- regexes ---- */

static void notice_limit(struct look *l, size_t rule)
{
    if (atomic_exchange(&l->rules->noticed[rule], 1) == 0 && l->notices)
        notice(l->notices, COPYDESK_OK, NULL, 0,
               "rule %s takes too many steps for some lines, which stay; simplify its regex",
               l->rules->rules[rule].name);
}

/* Whether line has one of the texts that the regex needs. */
static bool has_needed(struct look *l, const struct rule_regex *x, struct slice line)
{
    if (!l->grams && x->needs.n)
        grams_of(line, &l->scratch->grams);
    l->grams = l->grams || x->needs.n;
    return needs_met(&x->needs, line, &l->scratch->grams);
}

static bool worth_trying(struct look *l, const struct rule_regex *x, struct slice line,
                         const struct prefilter_head *head)
{
    return l->para->words <= x->words && line.len <= x->bytes
        && prefilter_starts(&x->start, head) && has_needed(l, x, line);
}

static void try_all(struct look *l, const struct trials *t)
{
    const struct rules *r = l->rules;
    if (!prefilter_glance(&t->prefilter, &l->lead, l->para->words) || l->para->text.len > t->longest
        || !prefilter_may(&t->prefilter, l->para->text, &l->lead, l->para->words, l->para->fold))
        return;
    struct slice line = folded_line(l);
    struct prefilter_head head = prefilter_head(line);
    unsigned char first = line.len ? (unsigned char)line.ptr[0] : 0;
    for (size_t i = t->at[first]; i < t->at[first + 1] && !l->para->hit[STRIP_ALWAYS]; i++) {
        const struct rule_regex *x = &r->regexes[t->list[i]];
        if (!worth_trying(l, x, line, &head))
            continue;
        enum regex_result result = regex_match(x->regex, l->scratch->regex, line);
        if (result == REGEX_YES && !rule_spares(r, l->scratch->regex, &r->rules[x->rule], line))
            note(l, x->rule);
        else if (result == REGEX_LIMIT)
            notice_limit(l, x->rule);
    }
}

static void add_trials(struct article_trials *of, const struct trials *t)
{
    of->of[of->n++] = t;
    of->most = t->prefilter.most > of->most ? t->prefilter.most : of->most;
}

static void list_trials(const struct rules *r, language_set languages, struct article_trials *of)
{
    add_trials(of, trials_of(r, TRIALS_EAGER));
    for (int i = 0; languages >> i; i++)
        if (languages >> i & 1 && r->lazy->of[i].has)
            add_trials(of, trials_of(r, i));
}

static void find_regexes(struct look *l)
{
    if (!l->trials->n)
        list_trials(l->rules, l->languages, l->trials);
    if (l->para->words > l->trials->most)
        return;
    l->lead = prefilter_lead(l->para->text);
    for (size_t i = 0; i < l->trials->n && !l->para->hit[STRIP_ALWAYS]; i++)
        try_all(l, l->trials->of[i]);
}

/* Which languages the article shows. Whoever asks that of all articles (trials_shown)
 * is told even when no rule acts. */
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

bool strip_find(const struct rules *r, struct strip_scratch *s, struct notices *notices,
                const struct article *a, struct para *paras, size_t n)
{
    struct article_trials trials;
    trials.n = trials.most = 0;
    struct look l = { .rules = r, .scratch = s, .notices = notices, .article = a, .trials = &trials,
                      .languages = find_languages(r, paras, n) };
    for (size_t i = 0; i < n; i++) {
        struct para *p = &paras[i];
        memset(p->hit, 0, sizeof p->hit);
        if (!r->any || p->action == COPYDESK_DROP || !p->text.len)
            continue;
        l.para = p;
        l.folded = l.grams = false;
        find_literals(&l);
        if (!p->hit[STRIP_ALWAYS])
            find_regexes(&l);
        if (s->key.failed || s->loose.failed || s->line.failed)
            return false;
    }
    if (regex_scratch_failed(s->regex) || atomic_load(&r->lazy->failed))
        return false;
    return !l.opens || block_find(r, s, paras, n);
}

/* ---- cuts ---- */

/* A cut's bracket and the byte behind it, with the bit of lower case. */
struct pair { char first, second; };

static struct pair pair_of(struct slice cut)
{
    return (struct pair){ (char)(cut.ptr[0] | 0x20), (char)(cut.ptr[1] | 0x20) };
}

uint16_t strip_cut(const struct rules *r, const struct article *a, struct slice text, struct buf *out)
{
    struct pair absent = { 0, 0 };   /* one that text does not hold; most cuts have one of two */
    for (size_t i = 0; i < r->n_cuts; i++) {
        struct pair pair = pair_of(r->cuts[i].text);
        if (pair.first == absent.first && pair.second == absent.second)
            continue;
        if (ascii_find_pair(text.ptr, text.len, pair.first, pair.second) == text.len) {
            absent = pair;
            continue;
        }
        if (acts_in(&r->rules[r->cuts[i].rule], a) && cut_text(text, r->cuts[i].text, out))
            return (uint16_t)(r->cuts[i].rule + 1);
    }
    return 0;
}
