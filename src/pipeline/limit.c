#include "pipeline/limit.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"

/* What was taken, and by whom. */
struct takers {
    struct copydesk_count near;   /* articles (as paragraphs) that were near-duplicates */
    struct copydesk_count spun;   /* near paragraphs */
    size_t n;                     /* of worst: all rules, or LIMIT_OFFENDERS that may change */
    struct offender worst[];
};

struct limit_source {
    struct slice name;
    struct tally tally;
};

static struct takers *takers_new(size_t n)
{
    struct takers *t = calloc(1, sizeof *t + n * sizeof *t->worst);
    if (t)
        t->n = n;
    return t;
}

static bool grow(struct limit *l);

bool limit_init(struct limit *l, const struct rules *rules)
{
    *l = (struct limit){ .rules = rules, .run.takers = takers_new(rules_count(rules)) };
    for (size_t i = 0; l->run.takers && i < l->run.takers->n; i++)
        l->run.takers->worst[i].rule = i;
    return l->run.takers && grow(l);
}

void limit_release(struct limit *l)
{
    for (size_t i = 0; i < l->n_sources; i++)
        free(l->sources[i].tally.takers);
    free(l->run.takers);
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

/* The offender that the rule is. A source counts only LIMIT_OFFENDERS rules: a new one takes over
 * the place of the least, and its bytes, so no rule with more than an eighth of the bytes is missed. */
static struct offender *offender_of(struct takers *t, size_t rule)
{
    struct offender *least = &t->worst[0];
    for (size_t i = 0; i < t->n; i++) {
        struct offender *o = &t->worst[i];
        if (o->paragraphs && o->rule == rule)
            return o;
        if (o->bytes < least->bytes)
            least = o;
    }
    least->rule = rule;
    return least;
}

static void add_to(struct copydesk_count *count, uint64_t bytes)
{
    count->paragraphs++;
    count->bytes += bytes;
}

/* Bytes that were taken as near-duplicates, or by the rule with that number from 1. */
static void add_bytes(struct tally *t, enum copydesk_reason reason, uint16_t rule, uint64_t bytes, bool all)
{
    t->taken += bytes;
    if (reason == COPYDESK_NEAR)
        add_to(&t->takers->near, bytes);
    else if (reason == COPYDESK_NEAR_PARAGRAPH)
        add_to(&t->takers->spun, bytes);
    else {
        struct offender *o = all ? &t->takers->worst[rule - 1] : offender_of(t->takers, rule - 1u);
        o->paragraphs++;
        o->bytes += bytes;
    }
}

/* False: memory is short. */
static bool add_taken(struct limit *l, struct tally *of_source, enum copydesk_reason reason, uint16_t rule, uint64_t bytes)
{
    if (!of_source->takers && !(of_source->takers = takers_new(LIMIT_OFFENDERS)))
        return false;
    add_bytes(&l->run, reason, rule, bytes, true);
    add_bytes(of_source, reason, rule, bytes, false);
    return true;
}

/* False: memory is short. */
static bool add_article(struct limit *l, struct tally *of_source, const struct batch *b, const struct article *a)
{
    struct tally *const tallies[] = { &l->run, of_source };
    for (int i = 0; i < 2; i++) {
        tallies[i]->articles += a->tail;
        tallies[i]->bytes += a->bytes.len;
    }
    if (a->reason == COPYDESK_NEAR)
        return add_taken(l, of_source, COPYDESK_NEAR, 0, a->bytes.len);
    for (const struct para *p = b->paras + a->first, *end = p + a->n; p < end; p++) {
        bool counts = p->action == COPYDESK_DROP && (p->reason == COPYDESK_RULE || p->reason == COPYDESK_NEAR_PARAGRAPH);
        if (counts && !add_taken(l, of_source, p->reason, p->rule, p->raw.len))
            return false;
    }
    return true;
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
static void put_near(struct buf *out, const struct takers *t, bool rules)
{
    if (t->near.paragraphs)
        buf_addf(out, "near-duplicates (%llu articles, %llu bytes)%s", (unsigned long long)t->near.paragraphs,
                 (unsigned long long)t->near.bytes, t->spun.paragraphs || rules ? ", " : "");
    if (t->spun.paragraphs)
        buf_addf(out, "near paragraphs (%llu, %llu bytes)%s", (unsigned long long)t->spun.paragraphs,
                 (unsigned long long)t->spun.bytes, rules ? ", " : "");
}

/* The three worst, by name. */
static void put_offenders(struct buf *out, const struct rules *rules, const struct takers *t)
{
    const struct offender *before = NULL;
    for (int place = 0; place < 3; place++) {
        const struct offender *next = NULL;
        for (const struct offender *o = t->worst, *end = o + t->n; o < end; o++)
            if (o->paragraphs && (!before || worse(before, o)) && (!next || worse(o, next)))
                next = o;
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
    for (const struct limit_source *s = l->sources, *end = s + l->n_sources; s < end; s++) {
        if (!worst || s->tally.taken > worst->tally.taken
            || (s->tally.taken == worst->tally.taken && strcmp(s->name.ptr, worst->name.ptr) < 0))
            worst = s;
    }
    return worst;
}

static const char *name_of(const struct limit_source *s)
{
    return s->name.len ? s->name.ptr : "the top folder";
}

/* of: the source whose tally it is; NULL: that of the run. */
static enum copydesk_status stop(const struct limit *l, const struct tally *t, const struct limit_source *of,
                                 unsigned most, struct copydesk_error *error)
{
    struct buf text = { 0 };
    uint64_t near = t->takers->near.bytes + t->takers->spun.bytes;
    put_takers(&text, near, t->taken);
    buf_addf(&text, " %.1f %% of the bytes of %llu articles", percent(t->taken, t->bytes), (unsigned long long)t->articles);
    if (of)
        buf_addf(&text, " of %.60s", name_of(of));
    buf_addf(&text, ", more than %u %%: ", most);
    put_near(&text, t->takers, t->taken > near);
    put_offenders(&text, l->rules, t->takers);
    const struct limit_source *worst = of ? NULL : worst_source(l);
    if (worst && l->n_sources > 1)
        buf_addf(&text, "; most of it from %.60s (%.0f %%)", name_of(worst), percent(worst->tally.taken, worst->tally.bytes));
    buf_addstr(&text, "; look with --dry-run --max-removed 100, or raise --max-removed");
    enum copydesk_status status = text.failed
        ? error_memory(error) : error_set(error, COPYDESK_STOPPED, NULL, 0, "%s", buf_str(&text));
    buf_release(&text);
    return status;
}

/* Exact below 10^17 bytes. */
static bool crossed(const struct tally *t, uint64_t least, unsigned most)
{
    return t->articles >= least && most < 100 && t->taken * 100 > t->bytes * most;
}

enum copydesk_status limit_add(struct limit *l, const struct batch *b, unsigned max_removed, size_t *good,
                               struct copydesk_error *error)
{
    unsigned of_source = max_removed > LIMIT_SOURCE_PERCENT ? max_removed : LIMIT_SOURCE_PERCENT;
    for (*good = 0; *good < b->n_articles; ++*good) {
        const struct article *a = &b->articles[*good];
        if (a->skipped)
            continue;
        struct limit_source *s = source_named(l, a->source);
        if (!s || !add_article(l, &s->tally, b, a))
            return error_memory(error);
        if (crossed(&s->tally, LIMIT_SOURCE_ARTICLES, of_source))
            return stop(l, &s->tally, s, of_source, error);
        if (crossed(&l->run, LIMIT_ARTICLES, max_removed))
            return stop(l, &l->run, NULL, max_removed, error);
    }
    return COPYDESK_OK;
}
