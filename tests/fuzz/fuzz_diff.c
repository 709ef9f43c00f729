/* Two versions, parted by a byte 0xFF (else the input against itself), are
 * compared: every paragraph is told of once, what an edited one is made of
 * gives both texts back, and no change is found where there is none. */
#include "fuzz.h"

#include "dedupe/near/resplit.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "write/changes.h"

enum { PARAS = 4096 };

struct text {
    struct para *paras;
    size_t n;
};

/* Valid UTF-8, and a paragraph for each line. */
static struct text take(struct slice bytes, struct arena *arena, struct buf *scratch)
{
    struct text t = { arena_take(arena, PARAS * sizeof *t.paras), 0 };
    demand(!arena->failed);
    while (bytes.len && t.n < PARAS) {
        const char *end = memchr(bytes.ptr, '\n', bytes.len);
        struct slice line = slice_of(bytes.ptr, end ? (size_t)(end - bytes.ptr) : bytes.len);
        bytes = slice_from(bytes, line.len + (end != NULL));
        struct para p = { .raw = line, .text = line, .line = t.n + 1 };
        if (line.len == 0 || !utf8_valid(line))
            continue;
        p.fold = (uint16_t)fold_key(line, scratch).flags;
        p.key = key_of(buf_slice(scratch));
        t.paras[t.n++] = p;
    }
    return t;
}

static void check_runs(struct changes *c, struct slice was, struct slice is, struct buf *scratch)
{
    size_t n, cut = 0;
    const struct word_run *runs = changes_runs(c, was, is, &n, NULL);
    buf_clear(scratch);
    for (size_t i = 0; i < n; i++) {
        demand(utf8_valid(runs[i].text) && runs[i].text.len > 0);
        if (runs[i].kind == RUN_CUT)
            cut += runs[i].text.len;
        else
            buf_addslice(scratch, runs[i].text);
    }
    demand(!runs || slice_starts(is, buf_slice(scratch)));   /* blanks at the end may be missing */
    demand(cut <= was.len);
}

static void add_visible(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ' && text.ptr[i] != '\t')
            buf_addch(out, text.ptr[i]);
}

/* Parted by the other, a version has the same text, on the same lines. */
static void check_recut(struct text x, struct text y, struct arena *arena, bool same)
{
    struct resplit r;
    struct buf whole = { 0 }, parts = { 0 };
    demand(resplit(x.paras, x.n, y.paras, y.n, arena, &r));
    demand(r.n == x.n + r.parted && !(same && r.parted));
    for (size_t i = 0; i < x.n; i++)
        add_visible(&whole, x.paras[i].text);
    for (size_t i = 0; i < r.n; i++) {
        demand(r.paras[i].text.len > 0 && utf8_valid(r.paras[i].text));
        add_visible(&parts, r.paras[i].text);
    }
    demand(slice_equal(buf_slice(&whole), buf_slice(&parts)));
    buf_release(&whole);
    buf_release(&parts);
}

static void compare(struct slice earlier, struct slice later, bool same)
{
    struct arena arena = { 0 };
    struct buf scratch = { 0 };
    struct version a, b;
    struct changes c = { 0 };
    struct copydesk_difference d;
    struct text x = take(earlier, &arena, &scratch), y = take(later, &arena, &scratch);
    check_recut(x, y, &arena, same);
    demand(align_read(&a, x.paras, x.n, &arena) && align_read(&b, y.paras, y.n, &arena));
    demand(align_pair(&a, &b) && changes_list(&c, &a, &b, &arena, &d));
    demand(d.stay + d.moved + d.edited + d.rewritten + d.cut == x.n);
    demand(d.stay + d.moved + d.edited + d.rewritten + d.added == y.n);
    demand(d.words_kept <= d.words[0]);
    demand(!same || d.stay == x.n);
    for (size_t i = 0; i < c.n; i++)
        if (c.list[i].kind == CHANGE_EDITED)
            check_runs(&c, x.paras[c.list[i].a].text, y.paras[c.list[i].b].text, &scratch);
    struct diff_view view = { .a = &a, .b = &b, .from = "a", .to = "b", .base = { earlier.ptr, later.ptr }, .numbers = &d };
    buf_clear(&scratch);
    diff_text(&scratch, &c, &view);
    diff_json(&scratch, &c, &view);
    demand(!scratch.failed && utf8_valid(buf_slice(&scratch)));
    changes_release(&c);
    buf_release(&scratch);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *part = size ? memchr(data, 0xFF, size) : NULL;
    size_t n = part ? (size_t)(part - data) : size;
    struct slice a = slice_of(size ? (const char *)data : "", n);
    struct slice b = part ? slice_of((const char *)part + 1, size - n - 1) : a;
    compare(a, b, !part);
    return 0;
}
