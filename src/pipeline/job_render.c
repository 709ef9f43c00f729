/* The last step of a job: an article's clean text, or its record, the journal
 * of it, and the counts. */
#include "normalize/homoglyphs.h"
#include "pipeline/job.h"
#include "read/records/jsonl.h"
#include "text/fold.h"
#include "write/annotate.h"
#include "write/journal/journal.h"

static void add_to(struct copydesk_count *count, const struct para *p)
{
    count->paragraphs++;
    count->bytes += p->raw.len;
}

static void count_para(struct job *job, const struct para *p)
{
    struct copydesk_stats *s = &job->stats;
    if (p->action != COPYDESK_DROP) {
        for (unsigned r = p->repairs, i = 0; r; r >>= 1, i++)
            s->repaired[i] += r & 1;
        s->edited += p->action == COPYDESK_EDIT;
        s->flagged_paragraphs += p->flagged;
        if (p->action == COPYDESK_EDIT && p->reason == COPYDESK_RULE) {
            job->rule_hits[p->rule - 1].paragraphs++;
            job->rule_hits[p->rule - 1].bytes += p->raw.len > p->text.len ? p->raw.len - p->text.len : 0;
        }
        return;
    }
    add_to(&s->removed[p->reason], p);
    if (p->reason == COPYDESK_RULE) {
        add_to(&s->stripped[rules_class(job->plan->rules, p->rule - 1u)], p);
        add_to(&job->rule_hits[p->rule - 1], p);
    }
}

/* A notice for a paragraph that is written and has a word of mixed scripts. */
static void report_homoglyphs(struct job *job, const struct article *a, const struct para *p)
{
    struct slice word;
    if (!(job->plan->options->repairs >> COPYDESK_FIX_HOMOGLYPHS & 1) || p->action == COPYDESK_DROP
        || !(p->fold & FOLD_NONASCII) || !homoglyphs_find(p->text, &word))
        return;
    job->stats.repaired[COPYDESK_FIX_HOMOGLYPHS]++;
    notice(job->plan->notices, COPYDESK_OK, a->id.ptr, p->line,
           "letters of two scripts that look alike in '%.*s'", (int)word.len, word.ptr);
}

static void count_article(struct job *job, const struct article *a, const struct para *paras)
{
    struct copydesk_stats *s = &job->stats;
    unsigned repairs = 0;
    for (size_t i = 0; i < a->n; i++) {
        count_para(job, &paras[i]);
        report_homoglyphs(job, a, &paras[i]);
        repairs |= paras[i].repairs;
    }
    s->paragraphs += a->n;
    s->bytes_in += a->frame ? a->frame->record.len : a->encoding ? a->original.len : a->bytes.len;
    s->converted += a->encoding && a->head;
    s->bytes_out += a->wrote;
    s->bad_utf8 += a->spoiled || repairs >> COPYDESK_FIX_UTF8 & 1;
    if (!a->tail)
        return;
    bool written = a->wrote > 0 || a->started;
    s->articles++;
    s->copies += a->reason == COPYDESK_COPY;
    s->near += a->reason == COPYDESK_NEAR;
    s->flagged += a->near_id.len > 0 && a->reason == COPYDESK_NONE;
    s->walls += a->wall;
    s->written += written;
    s->empty += !written && a->reason == COPYDESK_NONE;
}

/* A line of JSON Lines that is no article. One without text, or too long, is passed on
 * when records are written; one that is not JSON is left out. */
static void render_aside(struct job *job, const struct batch *b, struct article *a, struct buf *text,
                         struct written *w)
{
    const struct frame *f = a->frame;
    if (b->records && (f->kind == FRAME_TEXTLESS || f->kind == FRAME_LONG)) {
        size_t before = text->len;
        buf_addslice(text, f->record);
        w->bytes = slice_of(text->ptr ? text->ptr + before : "", text->len - before);
        w->same = w->record = true;
    } else if (f->kind == FRAME_TEXTLESS && f->record.len > 2) {
        notice(job->plan->notices, COPYDESK_OK, a->file.ptr, f->line, "has no text and was left out");
    }
    job->stats.bytes_in += f->record.len;
    job->stats.bytes_out += w->bytes.len;
}

static bool ends_line(struct slice text)
{
    return text.len > 0 && text.ptr[text.len - 1] == '\n';
}

/* The article's text, alone or in a record. */
static void render_text(struct job *job, const struct batch *b, struct article *a, struct buf *text,
                        struct written *w)
{
    enum copydesk_between between = job->plan->options->between;
    const struct para *paras = b->paras + a->first;
    bool started = a->started;
    if (job->plan->options->annotate && a->frame) {
        annotate_put(text, job->plan->rules, a, paras, w);
        return;
    }
    struct buf *to = b->records ? &job->plain : text;
    a->bare = b->records && !(a->frame && ends_line(a->bytes));
    if (b->records)
        buf_clear(to);
    size_t before = to->len;
    render_article(between, a, paras, &started, to);
    w->clean = w->bytes = slice_of(to->ptr ? to->ptr + before : "", to->len - before);
    if (b->records && a->frame)
        record_put(text, between, a, paras, job->plan->options->keep_empty, w, &job->cut);
    else if (b->records)
        record_new(text, a, a->started, w);
    text->failed = text->failed || to->failed;
}

void job_render(struct job *job, const struct batch *b, struct article *a,
                struct buf *text, struct buf *journal)
{
    const struct plan *plan = job->plan;
    const struct para *paras = b->paras + a->first;
    struct written w = { .bytes = SLICE("") };
    if (a->skipped)
        render_aside(job, b, a, text, &w);
    else
        render_text(job, b, a, text, &w);
    if (journal && !text->failed)
        journal_article(journal, plan->rules, plan->options->between, a, paras, &w);
    a->wrote = w.bytes.len;
    if (!a->skipped)
        count_article(job, a, paras);
}
