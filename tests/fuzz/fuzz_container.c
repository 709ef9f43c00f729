/* container, from memory: whatever the bytes are, it ends; ids stay below
 * their container and differ; articles are one behind the other. First byte:
 * the kind, or that the bytes are to tell it, and whether articles have a limit. */
#include "fuzz.h"

#include "read/container.h"
#include "read/unpack/sniff.h"
#include "read/taken.h"
#include "../unit/slice_feed.h"

/* Below the container, and no earlier article's. */
static void check_id(struct taken *taken, struct slice id)
{
    struct buf path = { 0 };
    demand(slice_starts(id, SLICE("in/")));
    id = slice_from(id, 3);
    demand(taken_path(&path, id) && slice_equal(buf_slice(&path), id));
    demand(taken_ask(taken, id) == TAKEN_FREE);
    buf_release(&path);
}

static void check(const struct batch *b, struct taken *taken)
{
    for (size_t i = 0; i < b->n_articles; i++) {
        const struct article *a = &b->articles[i];
        if (a->head && !a->nameless)   /* a nameless one is a record, named by its line */
            check_id(taken, a->id);
        demand(a->bytes.ptr >= b->input.ptr || a->bytes.len == 0);
        demand(a->bytes.len == 0 || a->bytes.ptr + a->bytes.len <= b->input.ptr + b->input.len);
    }
}

static void walk(struct container *c)
{
    struct batch b = { 0 };
    struct taken taken = { 0 };
    int more = 1;
    while (more) {
        batch_clear(&b);
        more = container_next(c, &b);
        demand(!b.failed);
        batch_place(&b);
        check(&b, &taken);
    }
    taken_clear(&taken);
    batch_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum kind kinds[] = { KIND_ARCHIVE, KIND_WARC, KIND_TEXT };
    struct copydesk_options options;
    struct notices notices;
    if (size == 0)
        return 0;
    struct slice bytes = { (const char *)data + 1, size - 1 };
    enum kind kind = kinds[data[0] % 3];
    struct feed feed = feed_slice(&bytes, "memory");
    struct copydesk_error error;
    copydesk_options_init(&options);
    options.max_article = data[0] & 0x20 ? 40 : 0;
    notices_init(&notices, NULL);
    if (data[0] & 0x40 && !sniff_feed(&feed, options.max_ratio, &kind, &notices, &error)) {
        notices_release(&notices);
        return 0;
    }
    struct container *c = container_open(&(struct container_input){
        .feed = feed, .kind = kind, .options = &options, .below = 3,
        .id = kind == KIND_TEXT ? SLICE("in/one.txt") : SLICE("in") }, &notices);
    demand(c != NULL);
    walk(c);
    container_close(c);
    notices_release(&notices);
    return 0;
}
