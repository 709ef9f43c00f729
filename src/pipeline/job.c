#include "pipeline/job.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "pipeline/near_step.h"
#include "pipeline/spun_step.h"
#include "read/charset/encoding.h"
#include "read/records/jsonl.h"
#include "text/utf8.h"

enum copydesk_status job_check(const struct copydesk_options *options, struct copydesk_error *error)
{
    if (!options->from || encoding_known(options->from))
        return COPYDESK_OK;
    return error_set(error, COPYDESK_FAILED, NULL, 0, "no encoding is called '%s'; 'iconv -l' lists them",
                     options->from);
}

enum copydesk_status job_check_files(const struct copydesk_options *options, struct copydesk_error *error)
{
    if (!jsonl_check(options, error))
        return COPYDESK_FAILED;
    if (options->separator && !utf8_valid(slice_str(options->separator)))
        return error_set(error, COPYDESK_FAILED, NULL, 0, "--separator is not UTF-8, as all that is written is");
    return job_check(options, error);
}

bool job_init(struct job *job, const struct plan *plan)
{
    *job = (struct job){ .plan = plan };
    job->strip = strip_scratch_new(plan->rules);
    job->rule_hits = calloc(rules_count(plan->rules) + 1, sizeof *job->rule_hits);
    return job->strip && job->rule_hits;
}

void job_release(struct job *job)
{
    buf_release(&job->folded);
    buf_release(&job->respelt);
    buf_release(&job->cut);
    buf_release(&job->plain);
    buf_release(&job->decoded);
    normalizer_release(&job->normalizer);
    repeat_release(&job->repeat);
    shingles_release(&job->shingles);
    spun_reader_release(&job->spun);
    strip_scratch_free(job->strip);
    recall_scratch_release(&job->recall);
    free(job->rule_hits);
    *job = (struct job){ 0 };
}

struct budget plan_budget(const struct plan *plan, enum job_parts parts)
{
    unsigned all = PIECES_PARTS + (plan->across ? SEEN_PARTS : 0) + (plan->external ? DROPS_PARTS + IDS_PARTS : 0)
                 + (plan->near ? NEAR_PARTS : 0) + (plan->lexicon ? SPUN_PARTS : 0);
    size_t memory = plan->options->memory / all * parts;
    return (struct budget){ plan->options->memory && !memory ? 1 : memory, file_scratch() };
}

bool history_init(struct history *history, const struct plan *plan)
{
    const struct copydesk_options *o = plan->options;
    history->pieces.met.budget = plan_budget(plan, PIECES_PARTS);
    history->ids.budget = plan_budget(plan, IDS_PARTS);
    if (plan->across)
        history->seen = seen_new(&(struct seen_options){ o->min_words, o->min_chars, plan_budget(plan, SEEN_PARTS) });
    if (plan->near)
        history->near = near_new(&plan->near_rules, plan_budget(plan, NEAR_PARTS));
    if (plan->lexicon)
        history->spun = spun_new(o->near_edits, plan_budget(plan, SPUN_PARTS));
    return (!plan->across || history->seen) && (!plan->near || history->near)
        && (!plan->lexicon || history->spun);
}

void history_release(struct history *history)
{
    seen_free(history->seen);
    near_free(history->near);
    spun_free(history->spun);
    shingles_release(&history->shingles);
    repeat_release(&history->pieces);
    buf_release(&history->line);
    buf_release(&history->name);
    keystore_release(&history->ids);
    *history = (struct history){ 0 };
}

/* ---- prepare ---- */

bool job_judge_rules(struct job *job, const struct article *a, struct para *paras)
{
    return strip_judge(job->plan->rules, job->strip, a->head, a->tail, paras, a->n) >= 0;
}

static bool prepare(struct job *job, struct batch *b, struct article *a)
{
    a->first = b->n_paras;
    a->n = 0;
    if (a->skipped)
        return true;
    if (!job_read(job, b, a))
        return false;
    if (a->skipped)
        return true;
    struct para *paras = b->paras + a->first;
    if (a->head && a->tail && repeat_may(paras, a->n)) {   /* pieces are looked at in turn */
        if (!repeat_begin(&job->repeat, a->n)
            || repeat_mark(&job->repeat, a->id, paras, a->n) < 0)
            return false;
    }
    if (!strip_find(job->plan->rules, job->strip, a, paras, a->n))
        return false;
    if (!job_judge_rules(job, a, paras))
        return false;
    int wall = a->head && a->tail ? strip_is_wall(job->plan->rules, job->strip, paras, a->n) : 0;
    if (wall < 0)
        return false;
    a->wall = wall > 0;
    if (job->plan->across && a->head && a->tail)
        a->sequence = seen_sequence(paras, a->n);
    return near_step_prepare(job, b, a) && spun_step_prepare(job, b, a);
}

bool job_prepare(struct job *job, struct batch *b, struct article *a)
{
    const struct plan *plan = job->plan;
    return prepare(job, b, a)
        && (!plan->recall || recall_look(plan->recall, &job->recall, plan->seen, b, a));
}
