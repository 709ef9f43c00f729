#include "pipeline/external_step.h"

#include "dedupe/drop_list.h"
#include "read/records/jsonl.h"

/* One article under judgement. */
struct asked {
    const struct plan *plan;
    struct history *history;
    struct article *a;
    struct para *paras;
    struct slice name;     /* ARTICLE in the lines */
};

/* Records may share an id, but the list must tell them apart: all but the first go by
 * their place, FILE.LINE. False: failed, with history->error when it was not for memory. */
static bool name_article(struct asked *q)
{
    const struct article *a = q->a;
    struct buf *name = &q->history->name;
    struct keystore *ids = &q->history->ids;
    struct place place = { 1, 0 };
    if (!a->frame || a->nameless)
        return true;
    if (!ids->set.slots && !keystore_reset(ids, 0))
        return false;
    int added = keystore_add(ids, key_of(a->id), &place);
    if (added < 0)
        q->history->error = ids->error;
    if (added == 0) {
        buf_clear(name);
        buf_addslice(name, a->file);
        buf_addf(name, ".%llu", (unsigned long long)a->frame->line);
        q->name = buf_slice(name);
    }
    return added >= 0 && !name->failed;
}

static bool is_listed(const struct asked *q, struct key key, uint64_t number)
{
    if (!q->plan->drops)
        return false;
    struct buf *line = &q->history->line;
    buf_clear(line);
    drop_list_line(line, key, q->name, number);
    return drop_list_has(q->plan->drops, buf_slice(line), &q->history->error) > 0;
}

/* Writes a line, when lines are asked for. */
static void tell(const struct asked *q, struct key key, uint64_t number)
{
    struct buf *lines = q->history->lines;
    if (!lines)
        return;
    drop_list_line(lines, key, q->name, number);
    buf_addch(lines, '\n');
}

static bool past_guard(const struct asked *q, const struct para *p)
{
    const struct copydesk_options *o = q->plan->options;
    return seen_guard(o->min_words, o->min_chars, p);
}

static void drop(struct para *p)
{
    p->action = COPYDESK_DROP;
    p->reason = COPYDESK_LISTED;
}

static size_t drop_listed(const struct asked *q)
{
    size_t dropped = 0;
    for (size_t i = 0; i < q->a->n; i++) {
        struct para *p = &q->paras[i];
        if (p->action == COPYDESK_DROP || !past_guard(q, p)
            || !is_listed(q, p->key, q->a->paragraph + i + 1))
            continue;
        drop(p);
        dropped++;
    }
    return dropped;
}

/* Writes the sequence of what stands, if that has a key. Returns whether it is listed. */
static bool is_copy(const struct asked *q)
{
    if (!seen_has_key(q->paras, q->a->n))
        return false;
    struct key sequence = seen_sequence(q->paras, q->a->n);
    tell(q, sequence, 0);
    return is_listed(q, sequence, 0);
}

static void drop_all(const struct asked *q)
{
    for (size_t i = 0; i < q->a->n; i++)
        if (q->paras[i].action != COPYDESK_DROP)
            drop(&q->paras[i]);
}

/* Writes the paragraphs that are listed and, unless it is a copy, those that stand. */
static void tell_paras(const struct asked *q, bool copy)
{
    for (size_t i = 0; i < q->a->n; i++) {
        const struct para *p = &q->paras[i];
        bool listed = p->action == COPYDESK_DROP && p->reason == COPYDESK_LISTED;
        if (past_guard(q, p) && (listed || (!copy && p->action != COPYDESK_DROP)))
            tell(q, p->key, q->a->paragraph + i + 1);
    }
}

bool external_step_judge(const struct plan *plan, struct history *history, struct strip_scratch *strip,
                         struct article *a, struct para *paras, size_t gone)
{
    struct asked q = { plan, history, a, paras, a->id };
    bool whole = a->head && a->tail;
    if (!name_article(&q))
        return false;
    bool copy = whole && is_copy(&q);
    if (!copy) {
        gone += drop_listed(&q);
        if (gone && strip_judge(plan->rules, strip, a->head, a->tail, paras, a->n) < 0)
            return false;
        copy = whole && gone && is_copy(&q);
        tell_paras(&q, copy);
    }
    if (copy)
        drop_all(&q);
    return !history->error.status && !history->line.failed && !(history->lines && history->lines->failed);
}
