/* copydesk_normalize: repair and normal form without the rest of the engine. */
#include <stdlib.h>
#include <string.h>

#include "normalize/normalize.h"
#include "pipeline/job.h"
#include "text/fold.h"
#include "text/utf8.h"

struct copydesk_normalizer {
    struct normalizer normalizer;
    struct buf folded, text;
};

struct copydesk_normalizer *copydesk_normalizer_new(void)
{
    return calloc(1, sizeof(struct copydesk_normalizer));
}

void copydesk_normalizer_free(struct copydesk_normalizer *n)
{
    if (!n)
        return;
    normalizer_release(&n->normalizer);
    buf_release(&n->folded);
    buf_release(&n->text);
    free(n);
}

/* Whether normalizing may change in. Of several lines the first is folded alone: when
 * that one may change, folding the others too would be in vain. */
static bool may_change(struct copydesk_normalizer *n, struct slice in, enum copydesk_form form, unsigned repairs)
{
    const char *stop = memchr(in.ptr, '\n', in.len);
    size_t first = stop ? (size_t)(stop - in.ptr) : 0;
    if (first > 0 && first < in.len / 2   /* else it saves little */
        && job_may_change(form, repairs, fold_key(slice_of(in.ptr, first), &n->folded).flags))
        return true;
    return job_may_change(form, repairs, fold_key(in, &n->folded).flags);
}

enum copydesk_status copydesk_normalize(struct copydesk_normalizer *n, const char *text, size_t len,
                                        enum copydesk_form form, unsigned repairs,
                                        const char **out, size_t *out_len, unsigned *changed)
{
    struct slice in = len ? slice_of(text, len) : SLICE("");
    unsigned did = 0;
    buf_clear(&n->text);   /* also of an earlier failure */
    if (may_change(n, in, form, repairs))
        did = normalize_text(&n->normalizer, in, form, repairs, &n->text);
    *out = did ? (n->text.ptr ? n->text.ptr : "") : in.ptr;
    *out_len = did ? n->text.len : in.len;
    if (changed)
        *changed = did;
    return n->text.failed || n->folded.failed ? COPYDESK_FAILED : COPYDESK_OK;
}

size_t copydesk_utf8_length(const char *text, size_t len)
{
    return utf8_valid_length(slice_of(text, len));
}
