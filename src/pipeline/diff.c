/* copydesk_diff: two versions of a story, from their bytes to the lines that tell what
 * changed. */
#include "base/error.h"
#include "dedupe/near/align.h"
#include "dedupe/near/resplit.h"
#include "pipeline/job.h"
#include "read/unpack/sniff.h"
#include "write/changes.h"

/* One version. */
struct side {
    struct batch batch;
    struct article *article;
    struct para *paras;
    size_t n;
    struct version version;
};

struct differ {
    struct copydesk_options options;
    struct notices notices;
    struct rules *rules;
    struct plan plan;
    struct job job;
    struct side sides[2];
    struct changes changes;
    struct buf text;
};

/* Rules take nothing here: a change in boilerplate is a change, too. */
static enum copydesk_status open_differ(struct differ *d, const struct copydesk_options *options,
                                        struct copydesk_error *error)
{
    d->options = *options;
    d->options.strip = 0;
    d->options.n_rules = 0;
    d->options.strict = false;
    notices_init(&d->notices, NULL);
    if (job_check(&d->options, error) != COPYDESK_OK)
        return COPYDESK_FAILED;
    d->rules = rules_open(&d->options, error);
    if (!d->rules)
        return COPYDESK_FAILED;
    d->plan = (struct plan){ .options = &d->options, .rules = d->rules, .notices = &d->notices };
    return job_init(&d->job, &d->plan) ? COPYDESK_OK : error_memory(error);
}

static void close_differ(struct differ *d)
{
    job_release(&d->job);
    changes_release(&d->changes);
    buf_release(&d->text);
    for (int i = 0; i < 2; i++)
        batch_release(&d->sides[i].batch);
    rules_free(d->rules);
    notices_release(&d->notices);
}

/* Paragraphs of which repair leaves nothing are none. */
static size_t leave_out_empty(struct para *paras, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (paras[i].text.len)
            paras[kept++] = paras[i];
    return kept;
}

/* Reads, repairs and splits one version; fails when it is no text. */
static enum copydesk_status read_side(struct differ *d, struct side *side, const struct copydesk_article *in,
                                      struct copydesk_error *error)
{
    struct article *a = side->article = batch_article(&side->batch);
    if (!a)
        return error_memory(error);
    a->id = a->file = arena_copy(&side->batch.arena, slice_str(in->id ? in->id : ""));
    a->bytes = in->len ? slice_of(in->bytes, in->len) : SLICE("");
    if (!job_read(&d->job, &side->batch, a))
        return error_memory(error);
    const char *what = a->skipped ? sniff_binary(a->bytes) : NULL;
    if (what)
        return error_set(error, COPYDESK_FAILED, a->id.ptr, 0, "is no text but %s", what);
    side->paras = side->batch.paras + a->first;
    side->n = leave_out_empty(side->paras, a->n);
    return COPYDESK_OK;
}

/* Splits paragraphs of either version where the other one ends its own, as far as they
 * have the same text. */
static bool resplit_sides(struct side *a, struct side *b, uint64_t parted[2])
{
    struct resplit x, y;
    if (!resplit(a->paras, a->n, b->paras, b->n, &a->batch.arena, &x)
        || !resplit(b->paras, b->n, a->paras, a->n, &b->batch.arena, &y))
        return false;
    parted[0] = x.parted;
    parted[1] = y.parted;
    return align_read(&a->version, x.paras, x.n, &a->batch.arena)
        && align_read(&b->version, y.paras, y.n, &b->batch.arena);
}

static bool compare(struct differ *d, struct copydesk_difference *numbers)
{
    struct version *a = &d->sides[0].version, *b = &d->sides[1].version;
    struct likeness likeness = { 0 };
    uint64_t parted[2];
    if (!resplit_sides(&d->sides[0], &d->sides[1], parted) || !align_pair(a, b) || !align_likeness(a, b, &likeness)
        || !changes_list(&d->changes, a, b, &d->sides[0].batch.arena, numbers))
        return false;
    memcpy(numbers->parted, parted, sizeof parted);
    numbers->jaccard = likeness.jaccard;
    numbers->containment = likeness.containment;
    return true;
}

static void tell(struct differ *d, enum copydesk_diff_as as, const struct copydesk_difference *numbers)
{
    struct side *a = &d->sides[0], *b = &d->sides[1];
    struct diff_view view = {
        .a = &a->version, .b = &b->version,
        .from = a->article->id.ptr, .to = b->article->id.ptr,
        .base = { a->article->bytes.ptr, b->article->bytes.ptr },
        .color = as == COPYDESK_DIFF_COLOR, .numbers = numbers,
    };
    if (as == COPYDESK_DIFF_JSON)
        diff_json(&d->text, &d->changes, &view);
    else
        diff_text(&d->text, &d->changes, &view);
}

static void say_lines(struct slice lines, void (*say)(void *, const char *, size_t), void *payload)
{
    while (lines.len) {
        struct slice line = slice_line(&lines);
        say(payload, line.ptr, line.len);
    }
}

enum copydesk_status copydesk_diff(const struct copydesk_options *options,
                                   const struct copydesk_article *earlier,
                                   const struct copydesk_article *later,
                                   enum copydesk_diff_as as,
                                   void (*say)(void *payload, const char *text, size_t len),
                                   void *payload, struct copydesk_difference *difference,
                                   struct copydesk_error *error)
{
    struct differ d = { 0 };
    struct copydesk_difference numbers = { 0 };
    enum copydesk_status status = open_differ(&d, options, error);
    if (status == COPYDESK_OK)
        status = read_side(&d, &d.sides[0], earlier, error);
    if (status == COPYDESK_OK)
        status = read_side(&d, &d.sides[1], later, error);
    if (status == COPYDESK_OK && !compare(&d, &numbers))
        status = error_memory(error);
    if (status == COPYDESK_OK) {
        tell(&d, as, &numbers);
        if (d.text.failed || d.changes.runs.failed)
            status = error_memory(error);
        else
            say_lines(buf_slice(&d.text), say, payload);
    }
    if (difference)
        *difference = numbers;
    close_differ(&d);
    return status;
}
