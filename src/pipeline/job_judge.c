/* The judging turn's part of a job: articles come in order, and what becomes of one
 * depends on those before it.
 *
 * Steps that may take a whole article return 1 when it is dropped, 0 when it goes on,
 * and -1 when they failed: for want of memory, or with history->error. */
#include "pipeline/job.h"

#include "pipeline/external_step.h"
#include "pipeline/near_step.h"
#include "pipeline/spun_step.h"

/* How many paragraphs are not dropped. */
static size_t standing(const struct para *paras, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += paras[i].action != COPYDESK_DROP;
    return count;
}

void job_drop_whole(struct article *a, struct para *paras, enum copydesk_reason reason, struct slice first_id)
{
    a->reason = (uint8_t)reason;
    a->first_id = first_id;
    for (size_t i = 0; i < a->n; i++) {
        if (paras[i].action == COPYDESK_DROP)
            continue;
        paras[i].action = COPYDESK_DROP;
        paras[i].reason = (uint8_t)reason;
        paras[i].first_id = first_id;
    }
}

/* Whether the paragraphs that stand are, in their order, those of an earlier article;
 * drops them then. Asked before and after paragraphs that others have go: a second
 * run gets the clean text, without them, and must find the same copies. With a state
 * the earlier article may have lost some of the text since: recall_rest sees to that. */
static bool is_copy(struct job *job, const struct history *history, struct batch *b, struct article *a,
                    struct key sequence)
{
    struct recall *recall = job->plan->recall;
    struct para *paras = b->paras + a->first;
    struct slice id;
    if (!seen_has_key(paras, a->n) || (recall && recall_stays(a)))
        return false;
    bool before = recall && recall_copy(recall, b, a, sequence, &id);
    uint32_t first = before ? 0 : seen_copy(history->seen, sequence, &b->arena, &id);
    if (!before && !first)
        return false;
    if (recall && !recall_rest(recall, history->seen, history->spun, b, a, first))
        return false;
    job_drop_whole(a, paras, COPYDESK_COPY, id);
    return true;
}

/* Drops the paragraphs that other articles have, of earlier runs and of this one.
 * Returns how many; -1: failed. */
static long mark_seen(struct job *job, struct history *history, struct batch *b, struct article *a)
{
    struct recall *recall = job->plan->recall;
    size_t before = recall ? recall_mark(recall, history->seen, b, a) : 0, now = 0;
    if (!recall)
        now = seen_mark(history->seen, b->paras + a->first, a->n);
    else if (!recall_is_narrow(recall, a))
        now = recall_mark_new(history->seen, b, a);
    if (recall && now > 0)
        recall_lean(recall, b, a);
    long spun = spun_step_mark(job, history, b, a);
    return spun < 0 ? -1 : (long)(before + now) + spun;
}

/* Fills first_id of the dropped paragraphs when somebody asks for it: the journal, or
 * the notice that nothing of the article is left. */
static void name_seen(const struct plan *plan, struct history *history, struct batch *b, const struct article *a)
{
    struct para *paras = b->paras + a->first;
    if (plan->named || standing(paras, a->n) == 0)
        seen_name(history->seen, paras, a->n, &b->arena);
}

/* Remembers what stands of the article, and n sequences of it, for later ones. */
static bool remember(struct job *job, struct history *history, struct batch *b, struct article *a,
                     const struct key *sequences, size_t n)
{
    struct recall *recall = job->plan->recall;
    if (!spun_step_add(job, history, b, a, sequences, n))
        return false;
    if (recall)
        recall_number(recall, a);
    return true;
}

/* The same, and then what rules take now that those paragraphs went. */
static long take_seen(struct job *job, struct history *history, struct batch *b, struct article *a)
{
    long seen = mark_seen(job, history, b, a);
    if (seen <= 0)
        return seen;
    if (!job_judge_rules(job, a, b->paras + a->first))
        return -1;
    name_seen(job->plan, history, b, a);
    return seen;
}

/* For an article that an earlier run had: from now on it is compared with those that
 * came after it, too. False when there is nothing more to compare it with. */
static bool widen(struct job *job, const struct article *a)
{
    return job->plan->recall && recall_widen(job->plan->recall, a);
}

/* take_seen for a whole article: 1 when what is left is a copy. *changed is set when
 * something went, and *after is the sequence of what is left then. */
static int take_from_whole(struct job *job, struct history *history, struct batch *b, struct article *a,
                           struct key *after, bool *changed)
{
    long seen = take_seen(job, history, b, a);
    if (seen < 0)
        return -1;
    *changed = *changed || seen > 0;
    if (!*changed)
        return 0;
    *after = seen_sequence(b->paras + a->first, a->n);
    return is_copy(job, history, b, a, *after);
}

