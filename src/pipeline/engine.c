/* The engine for single articles: one job, one history, no threads, no files. */
#include <stdlib.h>

#include "base/error.h"
#include "pipeline/near_step.h"
#include "pipeline/spun_step.h"

struct copydesk {
    struct copydesk_options options;
    struct plan plan;
    struct notices notices;
    struct copydesk_observer observer;
    struct copydesk_error refused;   /* why the article at hand was left out */
    struct rules *rules;
    struct history history;
    struct job job;
    struct batch batch;
    struct buf text;
    struct copydesk_verdict *verdicts;
    size_t room;                 /* verdicts allocated */
};

static enum copydesk_status open_engine(struct copydesk *e, struct copydesk_error *error)
{
    const struct copydesk_options *o = &e->options;
    bool across = o->scope != COPYDESK_SCOPE_ARTICLE;
    if (o->keep != COPYDESK_KEEP_FIRST)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "an engine keeps the first of near-duplicates; "
                         "copydesk_run reads twice for another one");
    if (job_check(o, error) == COPYDESK_OK)
        e->rules = rules_open(o, error);
    if (!e->rules)
        return COPYDESK_FAILED;
    e->plan = (struct plan){ .options = o, .rules = e->rules, .notices = &e->notices,
                             .across = across, .named = true,
                             .near = o->near != COPYDESK_NEAR_OFF, .near_rules = near_step_rules(o) };
    if (spun_step_open(&e->plan, error) != COPYDESK_OK)
        return COPYDESK_FAILED;
    if (!job_init(&e->job, &e->plan) || !history_init(&e->history, &e->plan))
        return error_memory(error);
    return COPYDESK_OK;
}

static void keep_refusal(void *payload, const struct copydesk_error *what)
{
    struct copydesk *e = payload;
    if (what->status == COPYDESK_SKIPPED)
        e->refused = *what;
}

struct copydesk *copydesk_open(const struct copydesk_options *options,
                               struct copydesk_error *error)
{
    struct copydesk *e = calloc(1, sizeof *e);
    if (!e) {
        error_memory(error);
        return NULL;
    }
    e->options = *options;
    e->observer = (struct copydesk_observer){ .payload = e, .notice = keep_refusal };
    notices_init(&e->notices, &e->observer);
    if (open_engine(e, error) != COPYDESK_OK) {
        copydesk_close(e);
        return NULL;
    }
    return e;
}

void copydesk_close(struct copydesk *e)
{
    if (!e)
        return;
    job_release(&e->job);
    batch_release(&e->batch);
    buf_release(&e->text);
    history_release(&e->history);
    spun_lexicon_free(e->plan.lexicon);
    rules_free(e->rules);
    notices_release(&e->notices);
    free(e->verdicts);
    free(e);
}

static struct copydesk_verdict verdict_of(const struct copydesk *e, const struct article *a,
                                          const struct para *p)
{
    struct copydesk_verdict v = {
        .action = p->action,
        .reason = p->action != COPYDESK_KEEP ? p->reason : p->flagged ? COPYDESK_NEAR_PARAGRAPH : COPYDESK_NONE,
        .start = (uint64_t)(p->raw.ptr - a->bytes.ptr),
        .line = p->line, .repairs = p->repairs, .cls = -1,
        .first_article = p->first_id.ptr,   /* NULL, or it ends with a NUL */
        .first_line = p->first_line,
    };
    v.end = v.start + p->raw.len;
    if (v.reason == COPYDESK_RULE) {
        v.cls = (int)rules_class(e->rules, p->rule - 1u);
        v.rule = rules_name(e->rules, p->rule - 1u);
    }
    return v;
}

static bool fill_verdicts(struct copydesk *e, const struct article *a)
{
    if (a->n > e->room) {
        struct copydesk_verdict *bigger = reallocarray(e->verdicts, a->n, sizeof *bigger);
        if (!bigger)
            return false;
        e->verdicts = bigger;
        e->room = a->n;
    }
    for (size_t i = 0; i < a->n; i++)
        e->verdicts[i] = verdict_of(e, a, &e->batch.paras[a->first + i]);
    return true;
}

/* The article as the only one of the batch; NULL when memory is short. */
static struct article *put_article(struct copydesk *e, const struct copydesk_article *in)
{
    struct arena *arena = &e->batch.arena;
    batch_clear(&e->batch);
    struct article *a = batch_article(&e->batch);
    if (!a)
        return NULL;
    a->id = a->file = arena_copy(arena, slice_str(in->id ? in->id : ""));
    a->source = arena_copy(arena, slice_str(in->source ? in->source : ""));
    a->bytes = slice_of(in->bytes, in->len);
    return a;
}

/* COPYDESK_SKIPPED: it was refused, as no text or for its bad bytes. */
static enum copydesk_status prepare_and_judge(struct copydesk *e, struct article *a, struct copydesk_error *error)
{
    const struct copydesk_error *why = &e->history.error;
    e->history.error.status = COPYDESK_OK;
    if (!job_prepare(&e->job, &e->batch, a))
        return error_memory(error);
    if (a->skipped)
        why = &e->refused;
    else if (job_judge(&e->job, &e->history, &e->batch, a))
        return COPYDESK_OK;
    if (why->status == COPYDESK_OK)
        return error_memory(error);
    if (error)
        *error = *why;
    return why->status;
}

enum copydesk_status copydesk_clean(struct copydesk *e, const struct copydesk_article *in,
                                    struct copydesk_result *result, struct copydesk_error *error)
{
    *result = (struct copydesk_result){ .text = "" };
    buf_clear(&e->text);
    struct article *a = put_article(e, in);
    enum copydesk_status status = a ? prepare_and_judge(e, a, error) : error_memory(error);
    if (status != COPYDESK_OK)
        return status;
    job_render(&e->job, &e->batch, a, &e->text, NULL);
    if (e->text.failed || !fill_verdicts(e, a))
        return error_memory(error);
    *result = (struct copydesk_result){
        .text = e->text.len ? e->text.ptr : "", .len = e->text.len,
        .reason = a->reason,
        .first_article = a->first_id.ptr,
        .verdicts = e->verdicts, .n_verdicts = a->n,
    };
    return COPYDESK_OK;
}
