/* What changed, for people to read. */
#include "text/utf8.h"
#include "text/words.h"
#include "write/changes.h"

enum { QUOTE = 100 };   /* bytes of a paragraph that moved, about a line (guess) */

static const char *const bold = "\33[1m", *const red = "\33[31m", *const green = "\33[32m", *const plain = "\33[m";

static void put_color(struct buf *out, const struct diff_view *t, const char *color)
{
    if (t->color)
        buf_addstr(out, color);
}

/* On one line; what could act on a terminal is a question mark. */
static void put_safe(struct buf *out, struct slice s)
{
    const char *end = s.ptr + s.len;
    uint32_t cp;
    for (const char *p = s.ptr; p < end;) {
        size_t n = utf8_next(p, end, &cp);
        if (cp == '\n' || cp == '\t')
            buf_addch(out, ' ');
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            buf_addch(out, '?');
        else if (cp == UTF8_BAD)
            utf8_add(out, 0xFFFD);
        else
            buf_add(out, p, n);
        p += n;
    }
}

static void put_marked(struct buf *out, const struct diff_view *t, enum run_kind kind, struct slice s)
{
    put_color(out, t, kind == RUN_CUT ? red : green);
    buf_addstr(out, kind == RUN_CUT ? "[-" : "{+");
    put_safe(out, s);
    buf_addstr(out, kind == RUN_CUT ? "-]" : "+}");
    put_color(out, t, plain);
}

/* The blanks before the words stand before the mark; between what was cut and
 * what stands there now are none. */
static void put_runs(struct buf *out, const struct diff_view *t, const struct word_run *runs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct slice s = runs[i].text;
        bool replaces = i > 0 && runs[i].kind == RUN_ADDED && runs[i - 1].kind == RUN_CUT;
        size_t blanks = 0;
        while (blanks < s.len && (s.ptr[blanks] == ' ' || s.ptr[blanks] == '\n' || s.ptr[blanks] == '\t'))
            blanks++;
        if (blanks && !replaces && i > 0)
            buf_addch(out, ' ');
        s = slice_from(s, blanks);
        if (runs[i].kind == RUN_SAME)
            put_safe(out, s);
        else
            put_marked(out, t, runs[i].kind, s);
    }
}

/* The start of a paragraph, cut behind a word. */
static void put_quote(struct buf *out, struct slice text)
{
    struct slice rest = text;
    struct word word;
    while (words_next(&rest, &word) && (size_t)(rest.ptr - text.ptr) < QUOTE)
        ;
    put_safe(out, slice_of(text.ptr, text.len - rest.len));
    if (rest.len)
        buf_addstr(out, " ...");
}

static uint64_t line_of(const struct version *v, uint32_t para)
{
    return v->paras[para].line;
}

/* "cut, line 3"; "cut, lines 3 to 9" of several up to `last`. */
static void put_head(struct buf *out, const struct diff_view *t, const struct change *c, const struct change *last)
{
    put_color(out, t, bold);
    if (c->moved)
        buf_addstr(out, c->kind == CHANGE_STAYS ? "moved" : "moved and ");
    if (!c->moved || c->kind != CHANGE_STAYS)
        buf_addstr(out, change_name(c->kind));
    buf_addstr(out, c == last ? ", line " : ", lines ");
    if (c->a != ALIGN_NONE)
        buf_addf(out, "%llu", (unsigned long long)line_of(t->a, c->a));
    if (c->a != ALIGN_NONE && c->b != ALIGN_NONE)
        buf_addstr(out, " -> ");
    if (c->b != ALIGN_NONE)
        buf_addf(out, "%llu", (unsigned long long)line_of(t->b, c->b));
    if (c != last)
        buf_addf(out, " to %llu", (unsigned long long)(c->a != ALIGN_NONE ? line_of(t->a, last->a) : line_of(t->b, last->b)));
    put_color(out, t, plain);
    buf_addch(out, '\n');
}

