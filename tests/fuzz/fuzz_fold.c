/* Any bytes fold to valid UTF-8, the same as their folded normal form does. */
#include "fuzz.h"

#include "text/fold.h"
#include "text/folding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_of((const char *)data, size);
    struct buf key = { 0 }, other = { 0 }, normal = { 0 };
    struct fold fold = fold_key(text, &key);
    demand(key.failed || utf8_valid(buf_slice(&key)));
    demand(key.failed || fold.chars == utf8_count(buf_slice(&key)));
    folding_normal(text, &normal);
    fold_key(buf_slice(&normal), &other);
    demand(key.failed || other.failed || slice_equal(buf_slice(&key), buf_slice(&other)));
    fold_line(text, &other);
    demand(other.failed || utf8_valid(buf_slice(&other)));
    fold_loose(buf_slice(&key), &other);
    demand(other.failed || utf8_valid(buf_slice(&other)));
    buf_release(&key);
    buf_release(&other);
    buf_release(&normal);
    return 0;
}
