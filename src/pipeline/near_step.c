#include "pipeline/near_step.h"

#include "base/error.h"

struct near_rules near_step_rules(const struct copydesk_options *options)
{
    enum { BANDS_NEWS = 32, BANDS_STRICT = 16 };
    bool strict = options->near_preset == COPYDESK_NEAR_STRICT;
    unsigned jaccard = strict ? 800 : 500, containment = strict ? 950 : 800;
    return (struct near_rules){
        .bands = strict ? BANDS_STRICT : BANDS_NEWS,
        .jaccard = options->near_jaccard ? options->near_jaccard : jaccard,
        .containment = options->near_containment ? options->near_containment : containment,
        .spans = options->near_spans,
    };
}

bool near_step_prepare(struct job *job, struct batch *b, struct article *a)
{
    struct near_text text;
    if (!job->plan->near || a->wall || !(a->head && a->tail))
        return true;
    if (!near_prepare(&job->plan->near_rules, &job->shingles, b->paras + a->first, a->n, &text))
        return false;
    if (text.set.n >= NEAR_LEAST)
        a->near = near_copy(&text, &b->arena);
    return !b->arena.failed;
}

static bool copy_spans(struct article *a, const struct near_match *match, struct arena *arena)
{
    struct copydesk_span *to = arena_take(arena, match->n_spans * sizeof *to + 1);
    if (to && match->n_spans)
        memcpy(to, match->spans, match->n_spans * sizeof *to);
    a->spans = to;
    a->n_spans = match->n_spans;
    return to != NULL;
}

/* The article is near match: 1, it is dropped; 0, only flagged. */
static int take(const struct plan *plan, const struct near_match *match, struct batch *b, struct article *a)
{
    a->near_id = match->id;
    a->jaccard = (uint16_t)match->jaccard;
    a->containment = (uint16_t)match->containment;
    if (plan->options->near != COPYDESK_NEAR_DROP)
        return 0;
    job_drop_whole(a, b->paras + a->first, COPYDESK_NEAR, a->near_id);
    return 1;
}

/* Looks for a kept article that text, this side of a, is near. Returns as near_step_before. */
static int judge(struct job *job, struct history *history, const struct near_text *text,
                 enum near_side side, struct batch *b, struct article *a)
{
    struct near_match match;
    const struct plan *plan = job->plan;
    if (plan->recall && recall_near_stays(a))
        return 0;
    int found = near_find(history->near, text, side, &match, &history->error);
    if (found > 0)
        match.id = arena_copy(&b->arena, match.id);
    if (found >= 0 && plan->recall)
        found = recall_near(plan->recall, &job->recall, b, a, text, side, found > 0, &match, &history->error);
    if (found <= 0)
        return found;
    if ((match.spans && !copy_spans(a, &match, &b->arena)) || b->arena.failed) {
        error_memory(&history->error);
        return -1;
    }
    return take(plan, &match, b, a);
}

/* ---- chosen at a first reading ---- */

/* A hash of the text that stands, to notice when an article changed between the readings. */
static uint64_t check_of(const struct para *paras, const struct article *a)
{
    struct key key = seen_sequence(paras, a->n);
    return key.hi ^ key.lo;
}

static int collect(struct history *history, const struct para *paras, const struct article *a)
{
    struct choice_article put = { .number = history->articles, .id = a->id, .text = a->near, .time = a->time,
                                  .check = check_of(paras, a) };
    for (size_t i = 0; i < a->n; i++)
        put.chars += paras[i].action != COPYDESK_DROP ? paras[i].chars : 0;
    return choice_add(history->choosing, &put, &history->error) == COPYDESK_OK ? 0 : -1;
}

int near_step_chosen(const struct plan *plan, struct history *history, struct batch *b,
                     struct article *a)
{
    const struct para *paras = b->paras + a->first;
    struct near_match match;
    if (history->choosing)
        return a->near ? collect(history, paras, a) : 0;
    int gone = choice_ask(plan->choice, history->articles, check_of(paras, a), &b->arena, &match,
                          &history->known, &history->error);
    if (gone <= 0)
        return gone;
    a->spans = match.spans;
    a->n_spans = match.n_spans;
    return take(plan, &match, b, a);
}

/* ---- the first one is kept ---- */

int near_step_before(struct job *job, struct history *history, struct batch *b, struct article *a)
{
    return a->near ? judge(job, history, a->near, NEAR_BEFORE, b, a) : 0;
}

static int keep(struct job *job, struct history *history, const struct article *a, const struct near_text *text,
                unsigned sides)
{
    struct recall *recall = job->plan->recall;
    uint32_t kept = near_count(history->near);
    if (near_keep(history->near, a->id, text, sides, &history->error) != COPYDESK_OK)
        return -1;
    if (recall && near_count(history->near) > kept)
        recall_near_kept(recall, a, sides);
    return 0;
}

/* Fills history->after with what the article is compared by once paragraphs went. */
static bool prepare_after(const struct plan *plan, struct history *history, const struct batch *b,
                          const struct article *a)
{
    if (near_prepare(&plan->near_rules, &history->shingles, b->paras + a->first, a->n, &history->after))
        return true;
    error_memory(&history->error);
    return false;
}

/* A flagged article is not kept: nothing is to be near what is itself near another one. */
static bool may_be_kept(const struct article *a)
{
    return a->near && !a->near_id.len;
}

int near_step_after(struct job *job, struct history *history, struct batch *b, struct article *a, bool changed)
{
    if (!may_be_kept(a) || job->plan->options->near != COPYDESK_NEAR_DROP)
        return 0;
    if (changed && !prepare_after(job->plan, history, b, a))
        return -1;
    /* also when it did not change: those that it is compared with may have */
    return judge(job, history, changed ? &history->after : a->near, NEAR_AFTER, b, a);
}

int near_step_keep(struct job *job, struct history *history, const struct batch *b, const struct article *a,
                   bool changed, bool since)
{
    if (!may_be_kept(a))
        return 0;
    if (job->plan->options->near != COPYDESK_NEAR_DROP)
        return keep(job, history, a, a->near, NEAR_BEFORE);
    if (!changed)
        return keep(job, history, a, a->near, NEAR_BEFORE | NEAR_AFTER);
    if (since && !prepare_after(job->plan, history, b, a))
        return -1;
    return keep(job, history, a, a->near, NEAR_BEFORE)
        || keep(job, history, a, &history->after, NEAR_AFTER) ? -1 : 0;
}
