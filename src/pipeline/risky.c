#include "pipeline/risky.h"

#include <stdlib.h>

#include "base/buf.h"
#include "strip/headline.h"

struct risky_line {
    struct key key;
    uint64_t order;        /* in which it came: among equals the earlier one is first */
    uint64_t line;
    unsigned looks;        /* how much it looks like prose, times not counted */
    unsigned times;
    uint16_t rule;
    struct buf article, text;
};

enum {
    BITS = 18,             /* 2 MiB; ten thousands of different labels (guess) */
    MOST_WORDS = 60,       /* longer is not riskier (guess) */
    END_MARK = 12          /* words that an end mark is worth (guess) */
};

bool risky_init(struct risky *r)
{
    *r = (struct risky){ .lines = calloc(RISKY_HELD, sizeof *r->lines), .times = sketch_new(BITS) };
    return r->lines && r->times;
}

void risky_release(struct risky *r)
{
    for (size_t i = 0; i < r->n; i++) {
        buf_release(&r->lines[i].article);
        buf_release(&r->lines[i].text);
    }
    free(r->lines);
    sketch_free(r->times);
    *r = (struct risky){ 0 };
}

static unsigned looks_of(const struct para *p)
{
    unsigned words = p->words < MOST_WORDS ? p->words : MOST_WORDS;
    return words + (headline_ended(p->text) ? END_MARK : 0);
}

/* A place for a line that looks so: a free one, else that of the line which looks least
 * like prose; NULL when that one looks no less so. */
static struct risky_line *place_for(struct risky *r, unsigned looks)
{
    if (r->n < RISKY_HELD)
        return &r->lines[r->n++];
    struct risky_line *least = &r->lines[0];
    for (size_t i = 1; i < r->n; i++)
        if (r->lines[i].looks < least->looks
            || (r->lines[i].looks == least->looks && r->lines[i].order > least->order))
            least = &r->lines[i];
    return least->looks < looks ? least : NULL;
}

static bool hold(struct risky *r, const struct article *a, const struct para *p)
{
    unsigned looks = looks_of(p);
    struct risky_line *l = place_for(r, looks);
    if (!l)
        return true;
    buf_clear(&l->article);
    buf_clear(&l->text);
    buf_addslice(&l->article, a->id);
    buf_addslice(&l->text, p->text);
    l->key = p->key;
    l->order = r->order++;
    l->line = p->line;
    l->looks = looks;
    l->rule = p->rule;
    return !l->article.failed && !l->text.failed;
}

bool risky_add(struct risky *r, const struct batch *b)
{
    for (size_t i = 0; i < b->n_articles; i++)
        for (size_t k = b->articles[i].first; k < b->articles[i].first + b->articles[i].n; k++) {
            const struct para *p = &b->paras[k];
            if (p->reason != COPYDESK_RULE || p->action != COPYDESK_DROP)
                continue;
            if (sketch_add(r->times, p->key) == 1 && !hold(r, &b->articles[i], p))
                return false;
        }
    return true;
}

/* Its looks, halved for each doubling of its times. */
static double risk(const struct risky_line *l)
{
    double looks = l->looks;
    for (unsigned times = l->times; times > 1; times /= 2)
        looks /= 2;
    return looks;
}

static int riskier(const void *a, const void *b)
{
    const struct risky_line *x = a, *y = b;
    if (risk(x) != risk(y))
        return risk(x) > risk(y) ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

size_t risky_rank(struct risky *r, const struct rules *rules, struct copydesk_removal removals[RISKY_TOLD])
{
    for (size_t i = 0; i < r->n; i++)
        r->lines[i].times = sketch_count(r->times, r->lines[i].key);
    qsort(r->lines, r->n, sizeof *r->lines, riskier);
    size_t n = r->n < RISKY_TOLD ? r->n : RISKY_TOLD;
    for (size_t i = 0; i < n; i++) {
        struct risky_line *l = &r->lines[i];
        removals[i] = (struct copydesk_removal){
            .article = buf_str(&l->article), .line = l->line,
            .rule = rules_name(rules, l->rule - 1u), .cls = (int)rules_class(rules, l->rule - 1u),
            .text = l->text.ptr ? l->text.ptr : "", .len = l->text.len, .times = l->times,
        };
    }
    return n;
}
