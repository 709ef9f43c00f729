/* copydesk_learn: reads the corpus twice, by the same steps that clean it, and
 * proposes rules for the lines that its articles repeat. */
#include <string.h>

#include "base/error.h"
#include "pipeline/guard.h"
#include "pipeline/job.h"
#include "pipeline/textless.h"
#include "read/source.h"
#include "strip/learn/learn.h"
#include "write/sink.h"

struct learning {
    struct plan plan;
    struct notices notices;
    struct job job;
    struct batch batch;
    struct learn learn;
    struct textless textless;
    struct copydesk_error *error;
};

typedef bool each_article(struct learn *l, const struct article *a, const struct para *paras, size_t n);

static bool learn_batch(struct learning *g, each_article *each)
{
    struct batch *b = &g->batch;
    for (size_t i = 0; i < b->n_articles; i++) {
        struct article *a = &b->articles[i];
        if (!job_prepare(&g->job, b, a))
            return false;
        /* pieces of a huge article are passed over: no template lives there */
        if (!a->skipped && !a->wall && a->head && a->tail && !each(&g->learn, a, b->paras + a->first, a->n))
            return false;
    }
    return true;
}

static bool note_textless(struct learning *g, struct notices *notices)
{
    const struct batch *b = &g->batch;
    return !b->articles[0].frame || textless_add(&g->textless, b, g->plan.options->text_field, notices);
}

static enum copydesk_status pass(struct learning *g, struct notices *notices, each_article *each)
{
    struct source *source = source_open(g->plan.options, notices, g->error);
    if (!source)
        return COPYDESK_FAILED;
    enum copydesk_status status = COPYDESK_OK;
    int got = 0;
    while (status == COPYDESK_OK && (got = source_next(source, &g->batch, g->error)) > 0) {
        source_load(source, &g->batch);
        if (g->batch.failed || g->batch.arena.failed || !learn_batch(g, each) || !note_textless(g, notices))
            status = notices_fail(notices, g->error);
    }
    textless_end(&g->textless, g->plan.options->text_field, notices);
    source_close(source);
    return got < 0 ? COPYDESK_FAILED : status;
}

static enum copydesk_status write_pack(struct learning *g, const char *path)
{
    struct buf text = { 0 };
    learn_pack(&g->learn, &text);
    if (text.failed) {
        buf_release(&text);
        return error_memory(g->error);
    }
    enum copydesk_status status = sink_put(path, buf_slice(&text), g->error);
    buf_release(&text);
    return status;
}

/* Standard input cannot be read twice. */
static bool paths_stay(const struct copydesk_options *o, struct copydesk_error *error)
{
    bool stay = o->n_paths > 0;
    for (size_t i = 0; i < o->n_paths; i++)
        stay = stay && strcmp(o->paths[i], "-") != 0;
    if (!stay)
        error_set(error, COPYDESK_FAILED, NULL, 0,
                  "standard input cannot be read twice; name files or directories");
    return stay;
}

static enum copydesk_status learn_all(struct learning *g)
{
    const struct copydesk_options *o = g->plan.options;
    struct notices silent;   /* what is skipped is told in the second pass */
    if (!job_init(&g->job, &g->plan) || !learn_init(&g->learn, o, g->plan.rules))
        return error_memory(g->error);
    notices_init(&silent, NULL);
    enum copydesk_status status = pass(g, &silent, learn_count);
    notices_release(&silent);
    if (status == COPYDESK_OK && !learn_second_pass(&g->learn))
        status = error_memory(g->error);
    if (status == COPYDESK_OK)
        status = pass(g, &g->notices, learn_look);
    rules_tell_slow(g->plan.rules, &g->notices);
    if (status == COPYDESK_OK && !learn_judge(&g->learn))
        status = error_memory(g->error);
    if (status == COPYDESK_OK)
        status = write_pack(g, o->output);
    g->learn.sum.skipped = notices_skipped(&g->notices);
    return status == COPYDESK_OK && g->learn.sum.skipped ? COPYDESK_SKIPPED : status;
}

enum copydesk_status copydesk_learn(const struct copydesk_options *options,
                                    const struct copydesk_observer *observer,
                                    struct copydesk_learned *learned,
                                    struct copydesk_error *error)
{
    struct copydesk_error unused = { 0 };
    struct learning g = { .error = error ? error : &unused };
    if (!paths_stay(options, g.error) || guard_outputs(options, false, g.error) != COPYDESK_OK
        || job_check_files(options, g.error) != COPYDESK_OK)
        return COPYDESK_FAILED;
    struct rules *rules = rules_open_whole(options, g.error);
    if (!rules)
        return COPYDESK_FAILED;
    rules_watch(rules);
    notices_init(&g.notices, observer);
    g.plan = (struct plan){ .options = options, .rules = rules, .notices = &g.notices };
    enum copydesk_status status = learn_all(&g);
    if (learned)
        *learned = g.learn.sum;
    textless_release(&g.textless);
    learn_release(&g.learn);
    job_release(&g.job);
    batch_release(&g.batch);
    notices_release(&g.notices);
    rules_free(rules);
    return status;
}