static void put_body(struct buf *out, struct changes *changes, const struct diff_view *t, const struct change *c)
{
    struct slice was = c->a != ALIGN_NONE ? t->a->paras[c->a].text : SLICE("");
    struct slice is = c->b != ALIGN_NONE ? t->b->paras[c->b].text : SLICE("");
    const struct word_run *runs;
    size_t n;
    buf_addstr(out, "    ");
    switch (c->kind) {
    case CHANGE_STAYS:
        put_quote(out, is);
        break;
    case CHANGE_EDITED:
        runs = changes_runs(changes, was, is, &n, NULL);
        put_runs(out, t, runs, n);
        break;
    case CHANGE_REWRITTEN:
        put_marked(out, t, RUN_CUT, was);
        buf_addstr(out, "\n    ");
        put_marked(out, t, RUN_ADDED, is);
        break;
    case CHANGE_CUT:
        put_marked(out, t, RUN_CUT, was);
        break;
    case CHANGE_ADDED:
        put_marked(out, t, RUN_ADDED, is);
        break;
    }
    buf_addch(out, '\n');
}

/* The last of those from i on that are cut, or added, one behind the other. */
static size_t last_alike(const struct changes *c, size_t i)
{
    enum change_kind kind = c->list[i].kind;
    size_t last = i;
    while ((kind == CHANGE_CUT || kind == CHANGE_ADDED) && last + 1 < c->n && c->list[last + 1].kind == kind)
        last++;
    return last;
}

static void put_number(struct buf *out, uint64_t n, const char *what)
{
    if (n)
        buf_addf(out, ", %llu %s", (unsigned long long)n, what);
}

/* What stays or moved may be written otherwise, and in other paragraphs. */
static void put_respelt(struct buf *out, const struct copydesk_difference *d)
{
    uint64_t parted = d->parted[0] + d->parted[1];
    if (parted)
        buf_addf(out, "; other paragraph ends in %llu place%s", (unsigned long long)parted, parted == 1 ? "" : "s");
    if (d->respelt)
        buf_addf(out, "; other case, punctuation or spaces in %llu", (unsigned long long)d->respelt);
}

static void put_summary(struct buf *out, const struct copydesk_difference *d)
{
    unsigned long long n = d->paragraphs[0], words = d->words[0];
    if (d->moved + d->edited + d->rewritten + d->cut + d->added == 0) {
        if (n == 0)
            buf_addstr(out, "nothing changed: both have no text");
        else
            buf_addf(out, "nothing changed: %s%llu paragraph%s", n > 1 ? "all " : "the ", n, n > 1 ? "s stay" : " stays");
        put_respelt(out, d);
        buf_addch(out, '\n');
        return;
    }
    buf_addf(out, "%llu of %llu paragraph%s %s", (unsigned long long)d->stay, n, n == 1 ? "" : "s",
             d->stay == 1 || n == 1 ? "stays" : "stay");
    put_number(out, d->moved, "moved");
    put_number(out, d->edited, "edited");
    put_number(out, d->rewritten, "rewritten");
    put_number(out, d->cut, "cut");
    put_number(out, d->added, "added");
    put_respelt(out, d);
    if (words)   /* rounded down: 100 % is all of them */
        buf_addf(out, "; %llu %% of the words stay", (unsigned long long)(100 * d->words_kept / words));
    buf_addch(out, '\n');
}

void diff_text(struct buf *out, struct changes *c, const struct diff_view *t)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct change *change = &c->list[i];
        if (change->kind == CHANGE_STAYS && !change->moved)
            continue;
        size_t last = last_alike(c, i);
        put_head(out, t, change, &c->list[last]);
        for (; i < last; i++)
            put_body(out, c, t, &c->list[i]);
        put_body(out, c, t, &c->list[last]);
        buf_addch(out, '\n');
    }
    put_summary(out, t->numbers);
}
