#include "pipeline/limit.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"

static bool grow(struct limit *l);

/* What was taken of a source. Allocated apart, since of many sources nothing is. */
struct takers {
    struct copydesk_count near, spun;
    struct offender worst[LIMIT_OFFENDERS];
};

struct limit_source {
    struct slice name;
    uint64_t articles, bytes, taken;
    struct takers *takers;       /* NULL: nothing was taken so far */
};

bool limit_init(struct limit *l, const struct rules *rules)
{
    *l = (struct limit){ .n_rules = rules_count(rules) };
    l->rules = calloc(l->n_rules + 1, sizeof *l->rules);
    for (size_t i = 0; l->rules && i < l->n_rules; i++)
        l->rules[i].rule = i;
    return l->rules && grow(l);
}

void limit_release(struct limit *l)
{
    for (size_t i = 0; i < l->n_sources; i++)
        free(l->sources[i].takers);
    free(l->rules);
    free(l->sources);
    free(l->slots);
    arena_release(&l->names);
    *l = (struct limit){ 0 };
}

/* ---- the table of sources: linear probing, at most half full ---- */

/* The slot of that name: it holds the source's number, from 1, or 0. */
static uint32_t *slot_of(const struct limit *l, struct slice name)
{
    size_t i = hash_bytes(name) & (l->room - 1);
    while (l->slots[i] && !slice_equal(l->sources[l->slots[i] - 1].name, name))
        i = (i + 1) & (l->room - 1);
    return &l->slots[i];
}

static bool grow(struct limit *l)
{
    enum { FIRST = 64 };
    size_t room = l->room ? 2 * l->room : FIRST;
    struct limit_source *sources = reallocarray(l->sources, room / 2, sizeof *sources);
    if (sources)
        l->sources = sources;
    uint32_t *slots = sources ? calloc(room, sizeof *slots) : NULL;
    if (!slots)
        return false;
    free(l->slots);
    l->slots = slots;
    l->room = room;
    for (size_t i = 0; i < l->n_sources; i++)
        *slot_of(l, l->sources[i].name) = (uint32_t)i + 1;
    return true;
}

static struct limit_source *source_named(struct limit *l, struct slice name)
{
    uint32_t *slot = slot_of(l, name);
    if (*slot)
        return &l->sources[*slot - 1];
    if (l->n_sources == l->room / 2) {
        if (l->n_sources >= UINT32_MAX / 2 || !grow(l))
            return NULL;
        slot = slot_of(l, name);
    }
    struct limit_source *s = &l->sources[l->n_sources];
    *s = (struct limit_source){ .name = arena_copy(&l->names, name) };
    if (l->names.failed)
        return NULL;
    *slot = (uint32_t)++l->n_sources;
    return s;
}

/* ---- counting ---- */

/* A source counts only LIMIT_OFFENDERS rules. A new one takes over the place of the
 * least, and its bytes: so no rule with more than an eighth of the bytes is missed. */
static void blame(struct takers *s, size_t rule, uint64_t bytes)
{
    struct offender *least = &s->worst[0];
    for (size_t i = 0; i < LIMIT_OFFENDERS; i++) {
        struct offender *o = &s->worst[i];
        if (o->paragraphs && o->rule == rule) {
            o->bytes += bytes;
            o->paragraphs++;
            return;
        }
        if (o->bytes < least->bytes)
            least = o;
    }
    least->rule = rule;
    least->bytes += bytes;
    least->paragraphs++;
}

static void add_near(struct copydesk_count *near, uint64_t bytes)
{
    near->paragraphs++;
    near->bytes += bytes;
}

static struct takers *takers_of(struct limit_source *s)
{
    if (!s->takers)
        s->takers = calloc(1, sizeof *s->takers);
    return s->takers;
}

/* A paragraph that was taken by a rule, or for being near another one. False:
 * memory is short. */
static bool add_taken(struct limit *l, struct limit_source *s, const struct para *p)
{
    struct takers *t = takers_of(s);
    if (!t)
        return false;
    l->taken += p->raw.len;
    s->taken += p->raw.len;
    if (p->reason == COPYDESK_NEAR_PARAGRAPH) {
        add_near(&l->spun, p->raw.len);
        add_near(&t->spun, p->raw.len);
        return true;
    }
    l->rules[p->rule - 1].bytes += p->raw.len;
    l->rules[p->rule - 1].paragraphs++;
    blame(t, p->rule - 1u, p->raw.len);
    return true;
}

static bool add_near_article(struct limit *l, struct limit_source *s, const struct article *a)
{
    struct takers *t = takers_of(s);
    if (!t)
        return false;
    l->taken += a->bytes.len;
    s->taken += a->bytes.len;
    add_near(&l->near, a->bytes.len);
    add_near(&t->near, a->bytes.len);
    return true;
}

/* False: memory is short. */
static bool add_article(struct limit *l, struct limit_source *s, const struct batch *b,
                        const struct article *a)
{
    bool whole = a->tail && !a->skipped, good = true;
    l->articles += whole;
    s->articles += whole;
    l->bytes += a->bytes.len;
    s->bytes += a->bytes.len;
    if (a->reason == COPYDESK_NEAR)
        return add_near_article(l, s, a);
    for (size_t i = a->first; i < a->first + a->n && good; i++) {
        const struct para *p = &b->paras[i];
        if (p->action == COPYDESK_DROP && (p->reason == COPYDESK_RULE || p->reason == COPYDESK_NEAR_PARAGRAPH))
            good = add_taken(l, s, p);
    }
    return good;
}

