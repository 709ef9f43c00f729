/* What was learned, as a pack for people to read and strike lines from. */
#include <stdlib.h>

#include "strip/headline.h"
#include "strip/learn/learn.h"
#include "text/utf8.h"

enum { MOST_COMMENTS = 2000, MOST_RULES = 60000 };   /* a set holds 65534 rules */

/* qsort passes no context: the shares are kept with the pointers. */
struct ranked {
    struct learn_line *line;
    const struct learn_source *source;
    double risk;
};

/* Like prose, rare, and anywhere: look at it first. */
static double risk_of(const struct learn_line *line, const struct learn_source *source)
{
    enum { MOST_WORDS = 60, END_MARK = 12, ANYWHERE = 10, RARE = 10 };   /* guesses */
    double risk = line->words < MOST_WORDS ? line->words : MOST_WORDS;
    risk += headline_ended(line->text) ? END_MARK : 0;
    risk += line->zones & 1u << STRIP_ALWAYS ? ANYWHERE : 0;
    return risk + RARE * (1 - (double)line->articles / (source->articles ? source->articles : 1));
}

static int by_risk(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->line->verdict != y->line->verdict)
        return x->line->verdict < y->line->verdict ? -1 : 1;
    if (x->risk != y->risk)
        return x->risk > y->risk ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;   /* in the order of their coming */
}

/* A name in a comment: no line end of it may begin a rule, and what is not UTF-8 would spoil the pack. */
static void put_text(struct buf *out, struct slice text)
{
    if (!utf8_valid(text))
        text = SLICE("(a name that is not UTF-8)");
    for (size_t i = 0; i < text.len; i++)
        buf_addch(out, (unsigned char)text.ptr[i] < ' ' ? ' ' : text.ptr[i]);
}

static void put_source(struct buf *out, struct slice name)
{
    put_text(out, name.len ? name : SLICE("the top folder"));
}

/* "143 of 231 articles of harbour (62 %)" */
static void put_count(struct buf *out, const struct ranked *r)
{
    buf_addf(out, "%u of %u articles of ", (unsigned)r->line->articles, (unsigned)r->source->articles);
    put_source(out, r->source->name);
    buf_addf(out, " (%.0f %%)", 100.0 * r->line->articles / (r->source->articles ? r->source->articles : 1));
}

static void put_places(struct buf *out, const struct learn_line *line)
{
    double n = line->articles ? line->articles : 1;
    buf_addf(out, ", in the head %.0f %%, in the tail %.0f %%: ", 100 * line->at[AT_HEAD] / n, 100 * line->at[AT_TAIL] / n);
    for (size_t i = 0; i < LEARN_SAMPLES && line->samples[i].len; i++) {
        buf_addstr(out, i ? ", " : "");
        put_text(out, line->samples[i]);
    }
}

/* Packs can be put one behind the other: rules of two corpora share no name. */
static void put_name(struct buf *out, const struct learn *l, const struct ranked *r)
{
    struct buf all = { 0 };
    buf_addf(&all, "%llx ", (unsigned long long)l->corpus);
    buf_addslice(&all, r->source->name);
    buf_addch(&all, '\n');
    buf_addslice(&all, r->line->text);
    buf_addf(out, "rule learned-%016llx\n", (unsigned long long)hash_bytes(buf_slice(&all)));
    out->failed = out->failed || all.failed;
    buf_release(&all);
}

static void put_zones(struct buf *out, unsigned zones)
{
    if (zones & 1u << STRIP_NEAR)
        buf_addstr(out, "    near\n");
    if (zones & (1u << STRIP_HEAD | 1u << STRIP_TAIL))
        buf_addf(out, "    zone%s%s\n", zones & 1u << STRIP_HEAD ? " head" : "",
                 zones & 1u << STRIP_TAIL ? " tail" : "");
}