/* The steps for a whole article, in their order. sequences[0]: of what stands at first;
 * [1]: of what is left when *changed. */
static int judge_steps(struct job *job, struct history *history, struct batch *b, struct article *a,
                       struct key sequences[2], bool *changed)
{
    bool wide = false;
    if (is_copy(job, history, b, a, sequences[0]))
        return 1;
    int gone = near_step_before(job, history, b, a);
    if (!gone)
        gone = take_from_whole(job, history, b, a, &sequences[1], changed);
    if (!gone)
        gone = near_step_after(job, history, b, a, *changed);
    if (!gone && (wide = widen(job, a)))
        gone = is_copy(job, history, b, a, sequences[0]) ? 1
             : take_from_whole(job, history, b, a, &sequences[1], changed);
    return gone ? gone : near_step_keep(job, history, b, a, *changed, wide);
}

static bool judge_whole(struct job *job, struct history *history, struct batch *b, struct article *a)
{
    const struct plan *plan = job->plan;
    struct key sequences[2] = { a->sequence, a->sequence };
    bool changed = false;
    if (plan->recall || plan->external)   /* paragraphs may have gone since job_prepare */
        sequences[0] = seen_sequence(b->paras + a->first, a->n);
    int gone = judge_steps(job, history, b, a, sequences, &changed);
    return gone ? gone > 0 : remember(job, history, b, a, sequences, changed ? 2 : 1);
}

/* Article scope: repeats across articles stay, but near-duplicates may go. */
static bool judge_near(struct job *job, struct history *history, struct batch *b, struct article *a)
{
    if (history->choosing || job->plan->choice)
        return near_step_chosen(job->plan, history, b, a) >= 0;
    int gone = near_step_before(job, history, b, a);
    if (!gone)
        gone = near_step_after(job, history, b, a, false);
    return (gone ? gone : near_step_keep(job, history, b, a, false, false)) >= 0;
}

/* One piece of a huge article: it cannot wait for the last one, so only paragraphs are
 * compared, and it is no copy and not near. */
static bool judge_piece(struct job *job, struct history *history, struct batch *b, struct article *a)
{
    const struct plan *plan = job->plan;
    struct para *paras = b->paras + a->first;
    long gone = a->head && !repeat_begin(&history->pieces, 0) ? -1 : repeat_mark(&history->pieces, a->id, paras, a->n);
    if (gone < 0) {
        history->error = history->pieces.met.error;
        return false;
    }
    a->paragraph = a->head ? 0 : history->paragraphs;
    history->paragraphs = a->paragraph + a->n;
    if (plan->external && !external_step_judge(plan, history, job->strip, a, paras, (size_t)gone))
        return false;
    long seen = plan->across ? take_seen(job, history, b, a) : 0;
    if (gone && !seen && !job_judge_rules(job, a, paras))
        return false;
    if (seen >= 0 && plan->across && widen(job, a))
        seen = take_seen(job, history, b, a);
    if (seen < 0)
        return false;
    if (plan->across && !remember(job, history, b, a, NULL, 0))
        return false;
    a->started = !a->head && history->started;
    history->started = a->started || standing(paras, a->n);
    if (a->tail)
        repeat_release(&history->pieces);
    return true;
}

void job_prefetch(const struct history *history, const struct batch *b, const struct article *a)
{
    if (history->seen && !a->skipped)
        seen_prefetch(history->seen, a->sequence, b->paras + a->first, a->n);
}

bool job_judge(struct job *job, struct history *history, struct batch *b, struct article *a)
{
    const struct plan *plan = job->plan;
    struct para *paras = b->paras + a->first;
    bool judged = true;
    history->articles++;
    if (a->skipped)
        return true;
    if (plan->recall && !recall_enter(plan->recall, a))
        return false;
    if (!(a->head && a->tail))
        judged = judge_piece(job, history, b, a);
    else if (!a->wall && plan->across)
        judged = judge_whole(job, history, b, a);
    else if (!a->wall)
        judged = (!plan->external || external_step_judge(plan, history, job->strip, a, paras, 0))
            && ((plan->external && !standing(paras, a->n)) || judge_near(job, history, b, a));
    if ((plan->across && seen_status(history->seen, &history->error) != COPYDESK_OK)
        || (plan->recall && recall_status(plan->recall, &history->error) != COPYDESK_OK))
        return false;   /* what they answered may be wrong */
    return judged && !b->arena.failed;
}
