#include "pipeline/spun_step.h"

#include "base/error.h"
#include "text/fold.h"

enum copydesk_status spun_step_open(struct plan *plan, struct copydesk_error *error)
{
    if (plan->options->near_paragraphs == COPYDESK_NEAR_OFF)
        return COPYDESK_OK;
    if (!plan->across)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "near paragraphs are looked for across articles; give --scope corpus");
    plan->lexicon = spun_lexicon_new();
    return plan->lexicon ? COPYDESK_OK : error_memory(error);
}

bool spun_step_prepare(struct job *job, struct batch *b, const struct article *a)
{
    const struct copydesk_options *o = job->plan->options;
    if (!job->plan->lexicon || a->wall)
        return true;
    for (size_t i = a->first; i < a->first + a->n; i++) {
        struct para *p = &b->paras[i];
        bool guarded = !(p->fold & FOLD_DENSE) && (p->words < o->min_words || p->chars < o->min_chars);
        if (p->action != COPYDESK_DROP && !guarded)
            p->spun = spun_read(job->plan->lexicon, &job->spun, p, &b->arena);
    }
    return !spun_reader_failed(&job->spun) && !b->arena.failed;
}

long spun_step_mark(struct job *job, struct history *history, struct batch *b, const struct article *a)
{
    struct recall *recall = job->plan->recall;
    bool flag = job->plan->options->near_paragraphs == COPYDESK_NEAR_FLAG;
    if (!history->spun)
        return 0;
    if (recall)
        return recall_spun_mark(recall, history->spun, b, a, flag, &history->error);
    return spun_mark(history->spun, a->id, b->paras + a->first, a->n, flag, NULL, &b->arena, &history->error);
}

static enum copydesk_status add(const struct job *job, struct history *history, const struct batch *b,
                                const struct article *a)
{
    if (job->plan->recall)
        return recall_spun_add(history->spun, b, a, &history->error);
    return spun_add(history->spun, a->id, b->paras + a->first, a->n, 0, &history->error);
}

bool spun_step_add(const struct job *job, struct history *history, const struct batch *b, const struct article *a,
                   const struct key *sequences, size_t n_sequences)
{
    if (history->spun && add(job, history, b, a) != COPYDESK_OK)
        return false;
    return seen_add(history->seen, a->id, b->paras + a->first, a->n, sequences, n_sequences);
}
