#include "dedupe/near/swaps.h"

#include <stdlib.h>

enum { GAP = 12 };         /* words of a gap at most: what is longer was written anew (guess) */
static const uint32_t MANY = UINT32_MAX;

void swaps_release(struct swaps *s)
{
    free(s->a.at);
    free(s->b.at);
    free(s->runs.at);
    free(s->words.at);
    *s = (struct swaps){ 0 };
}

/* ---- tables ---- */

/* Empties the table, and makes room for n keys. False when memory is short. */
static bool clear(struct swaps_table *t, size_t n)
{
    enum { FIRST = 1024 };
    for (t->slots = FIRST; t->slots < 2 * n; t->slots *= 2)
        ;
    if (t->slots > t->room) {
        free(t->at);
        t->at = reallocarray(NULL, t->slots, sizeof *t->at);
        t->room = t->at ? t->slots : 0;
    }
    if (t->at)
        memset(t->at, 0, t->slots * sizeof *t->at);
    return t->at != NULL;
}

/* The entry of a key that is not 0; when it is not there a free one, where it belongs. */
static struct swaps_entry *look(const struct swaps_table *t, uint64_t key)
{
    size_t i = shingle_mix(key) & (t->slots - 1);
    while (t->at[i].key && t->at[i].key != key)
        i = (i + 1) & (t->slots - 1);
    return &t->at[i];
}

/* ---- where they are the same ---- */

struct side {
    const uint64_t *words;
    size_t n;
};

/* The key in a table of the run that ends with word i, *first its first word; 0: there is none. */
static uint64_t run_ending(const struct side *side, size_t i, size_t *first)
{
    size_t width = shingle_width(side->words[i]);
    if (i + 1 < width)
        return 0;
    *first = i + 1 - width;
    return shingle_of(side->words + *first, width) + 1;
}

/* Notes each run's place + 1 in a and in b, or MANY. */
static bool find_runs(struct swaps_table *t, const struct side *a, const struct side *b)
{
    size_t first;
    uint64_t key;
    if (!clear(t, a->n))
        return false;
    for (size_t i = 0; i < a->n; i++) {
        if (!(key = run_ending(a, i, &first)))
            continue;
        struct swaps_entry *e = look(t, key);
        e->key = key;
        e->a = e->a ? MANY : (uint32_t)first + 1;
    }
    for (size_t i = 0; i < b->n; i++) {
        if (!(key = run_ending(b, i, &first)))
            continue;
        struct swaps_entry *e = look(t, key);
        if (e->key)
            e->b = e->b ? MANY : (uint32_t)first + 1;
    }
    return true;
}

static uint64_t word_key(uint64_t word)
{
    return row_text(word) + UINT64_C(1);
}

/* How often each word stands in a and in b. */
static bool count_words(struct swaps_table *t, const struct side *a, const struct side *b)
{
    if (!clear(t, a->n + b->n))
        return false;
    for (size_t i = 0; i < a->n; i++) {
        struct swaps_entry *e = look(t, word_key(a->words[i]));
        e->key = word_key(a->words[i]);
        e->a++;
    }
    for (size_t i = 0; i < b->n; i++) {
        struct swaps_entry *e = look(t, word_key(b->words[i]));
        e->key = word_key(b->words[i]);
        e->b++;
    }
    return true;
}

/* ---- gaps ---- */

struct pair {
    struct side a, b;
    struct swaps *s;
    bool cased;            /* one of them has names */
    bool apart;            /* only names that the other article never has tell; s->words is filled */
    struct swaps_count *count;
    size_t gaps, whole;    /* where something tells on both sides, if apart again and again; and two words or more */
};

/* Whether a word tells one report from another. */
static bool tells(const struct pair *p, uint64_t word)
{
    bool named = row_kind(word) & (ROW_NAME | ROW_NUMBER);
    if (!p->apart && (named || p->cased))
        return named;
    const struct swaps_entry *e = look(&p->s->words, word_key(word));
    if (p->apart)
        return row_kind(word) & ROW_NAME && (!e->a || !e->b);
    return (e->a >= 2 && !e->b) || (e->b >= 2 && !e->a);
}

/* How many words of the gap in x tell, and nothing in y is like them. */
static size_t told_by(const struct pair *p, struct side x, struct side y)
{
    size_t n = 0;
    for (size_t i = 0; i < x.n; i++) {
        bool alike = false;
        for (size_t k = 0; k < y.n && !alike; k++)
            alike = row_alike(x.words[i], y.words[k]);
        n += !alike && tells(p, x.words[i]);
    }
    return n;
}

