/* Any bytes normalize to valid UTF-8 that has the same key and is a fixed
 * point, with any form and any repairs: the first two bytes choose. */
#include "fuzz.h"

#include "normalize/normalize.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Repairs that give text another meaning. */
static const unsigned OTHER_TEXT =
    1u << COPYDESK_FIX_C1 | 1u << COPYDESK_FIX_SURROGATES | 1u << COPYDESK_FIX_MOJIBAKE
    | 1u << COPYDESK_FIX_ENTITIES | 1u << COPYDESK_FIX_ANSI | 1u << COPYDESK_FIX_ICONS
    | 1u << COPYDESK_FIX_UNWRAP | 1u << COPYDESK_FIX_PUNCT | 1u << COPYDESK_FIX_WIDTH;

static size_t hyphens(struct slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == '-';
    return n;
}

static bool same_key(struct slice x, struct slice y)
{
    struct buf a = { 0 }, b = { 0 };
    fold_key(x, &a);
    fold_key(y, &b);
    bool same = a.failed || b.failed || slice_equal(buf_slice(&a), buf_slice(&b));
    buf_release(&a);
    buf_release(&b);
    return same;
}

/* The short way of text with FOLD_NBSP makes what the long one makes. */
static void demand_nbsp(struct normalizer *n, struct slice text)
{
    struct buf out = { 0 }, want = { 0 };
    if (fold_key(text, &out).flags & FOLD_NBSP) {
        unsigned did = normalize_nbsp(text, &out);
        unsigned wanted = normalize_text(n, text, COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &want);
        demand(out.failed || want.failed || (did == wanted && slice_equal(buf_slice(&out), buf_slice(&want))));
        demand(out.failed || want.failed || same_key(text, buf_slice(&out)));
    }
    buf_release(&out);
    buf_release(&want);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    enum copydesk_form form = (enum copydesk_form)(data[0] % 5);
    unsigned repairs = data[0] < 128 ? COPYDESK_REPAIRS_DEFAULT : data[1] * 0x4105u & 0xFFFFFu;
    struct slice text = slice_of((const char *)data + 2, size - 2);
    struct normalizer n = { 0 };
    struct buf once = { 0 }, twice = { 0 };
    unsigned changed = normalize_text(&n, text, form, repairs, &once);
    normalize_text(&n, buf_slice(&once), form, repairs, &twice);
    if (!once.failed && !twice.failed) {
        demand(utf8_valid(buf_slice(&once)));
        demand((changed == 0) == slice_equal(text, buf_slice(&once)));
        demand(slice_equal(buf_slice(&once), buf_slice(&twice)));
        bool other = changed & OTHER_TEXT || hyphens(buf_slice(&once)) > hyphens(text);   /* of soft ones before digits */
        demand(other || same_key(text, buf_slice(&once)));
    }
    demand_nbsp(&n, text);
    normalizer_release(&n);
    buf_release(&once);
    buf_release(&twice);
    return 0;
}
