#include "write/render.h"

/* A stretch that is to be copied: whole paragraphs, and what stands between
 * them where that already is the separator wanted. */
struct run {
    const char *ptr, *end;
    bool input;            /* lies in the article's bytes, so it can be extended there */
};

/* LF, CR LF and CR. */
static size_t line_ends(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\n' || (s.ptr[i] == '\r' && (i + 1 == s.len || s.ptr[i + 1] != '\n')))
            n++;
    return n;
}

/* The rarer line ends: VT, FF, U+2028, U+2029, and NEL where there are no others. */
static size_t rare_line_ends(struct slice s, bool nel)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        struct slice at = slice_from(s, i);
        n += s.ptr[i] == '\v' || s.ptr[i] == '\f' || (nel && slice_starts(at, SLICE("\xC2\x85")))
          || slice_starts(at, SLICE("\xE2\x80\xA8")) || slice_starts(at, SLICE("\xE2\x80\xA9"));
    }
    return n;
}

/* For `keep`: line ends between paragraph i and the one before. Those before the
 * first paragraph of a later piece belong to the piece before, unseen here; 2 is right,
 * because pieces are cut at blank lines first, and 1 could weld two blocks together. */
static size_t ends_before(const struct para *paras, size_t i)
{
    if (i == 0)
        return 2;
    const char *from = paras[i - 1].raw.ptr + paras[i - 1].raw.len;
    struct slice gap = { from, (size_t)(paras[i].raw.ptr - from) };
    size_t n = line_ends(gap);
    return n + rare_line_ends(gap, n == 0);
}

struct slice render_separator(enum copydesk_between between, const struct para *paras, size_t i)
{
    if (between == COPYDESK_BETWEEN_BLANK)
        return SLICE("\n\n");
    if (between == COPYDESK_BETWEEN_KEEP && ends_before(paras, i) > 1)
        return SLICE("\n\n");
    return SLICE("\n");
}

static void flush(const struct run *run, struct buf *out)
{
    buf_add(out, run->ptr, (size_t)(run->end - run->ptr));
}

/* Whether the input has just `separator` between the run and paragraph p. */
static bool continues(const struct run *run, const struct para *p, struct slice separator)
{
    return run->input
        && slice_equal(slice_of(run->end, (size_t)(p->raw.ptr - run->end)), separator);
}

void render_article(enum copydesk_between between, const struct article *a, const struct para *paras,
                    bool *started, struct buf *out)
{
    const char *nothing = "";
    struct run run = { nothing, nothing, false };
    buf_reserve(out, a->bytes.len + 2);
    for (size_t i = 0; i < a->n; i++) {
        const struct para *p = &paras[i];
        if (!render_stands(a, p))
            continue;
        struct slice separator = *started ? render_separator(between, paras, i) : SLICE("");
        bool plain = p->text.ptr == p->raw.ptr && p->text.len == p->raw.len;
        *started = true;
        if (!plain || !continues(&run, p, separator)) {
            flush(&run, out);
            buf_addslice(out, separator);
            run = (struct run){ p->text.ptr, p->text.ptr, plain };
        }
        run.end = p->text.ptr + p->text.len;
    }
    flush(&run, out);
    if (a->tail && !a->bare && *started && a->reason == COPYDESK_NONE)
        buf_addch(out, '\n');
}
