/* decode never steps outside the bytes. First byte: head, separator length. */
#include "fuzz.h"

#include "read/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct article a = { .bytes = slice_of((const char *)data + 1, size - 1), .head = data[0] & 1 };
    size_t separator = data[0] >> 1;
    a.separator = separator < a.bytes.len ? separator : a.bytes.len;
    decode_article(&a);
    size_t cut = a.bytes.len - a.separator - a.text.len;
    demand(a.text.len <= a.bytes.len && a.text.ptr == a.bytes.ptr + cut && (cut == 0 || cut == 3));
    return 0;
}
