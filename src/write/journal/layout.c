/* DESIGN
 * A gap is what stands before the first paragraph, and behind every standing
 * one up to the next (dropped or not) or the end; the separator or final line
 * feed written there belongs to it. Mostly all gaps change alike, "\n" to
 * "\n\n". Then "between" says so once: wherever `written` stands in copied
 * text it stands for `original`. That is unambiguous because no written paragraph
 * contains `written`, or begins or ends with a line feed, which is verified here;
 * gaps that this would not bring back right are listed. */
#include "write/journal/layout.h"

#include "text/utf8.h"
#include "write/json.h"

/* ---- gaps ---- */

struct gap {
    size_t start, end;       /* bytes of a->bytes */
    struct slice written;
};

/* Walks the gaps of an article in order. */
struct gaps {
    enum copydesk_between between;
    const struct article *a;
    const struct para *paras;
    struct slice lead;       /* what was written before the first paragraph */
    size_t next;             /* the paragraph whose gap comes next; SIZE_MAX: the leading one */
};

size_t layout_start(const struct article *a, const struct para *paras, size_t i)
{
    return i < a->n ? (size_t)(paras[i].raw.ptr - a->bytes.ptr) : a->bytes.len;
}

static size_t end_of(const struct article *a, const struct para *p)
{
    return (size_t)(p->raw.ptr - a->bytes.ptr) + p->raw.len;
}

static size_t next_standing(const struct article *a, const struct para *paras, size_t i)
{
    while (i < a->n && !render_stands(a, &paras[i]))
        i++;
    return i;
}

/* What was written behind standing paragraph i. */
static struct slice written_after(const struct gaps *g, size_t i)
{
    size_t j = next_standing(g->a, g->paras, i + 1);
    if (j < g->a->n)
        return render_separator(g->between, g->paras, j);
    return g->a->tail && !g->a->bare ? SLICE("\n") : SLICE("");
}

/* Begins a walk. Before the first piece nothing is written, before a later one perhaps
 * a separator: the length of all else is known, so what text has more is g->lead. */
static void gaps_start(struct gaps *g, struct slice text)
{
    size_t rest = 0;
    g->next = SIZE_MAX;
    g->lead = SLICE("");
    if (g->a->head)
        return;
    for (size_t i = next_standing(g->a, g->paras, 0); i < g->a->n;
         i = next_standing(g->a, g->paras, i + 1))
        rest += g->paras[i].text.len + written_after(g, i).len;
    g->lead = slice_of(text.ptr, text.len > rest ? text.len - rest : 0);
}

static bool gaps_next(struct gaps *g, struct gap *gap)
{
    if (g->next == SIZE_MAX) {
        *gap = (struct gap){ 0, layout_start(g->a, g->paras, 0), g->lead };
        g->next = next_standing(g->a, g->paras, 0);
        return true;
    }
    if (g->next >= g->a->n)
        return false;
    size_t i = g->next;
    *gap = (struct gap){ end_of(g->a, &g->paras[i]), layout_start(g->a, g->paras, i + 1),
                         written_after(g, i) };
    g->next = next_standing(g->a, g->paras, i + 1);
    return true;
}

static struct slice original_of(const struct article *a, const struct gap *gap)
{
    return slice_of(a->bytes.ptr + gap->start, gap->end - gap->start);
}

/* As slice_equal; gaps are a byte or two, too few to call memcmp for. */
static bool is_same(struct slice a, struct slice b)
{
    size_t i = 0;
    while (a.len == b.len && i < a.len && a.ptr[i] == b.ptr[i])
        i++;
    return a.len == b.len && i == a.len;
}

/* ---- what is recorded of them ---- */

struct between {
    struct slice original, written;   /* written.len 0: none */
    bool any;                         /* some gap changed */
    struct gaps from;                 /* the walk just before the first that did */
};

/* Whether no written paragraph could be mistaken for holding `written`, which
 * is one line feed or two. */
static bool is_unambiguous(const struct article *a, const struct para *paras, struct slice written)
{
    for (size_t i = 0; i < a->n; i++) {
        struct slice t = paras[i].text;
        if (!render_stands(a, &paras[i]))
            continue;
        if (t.ptr[0] == '\n' || t.ptr[t.len - 1] == '\n')
            return false;
        const char *end = t.ptr + t.len;
        for (const char *p = t.ptr; (p = memchr(p, '\n', (size_t)(end - p))); p++)
            if (written.len == 1 || p[1] == '\n')
                return false;
    }
    return true;
}

/* The change that gaps have in common, when naming it once saves something. */
static struct between find_between(struct gaps g)
{
    struct between b = { .original = SLICE(""), .written = SLICE(""), .from = g };
    struct gap gap;
    size_t n = 0;
    gaps_next(&g, &gap);   /* the leading gap is not between anything */
    b.any = !is_same(original_of(g.a, &gap), gap.written);
    for (struct gaps before = g; gaps_next(&g, &gap); before = g) {
        struct slice original = original_of(g.a, &gap);
        if (is_same(original, gap.written))
            continue;
        if (!b.any)
            b.from = before;
        bool changed = original.len > 0 && gap.written.len > 0;
        b.any = true;
        if (n == 0 && changed) {
            b.original = original;
            b.written = gap.written;
        }
        n += changed && is_same(original, b.original) && is_same(gap.written, b.written);
    }
    if (n < 2 || !utf8_valid(b.original) || !is_unambiguous(g.a, g.paras, b.written))
        b.written.len = 0;
    return b;
}

/* Whether restore, without being told, turns what was written in the gap into
 * what stood there: every `written` into `original`, the rest copied. */
static bool is_plain(const struct between *b, struct slice original, struct slice written)
{
    if (b->written.len == 0)
        return is_same(original, written);
    while (slice_starts(written, b->written)) {
        if (!slice_starts(original, b->original))
            return false;
        original = slice_from(original, b->original.len);
        written = slice_from(written, b->written.len);
    }
    return is_same(original, written);
}

static void put_change(struct buf *out, const struct article *a, const struct gap *gap)
{
    struct slice original = original_of(a, gap);
    buf_addch(out, '[');
    json_number(out, a->offset + gap->start);
    buf_addch(out, ',');
    json_text(out, original);
    buf_addch(out, ',');
    json_string(out, gap->written);
    buf_addch(out, ']');
}

void layout_put(struct buf *out, enum copydesk_between between, const struct article *a,
                const struct para *paras, struct slice text)
{
    struct gaps g = { .between = between, .a = a, .paras = paras };
    gaps_start(&g, text);
    struct between b = find_between(g);
    if (!b.any)
        return;
    if (b.written.len) {
        buf_addstr(out, ",\"between\":[");
        json_string(out, b.original);
        buf_addch(out, ',');
        json_string(out, b.written);
        buf_addch(out, ']');
    } else {
        g = b.from;   /* the gaps before are unchanged */
    }
    struct gap gap;
    const char *lead = ",\"layout\":[";
    while (gaps_next(&g, &gap)) {
        if (is_plain(&b, original_of(g.a, &gap), gap.written))
            continue;
        buf_addstr(out, lead);
        put_change(out, g.a, &gap);
        lead = ",";
    }
    if (lead[1] == '\0')
        buf_addch(out, ']');
}