/* Whether what tells in x stands in its article again and again. */
static bool recurs(const struct pair *p, struct side x)
{
    enum { AGAIN = 3 };   /* less often names stand in credits, which editors change */
    for (size_t i = 0; i < x.n; i++) {
        const struct swaps_entry *e = look(&p->s->words, word_key(x.words[i]));
        if (tells(p, x.words[i]) && (e->a >= AGAIN || e->b >= AGAIN))
            return true;
    }
    return false;
}

static void judge_gap(struct pair *p, struct side x, struct side y)
{
    while (x.n && y.n && row_text(x.words[x.n - 1]) == row_text(y.words[y.n - 1])) {
        x.n--, y.n--;
        p->count->matched++;
    }
    if (!x.n || !y.n || x.n > GAP || y.n > GAP)
        return;
    size_t n = told_by(p, x, y), m = told_by(p, y, x);
    n = n < m ? n : m;
    bool counts = !p->apart || (recurs(p, x) && recurs(p, y));
    p->gaps += counts && n > 0;
    p->whole += counts && n > 1;
    p->count->swapped += n;
    p->count->characters += row_kind(*x.words) & ROW_DENSE ? n : 0;
}

/* The next place from *i on where a begins a run that both have once; *j: where b does. Their first
 * words at least are the same: two runs may have one hash. False at the end, with both there. */
static bool next_anchor(const struct pair *p, size_t *i, size_t *j)
{
    size_t first;
    for (size_t at = *i; at < p->a.n; at++) {
        uint64_t key = run_ending(&p->a, at, &first);
        if (!key || first < *i)
            continue;
        const struct swaps_entry *e = look(&p->s->runs, key);
        if (e->a == MANY || e->b == MANY || !e->b || row_text(p->a.words[first]) != row_text(p->b.words[e->b - 1]))
            continue;
        *i = first;
        *j = e->b - 1;
        return true;
    }
    *i = p->a.n;
    *j = p->b.n;
    return false;
}

static struct side part(struct side whole, size_t from, size_t to)
{
    return (struct side){ whole.words + from, to > from ? to - from : 0 };
}

static void walk(struct pair *p)
{
    bool more = true;
    for (size_t i = 0, j = 0; more;) {
        for (; i < p->a.n && j < p->b.n && row_text(p->a.words[i]) == row_text(p->b.words[j]); i++, j++)
            p->count->matched++;
        size_t k = i, l = j;
        more = next_anchor(p, &k, &l);
        judge_gap(p, part(p->a, i, k), part(p->b, j, l));
        i = k, j = l;
    }
}

static bool has_names(const struct side *side)
{
    for (size_t i = 0; i < side->n; i++)
        if (row_kind(side->words[i]) & ROW_NAME)
            return true;
    return false;
}

/* Reads the words of a set; false when memory is short. */
static bool read(struct hash_list *words, const struct shingle_set *set, struct side *side)
{
    size_t n = shingles_n_words(set);
    words->n = 0;
    if (!hash_list_reserve(words, n < SWAPS_WORDS ? n : SWAPS_WORDS))
        return false;
    words->n = n < SWAPS_WORDS ? n : SWAPS_WORDS;
    shingles_words(set, words->at, words->n);
    *side = (struct side){ words->at, words->n };
    return true;
}

/* Walks once more, with what only one article has. False when memory is short. */
static bool find_strangers(struct pair p)
{
    struct swaps_count again = { 0 }, *count = p.count;
    if (!count_words(&p.s->words, &p.a, &p.b))
        return false;
    p.apart = true;
    p.count = &again;
    p.gaps = p.whole = 0;
    walk(&p);
    count->strangers = p.whole ? p.gaps : 0;
    return true;
}

bool swaps_find(struct swaps *s, const struct shingle_set *a, const struct shingle_set *b, struct swaps_count *count)
{
    struct pair p = { .s = s, .count = count };
    *count = (struct swaps_count){ 0 };
    if (!read(&s->a, a, &p.a) || !read(&s->b, b, &p.b))
        return false;
    p.cased = has_names(&p.a) || has_names(&p.b);
    if (!find_runs(&s->runs, &p.a, &p.b) || (!p.cased && !count_words(&s->words, &p.a, &p.b)))
        return false;
    walk(&p);
    return !p.cased || p.whole == 0 || find_strangers(p);
}
