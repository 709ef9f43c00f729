#include "pipeline/limit.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"

struct limit_source {
    struct slice name;
    bool used;
    uint64_t articles, bytes, taken;
    struct copydesk_count near, spun;
    struct offender worst[LIMIT_OFFENDERS];
};

bool limit_init(struct limit *l, const struct rules *rules)
{
    enum { SOURCES = 64 };
    *l = (struct limit){ .n_rules = rules_count(rules), .room = SOURCES };
    l->rules = calloc(l->n_rules + 1, sizeof *l->rules);
    l->sources = calloc(SOURCES, sizeof *l->sources);
    for (size_t i = 0; l->rules && i < l->n_rules; i++)
        l->rules[i].rule = i;
    return l->rules && l->sources;
}

void limit_release(struct limit *l)
{
    free(l->rules);
    free(l->sources);
    arena_release(&l->names);
    *l = (struct limit){ 0 };
}

/* ---- the table of sources: linear probing, at most half full ---- */

static struct limit_source *slot_of(struct limit_source *slots, size_t room, struct slice name)
{
    size_t i = hash_bytes(name) & (room - 1);
    while (slots[i].used && !slice_equal(slots[i].name, name))
        i = (i + 1) & (room - 1);
    return &slots[i];
}

static bool grow(struct limit *l)
{
    struct limit_source *bigger = calloc(l->room * 2, sizeof *bigger);
    if (!bigger)
        return false;
    for (size_t i = 0; i < l->room; i++)
        if (l->sources[i].used)
            *slot_of(bigger, l->room * 2, l->sources[i].name) = l->sources[i];
    free(l->sources);
    l->sources = bigger;
    l->room *= 2;
    return true;
}

static struct limit_source *source_named(struct limit *l, struct slice name)
{
    struct limit_source *s = slot_of(l->sources, l->room, name);
    if (s->used)
        return s;
    if (l->n_sources * 2 >= l->room) {
        if (!grow(l))
            return NULL;
        s = slot_of(l->sources, l->room, name);
    }
    s->name = arena_copy(&l->names, name);
    s->used = true;
    l->n_sources++;
    return l->names.failed ? NULL : s;
}

/* ---- counting ---- */

/* A source remembers few rules. One that is new takes the place of the least,
 * and its bytes: no rule with more than an eighth of the bytes is missed. */
static void blame(struct limit_source *s, size_t rule, uint64_t bytes)
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

static void add_article(struct limit *l, struct limit_source *s, const struct batch *b,
                        const struct article *a)
{
    bool whole = a->tail && !a->skipped;
    l->articles += whole;
    s->articles += whole;
    l->bytes += a->bytes.len;
    s->bytes += a->bytes.len;
    if (a->reason == COPYDESK_NEAR) {
        l->taken += a->bytes.len;
        s->taken += a->bytes.len;
        add_near(&l->near, a->bytes.len);
        add_near(&s->near, a->bytes.len);
        return;
    }
    for (size_t i = a->first; i < a->first + a->n; i++) {
        const struct para *p = &b->paras[i];
        if (p->reason == COPYDESK_NEAR_PARAGRAPH && p->action == COPYDESK_DROP) {
            l->taken += p->raw.len;
            s->taken += p->raw.len;
            add_near(&l->spun, p->raw.len);
            add_near(&s->spun, p->raw.len);
        }
        if (p->reason != COPYDESK_RULE || p->action != COPYDESK_DROP)
            continue;
        l->taken += p->raw.len;
        s->taken += p->raw.len;
        l->rules[p->rule - 1].bytes += p->raw.len;
        l->rules[p->rule - 1].paragraphs++;
        blame(s, p->rule - 1u, p->raw.len);
    }
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
    for (size_t i = 0; i < l->room; i++) {
        const struct limit_source *s = &l->sources[i];
        if (s->used && (!worst || s->taken > worst->taken
                        || (s->taken == worst->taken && strcmp(s->name.ptr, worst->name.ptr) < 0)))
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
    uint64_t near = s->near.bytes + s->spun.bytes;
    put_takers(&text, near, s->taken);
    buf_addf(&text, " %.1f %% of the bytes of %llu articles of %.60s, more than %u %%: ",
             percent(s->taken, s->bytes), (unsigned long long)s->articles,
             s->name.len ? s->name.ptr : "the top folder", most);
    put_near(&text, &s->near, &s->spun, s->taken > near);
    put_offenders(&text, rules, s->worst, LIMIT_OFFENDERS);
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
        if (!s)
            return error_memory(error);
        add_article(l, s, b, a);
        if (s->articles >= LIMIT_SOURCE_ARTICLES && crossed(s->taken, s->bytes, of_source))
            return stop_source(s, rules, of_source, error);
        if (l->articles >= LIMIT_ARTICLES && crossed(l->taken, l->bytes, max_removed))
            return stop_run(l, rules, max_removed, error);
    }
    return COPYDESK_OK;
}
