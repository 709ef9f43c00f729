#include "write/journal/record.h"

#include "read/records/jsonl.h"
#include "read/records/jsonscan.h"
#include "text/utf8.h"

/* ---- arrays ---- */

/* How an array was spaced: what stood before its first element, between two, behind the last. */
struct spacing { struct slice open, comma, close; };

static struct spacing spacing_of(struct slice array)
{
    struct slice rest = array, one;
    struct spacing s = { SLICE("["), SLICE(","), SLICE("]") };
    const char *end = NULL;
    for (int n = 0; json_next_string(&rest, &one); n++) {
        if (n == 0)
            s.open = slice_of(array.ptr, (size_t)(one.ptr - array.ptr));
        if (n == 1)
            s.comma = slice_of(end, (size_t)(one.ptr - end));
        end = one.ptr + one.len;
    }
    if (end)
        s.close = slice_of(end, (size_t)(array.ptr + array.len - end));
    return s;
}

/* Whether an element holds just this text, and can be copied as it stands. */
static bool is_text_of(const struct article *a, size_t element, struct slice text)
{
    size_t from = element ? a->frame->ends[element - 1] + JSONL_BETWEEN.len : 0;
    size_t to = a->frame->ends[element];
    return !a->frame->lone && !a->frame->foreign && slice_equal(slice_of(a->bytes.ptr + from, to - from), text);
}

/* The text of an element that is written: its standing paragraphs, put together in
 * scratch. *i is the first paragraph not looked at, and moves behind the element. */
static struct slice element_text(enum copydesk_between between, const struct article *a,
                                 const struct para *paras, size_t element, size_t *i, struct buf *scratch)
{
    const char *end = a->bytes.ptr + a->frame->ends[element];
    bool any = false;
    buf_clear(scratch);
    for (; *i < a->n && paras[*i].raw.ptr < end; ++*i) {
        if (!render_stands(a, &paras[*i]))
            continue;
        if (any)
            buf_addslice(scratch, render_separator(between, paras, *i));
        buf_addslice(scratch, paras[*i].text);
        any = true;
    }
    return buf_slice(scratch);
}

/* Appends the array of what is left of the elements. */
static void put_array(struct buf *out, enum copydesk_between between, const struct article *a,
                      const struct para *paras, struct buf *scratch)
{
    struct slice rest = a->frame->value, one;
    struct spacing s = spacing_of(rest);
    unsigned style = record_style(rest);
    size_t i = 0;
    bool any = false;
    for (size_t e = 0; json_next_string(&rest, &one); e++) {
        struct slice text = element_text(between, a, paras, e, &i, scratch);
        if (text.len == 0)
            continue;
        buf_addslice(out, any ? s.comma : s.open);
        any = true;
        if (is_text_of(a, e, text)) {
            buf_addslice(out, one);
            continue;
        }
        buf_addch(out, '"');
        record_string(out, text, style);
        buf_addch(out, '"');
    }
    if (any)
        buf_addslice(out, s.close);
    else
        buf_addstr(out, "[]");
    out->failed = out->failed || scratch->failed;
}

/* ---- records ---- */

/* What out has from `start` on; nothing when memory was short before. */
static struct slice behind(const struct buf *out, size_t start)
{
    return slice_from(buf_slice(out), start < out->len ? start : out->len);
}

/* Appends the new value, as JSON. */
static void put_value(struct buf *out, enum copydesk_between between, const struct article *a,
                      const struct para *paras, const struct written *w, struct buf *scratch)
{
    if (a->frame->kind == FRAME_ARRAY) {
        put_array(out, between, a, paras, scratch);
        return;
    }
    buf_addch(out, '"');
    record_string(out, w->clean, record_style(a->frame->value));
    buf_addch(out, '"');
}

/* Appends once more the n bytes that stand in out from `at` on. */
static void put_again(struct buf *out, size_t at, size_t n)
{
    if (buf_reserve(out, n)) {
        memcpy(out->ptr + out->len, out->ptr + at, n);
        out->len += n;
    }
}

/* Appends the record with the new value in place of every text field. */
static void put_framed(struct buf *out, enum copydesk_between between, const struct article *a,
                       const struct para *paras, struct written *w, struct buf *scratch)
{
    const struct frame *f = a->frame;
    const char *from = f->record.ptr, *end = from + f->record.len;
    size_t at = 0, len = 0, start = out->len;
    for (size_t i = 0; i <= f->n_others; i++) {
        struct slice old = i < f->n_others ? f->others[i] : f->value;
        buf_add(out, from, (size_t)(old.ptr - from));
        size_t here = out->len;
        if (i == 0)
            put_value(out, between, a, paras, w, scratch);
        else
            put_again(out, at, len);
        at = here;
        len = out->len - here;
        from = old.ptr + old.len;
    }
    buf_add(out, from, (size_t)(end - from));
    size_t quote = f->kind == FRAME_STRING;
    w->at = at - start + quote;
    w->len = len - 2 * quote;
}

void record_put(struct buf *out, enum copydesk_between between, const struct article *a,
                const struct para *paras, bool keep_empty, struct written *w, struct buf *scratch)
{
    const struct frame *f = a->frame;
    size_t start = out->len;
    bool plain = f->kind == FRAME_STRING && !f->lone && !f->foreign && f->n_others == 0;
    w->record = true;
    if (plain && w->clean.len > 0 && slice_equal(w->clean, a->bytes))
        buf_addslice(out, f->record);
    else if (w->clean.len > 0 || keep_empty)
        put_framed(out, between, a, paras, w, scratch);
    w->bytes = behind(out, start);
    w->same = slice_equal(w->bytes, f->record);
}

void record_member(struct buf *out, const char *key, struct slice value)
{
    buf_addstr(out, key);
    buf_addch(out, '"');
    record_string(out, value, utf8_valid(value) ? 0 : STYLE_ASCII);
    buf_addch(out, '"');
}

void record_new(struct buf *out, const struct article *a, bool began, struct written *w)
{
    size_t start = out->len;
    w->record = true;
    if (!began && w->clean.len > 0) {
        record_member(out, "{\"id\":", a->id);
        record_member(out, ",\"source\":", a->source);
        buf_addstr(out, ",\"text\":\"");
    }
    w->at = out->len - start;
    record_string(out, w->clean, 0);
    w->len = out->len - start - w->at;
    if (a->tail && (began || w->clean.len > 0))
        buf_addstr(out, "\"}\n");
    w->bytes = behind(out, start);
}
