#include "read/split.h"

#include "read/lines.h"
#include "read/wrap.h"

/* Where paragraphs go: to a batch, or nowhere, when they are only counted. */
struct split {
    struct batch *batch;   /* NULL: count only */
    size_t n;
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

static void split_lines(struct split *s, struct lines l)
{
    struct line line;
    for (uint64_t number = 1; lines_next(&l, &line); number++)
        if (!line_blank(&line))
            emit(s, line.text, number);
}

static void split_blocks(struct split *s, struct lines l)
{
    struct line line, first = { 0 }, last = { 0 };
    uint64_t start = 0;
    for (uint64_t number = 1; lines_next(&l, &line); number++) {
        bool blank = line_blank(&line);
        if (blank && start > 0) {
            emit(s, span(&first, &last), start);
            start = 0;
        } else if (!blank) {
            if (start == 0) {
                first = line;
                start = number;
            }
            last = line;
        }
    }
    if (start > 0)
        emit(s, span(&first, &last), start);
}

/* The next n lines, each a paragraph. */
static void emit_lines(struct split *s, struct lines l, uint64_t n, uint64_t number)
{
    struct line line;
    for (; n > 0 && lines_next(&l, &line); n--)
        emit(s, line.text, number++);
}

/* The next group of lines of a run of which `left` are not yet taken: those
 * that join. One paragraph when it is prose, else one each. */
static uint64_t emit_group(struct split *s, const struct wrap *w, struct lines *l, uint64_t left,
                           uint64_t number)
{
    struct lines start = *l, before;
    struct line first, below;
    struct prose prose;
    if (!lines_next(l, &first))
        return left;
    prose_begin(&prose, &first);
    while (before = *l, prose.n < left && lines_next(l, &below)) {
        if (!wrap_joins(w, &prose, &below)) {
            *l = before;
            break;
        }
        prose_add(&prose, &below);
    }
    if (prose.n > 1 && prose_is(&prose))
        emit(s, span(&first, &prose.last), number);
    else
        emit_lines(s, start, prose.n, number);
    return prose.n;
}

/* The run of lines that starts with l, up to a blank line. Returns its lines. */
static uint64_t split_run(struct split *s, struct lines *l, uint64_t number)
{
    struct wrap w;
    struct line line;
    uint64_t n = 0;
    if (wrap_measure(*l, &w)) {
        while (n < w.n)
            n += emit_group(s, &w, l, w.n - n, number + n);
        return n;
    }
    for (struct lines before = *l; lines_next(l, &line); before = *l, n++) {
        if (line_blank(&line)) {
            *l = before;
            break;
        }
        emit(s, line.text, number + n);
    }
    return n;
}

static void split_auto(struct split *s, struct lines l)
{
    struct line line, next;
    uint64_t number = 1;
    for (struct lines before = l; lines_next(&l, &line); before = l) {
        if (line_blank(&line)) {
            number++;
            continue;
        }
        /* most lines of clean text stand alone: no run to be measured */
        if (lines_next(&l, &next) && !line_blank(&next)) {
            l = before;
            number += split_run(s, &l, number);
        } else {
            emit(s, line.text, number);
            number += 2;
        }
    }
}

void split_article(struct batch *b, struct article *a, enum copydesk_paragraphs mode)
{
    struct split s = { .batch = b };
    struct lines l;
    size_t first = b->n_paras;
    lines_init(&l, a->text);
    if (mode == COPYDESK_PARAGRAPHS_LINE)
        split_lines(&s, l);
    else if (mode == COPYDESK_PARAGRAPHS_BLOCK)
        split_blocks(&s, l);
    else
        split_auto(&s, l);
    a->first = first;
    a->n = b->n_paras - first;
    for (size_t i = 0; a->line > 1 && i < a->n; i++)
        b->paras[first + i].line += a->line - 1;
}

bool split_is_wrapped(struct slice paragraph)
{
    struct split s = { 0 };
    struct lines l;
    lines_init(&l, paragraph);
    l.nel = false;   /* as it will stand: among others, which LFs part from it */
    split_auto(&s, l);
    return s.n == 1;
}

struct slice split_line(struct slice text, struct slice *rest)
{
    struct lines l = { text.ptr, text.ptr + text.len, true, false };
    struct line line = { text.ptr, { text.ptr, 0 } };
    lines_next(&l, &line);
    *rest = slice_of(l.p, (size_t)(l.end - l.p));
    return line.text;
}
