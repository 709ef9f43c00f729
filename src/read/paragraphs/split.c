#include "read/paragraphs/split.h"

#include "read/paragraphs/lines.h"
#include "read/paragraphs/wrap.h"

/* Where paragraphs go. */
struct split {
    struct batch *batch;   /* NULL: they are only counted */
    struct line_run *run;  /* for scratch */
    size_t n;              /* paragraphs so far */
};

static void emit(struct split *s, struct slice raw, uint64_t line)
{
    s->n++;
    if (!s->batch)
        return;
    struct para *p = batch_para(s->batch);
    if (p) {
        p->raw = raw;
        p->line = line;
    }
}

/* From the first byte of one line to the last of another. */
static struct slice span(const struct line *first, const struct line *last)
{
    const char *end = last->text.ptr + last->text.len;
    return slice_of(first->text.ptr, (size_t)(end - first->text.ptr));
}

/* n lines, each a paragraph; number is that of the first. */
static void emit_lines(struct split *s, const struct line *lines, size_t n, uint64_t number)
{
    for (size_t i = 0; i < n; i++)
        emit(s, lines[i].text, number + i);
}

/* The lines of a run that are still to be told apart. */
struct rest {
    const struct line *lines;
    size_t n, at;
    size_t in_vain[N_MEASURES];   /* by each measure up to here lines join that are no prose: not to be
                                     asked again from line to line, which takes the square of their number */
};

/* How many lines join by one measure, from the next on, if they are more than `least` and
 * prose; else least. *most: how many join, if more. */
static size_t try_measure(const struct wrap *w, struct rest *r, enum measure how, size_t least, size_t *most)
{
    struct prose prose;
    size_t n = 1;
    const struct line *lines = r->lines + r->at;
    if (r->at < r->in_vain[how])
        return least;
    prose_begin(&prose, lines, how);
    for (; n < r->n - r->at && wrap_joins(w, &prose, &lines[n]); n++)
        prose_add(&prose, &lines[n]);
    *most = n > *most ? n : *most;
    if (n <= least)
        return least;
    if (prose_is(&prose))
        return n;
    r->in_vain[how] = r->at + n;
    return least;
}

/* Emits the group of lines that join, from the next on: as one paragraph when it is prose
 * by some measure, the longest such, else each by itself. */
static void emit_group(struct split *s, const struct wrap *w, struct rest *r, uint64_t number)
{
    const struct line *lines = r->lines + r->at;
    size_t joined = 1, most = 1;
    for (size_t how = 0; how < w->measures && joined < r->n - r->at; how++)
        joined = try_measure(w, r, (enum measure)how, joined, &most);
    if (joined > 1)
        emit(s, span(lines, &lines[joined - 1]), number);
    else
        emit_lines(s, lines, most, number);
    r->at += joined > 1 ? joined : most;
}

static void split_run(struct split *s, enum copydesk_paragraphs mode)
{
    struct line_run *run = s->run;
    struct wrap w;
    if (mode == COPYDESK_PARAGRAPHS_BLOCK)
        emit(s, span(run->lines, &run->lines[run->n - 1]), run->number);
    else if (mode == COPYDESK_PARAGRAPHS_LINE || run->n == 1 || !wrap_measure(run, &w))
        emit_lines(s, run->lines, run->n, run->number);
    else
        for (struct rest r = { .lines = run->lines, .n = run->n }; r.at < r.n;)
            emit_group(s, &w, &r, run->number + r.at);
}

static void split_text(struct split *s, struct lines *l, enum copydesk_paragraphs mode)
{
    while (lines_run(l, s->run))
        split_run(s, mode);
}

void split_article(struct batch *b, struct article *a, enum copydesk_paragraphs mode)
{
    struct split s = { .batch = b, .run = &b->run };
    struct lines l;
    size_t first = b->n_paras;
    lines_init(&l, a->text, !a->fed);
    split_text(&s, &l, mode);
    b->failed |= b->run.failed;
    a->first = first;
    a->n = b->n_paras - first;
    for (size_t i = 0; a->line > 1 && i < a->n; i++)
        b->paras[first + i].line += a->line - 1;
}

bool split_is_wrapped(struct line_run *run, struct slice paragraph)
{
    struct split s = { .run = run };
    struct lines l;
    lines_init(&l, paragraph, false);
    split_text(&s, &l, COPYDESK_PARAGRAPHS_AUTO);
    return s.n == 1;
}