/* ---- the offenders ---- */

static bool worse(const struct offender *a, const struct offender *b)
{
    return a->bytes != b->bytes ? a->bytes > b->bytes : a->rule < b->rule;
}

/* "rules took", "near-duplicates took", "rules and near-duplicates took" */
static void put_takers(struct buf *out, uint64_t near, uint64_t taken)
{
    const char *both = near > 0 && taken > near ? " and " : "";
    buf_addf(out, "%s%s%s took", taken > near ? "rules" : "", both, near > 0 ? "near-duplicates" : "");
}

/* In front of the rules, if there are any. */
static void put_near(struct buf *out, const struct copydesk_count *near, const struct copydesk_count *spun, bool rules)
{
    if (near->paragraphs)
        buf_addf(out, "near-duplicates (%llu articles, %llu bytes)%s", (unsigned long long)near->paragraphs,
                 (unsigned long long)near->bytes, spun->paragraphs || rules ? ", " : "");
    if (spun->paragraphs)
        buf_addf(out, "near paragraphs (%llu, %llu bytes)%s", (unsigned long long)spun->paragraphs,
                 (unsigned long long)spun->bytes, rules ? ", " : "");
}

/* The three worst of n, by name. */
static void put_offenders(struct buf *out, const struct rules *rules, const struct offender *list, size_t n)
{
    const struct offender *before = NULL;
    for (int place = 0; place < 3; place++) {
        const struct offender *next = NULL;
        for (size_t i = 0; i < n; i++)
            if (list[i].paragraphs && (!before || worse(before, &list[i])) && (!next || worse(&list[i], next)))
                next = &list[i];
        if (!next)
            return;
        buf_addf(out, "%s%s (%llu lines, %llu bytes)", place ? ", " : "", rules_name(rules, next->rule),
                 (unsigned long long)next->paragraphs, (unsigned long long)next->bytes);
        before = next;
    }
}

static double percent(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

/* The source of which the most was taken; the smaller name among equals. */
static const struct limit_source *worst_source(const struct limit *l)
{
    const struct limit_source *worst = NULL;
    for (size_t i = 0; i < l->n_sources; i++) {
        const struct limit_source *s = &l->sources[i];
        if (!worst || s->taken > worst->taken
            || (s->taken == worst->taken && strcmp(s->name.ptr, worst->name.ptr) < 0))
            worst = s;
    }
    return worst;
}

static enum copydesk_status stop(struct copydesk_error *error, struct buf *text)
{
    buf_addstr(text, "; look with --dry-run --max-removed 100, or raise --max-removed");
    enum copydesk_status status = text->failed
        ? error_memory(error) : error_set(error, COPYDESK_STOPPED, NULL, 0, "%s", buf_str(text));
    buf_release(text);
    return status;
}

static enum copydesk_status stop_run(const struct limit *l, const struct rules *rules,
                                     unsigned most, struct copydesk_error *error)
{
    struct buf text = { 0 };
    const struct limit_source *s = worst_source(l);
    uint64_t near = l->near.bytes + l->spun.bytes;
    put_takers(&text, near, l->taken);
    buf_addf(&text, " %.1f %% of the bytes of %llu articles, more than %u %%: ",
             percent(l->taken, l->bytes), (unsigned long long)l->articles, most);
    put_near(&text, &l->near, &l->spun, l->taken > near);
    put_offenders(&text, rules, l->rules, l->n_rules);
    if (s && l->n_sources > 1)
        buf_addf(&text, "; most of it from %.60s (%.0f %%)", s->name.len ? s->name.ptr : "the top folder",
                 percent(s->taken, s->bytes));
    return stop(error, &text);
}

static enum copydesk_status stop_source(const struct limit_source *s, const struct rules *rules,
                                        unsigned most, struct copydesk_error *error)
{
    struct buf text = { 0 };
    const struct takers *t = s->takers;
    uint64_t near = t->near.bytes + t->spun.bytes;
    put_takers(&text, near, s->taken);
    buf_addf(&text, " %.1f %% of the bytes of %llu articles of %.60s, more than %u %%: ",
             percent(s->taken, s->bytes), (unsigned long long)s->articles,
             s->name.len ? s->name.ptr : "the top folder", most);
    put_near(&text, &t->near, &t->spun, s->taken > near);
    put_offenders(&text, rules, t->worst, LIMIT_OFFENDERS);
    return stop(error, &text);
}

/* Exact below 10^17 bytes. */
static bool crossed(uint64_t taken, uint64_t bytes, unsigned most)
{
    return most < 100 && taken * 100 > bytes * most;
}

enum copydesk_status limit_add(struct limit *l, const struct rules *rules, const struct batch *b,
                               unsigned max_removed, size_t *good, struct copydesk_error *error)
{
    unsigned of_source = max_removed > LIMIT_SOURCE_PERCENT ? max_removed : LIMIT_SOURCE_PERCENT;
    for (*good = 0; *good < b->n_articles; ++*good) {
        const struct article *a = &b->articles[*good];
        if (a->skipped)
            continue;
        struct limit_source *s = source_named(l, a->source);
        if (!s || !add_article(l, s, b, a))
            return error_memory(error);
        if (s->articles >= LIMIT_SOURCE_ARTICLES && crossed(s->taken, s->bytes, of_source))
            return stop_source(s, rules, of_source, error);
        if (l->articles >= LIMIT_ARTICLES && crossed(l->taken, l->bytes, max_removed))
            return stop_run(l, rules, max_removed, error);
    }
    return COPYDESK_OK;
}