static void put_rule(struct buf *out, const struct learn *l, const struct ranked *r)
{
    buf_addstr(out, "\n# ");
    put_count(out, r);
    put_places(out, r->line);
    buf_addch(out, '\n');
    put_name(out, l, r);
    buf_addstr(out, "    class template\n    source ");
    buf_addslice(out, r->source->name.len ? r->source->name : SLICE("."));
    buf_addch(out, '\n');
    put_zones(out, r->line->zones);
    buf_addstr(out, "    line ");
    buf_addslice(out, r->line->text);
    buf_addstr(out, "\n    yes ");
    buf_addslice(out, r->line->text);
    buf_addch(out, '\n');
}

static void put_left(struct buf *out, const struct ranked *r)
{
    buf_addf(out, "# %s: ", copydesk_left_name((enum copydesk_left)r->line->verdict));
    put_count(out, r);
    buf_addstr(out, ": ");
    buf_addslice(out, r->line->text);
    buf_addch(out, '\n');
}

/* "1 line", "2 lines" */
static void put_number(struct buf *out, uint64_t n, const char *what)
{
    buf_addf(out, "%llu %s%s", (unsigned long long)n, what, n == 1 ? "" : "s");
}

static void put_top(struct buf *out, const struct learn *l)
{
    const struct copydesk_learned *s = &l->sum;
    buf_addf(out, "# Templates learned by copydesk %s: ", COPYDESK_VERSION);
    put_number(out, s->proposed, "line");
    buf_addstr(out, " of ");
    put_number(out, s->sources, "source");
    buf_addstr(out, ", from ");
    put_number(out, s->articles, "article");
    buf_addf(out, "\n# (of them copies %llu and near-copies %llu, not counted). A line stands in %u articles or more\n"
                  "# and %u %% of its source's. Riskiest first: read, and strike what is no template.\n",
             (unsigned long long)s->copies, (unsigned long long)s->near_copies, l->options->min_articles, l->options->min_share);
}

/* The riskiest, which come first, are left out where a pack cannot hold all. Returns how many. */
static size_t leave_riskiest(struct learn *l, struct ranked *list)
{
    size_t excess = l->sum.proposed > MOST_RULES ? (size_t)l->sum.proposed - MOST_RULES : 0;
    for (size_t i = 0; i < excess; i++)
        list[i].line->verdict = COPYDESK_LEFT_ROOM;
    l->sum.proposed -= excess;
    l->sum.left[COPYDESK_LEFT_NONE] -= excess;
    l->sum.left[COPYDESK_LEFT_ROOM] += excess;
    return excess;
}

/* From number i on. */
static void put_all(struct buf *out, const struct learn *l, const struct ranked *list, size_t i, size_t n)
{
    size_t comments = 0;
    for (; i < n && list[i].line->verdict == COPYDESK_LEFT_NONE; i++)
        put_rule(out, l, &list[i]);
    if (i < n || l->sum.left[COPYDESK_LEFT_ROOM] > 0)
        buf_addstr(out, "\n# ---- left out ----\n");
    for (; i < n && comments < MOST_COMMENTS; i++)
        if (list[i].line->verdict != COPYDESK_LEFT_FEW) {
            put_left(out, &list[i]);
            comments++;
        }
    if (comments == MOST_COMMENTS && i < n)
        buf_addf(out, "# and %zu more\n", n - i);
    if (l->sum.left[COPYDESK_LEFT_ROOM] > 0)
        buf_addf(out, "# %s: %llu are not listed\n", copydesk_left_name(COPYDESK_LEFT_ROOM),
                 (unsigned long long)l->sum.left[COPYDESK_LEFT_ROOM]);
}

void learn_pack(struct learn *l, struct buf *out)
{
    struct ranked *list = calloc(l->n_found + 1, sizeof *list);
    if (!list) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < l->n_found; i++) {
        const struct learn_source *source = &l->sources[l->found[i].source];
        list[i] = (struct ranked){ &l->found[i], source, risk_of(&l->found[i], source) };
    }
    qsort(list, l->n_found, sizeof *list, by_risk);
    size_t excess = leave_riskiest(l, list);
    put_top(out, l);
    put_all(out, l, list, excess, l->n_found);
    free(list);
}
