/* split, all modes: paragraphs are in order, apart, within the text and trimmed,
 * their line numbers rise, everything between them is blank or a line end, and
 * each paragraph of AUTO is one by itself. First byte: the mode. */
#include "fuzz.h"

#include "read/paragraphs/lines.h"
#include "read/paragraphs/split.h"

static bool is_edge(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void demand_blank(struct slice gap)
{
    struct lines l;
    struct line line;
    lines_init(&l, gap, true);
    while (lines_next(&l, &line))
        demand(line_blank(&line) || slice_starts(line.text, SLICE("\xC2\x85")));
}

static void check(struct batch *b, const struct article *a, enum copydesk_paragraphs mode)
{
    const char *at = a->text.ptr;
    uint64_t line = 0;
    for (size_t i = 0; i < a->n; i++) {
        const struct para *p = &b->paras[a->first + i];
        demand(p->raw.len > 0 && p->raw.ptr >= at && p->line > line);
        demand(!is_edge(p->raw.ptr[0]) && !is_edge(p->raw.ptr[p->raw.len - 1]));
        demand_blank(slice_of(at, (size_t)(p->raw.ptr - at)));
        demand(mode != COPYDESK_PARAGRAPHS_AUTO || split_is_wrapped(&b->run, p->raw));
        at = p->raw.ptr + p->raw.len;
        line = p->line;
    }
    demand(at <= a->text.ptr + a->text.len);
    demand_blank(slice_of(at, (size_t)(a->text.ptr + a->text.len - at)));
    demand(line <= lines_count(a->text) + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct batch b = { 0 };
    if (size == 0)
        return 0;
    struct article a = { .text = slice_of((const char *)data + 1, size - 1), .line = 1 };
    enum copydesk_paragraphs mode = (enum copydesk_paragraphs)(data[0] % 3);
    split_article(&b, &a, mode);
    check(&b, &a, mode);
    batch_release(&b);
    return 0;
}
