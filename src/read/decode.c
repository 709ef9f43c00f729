#include "read/decode.h"

void decode_article(struct article *a)
{
    a->text = slice_of(a->bytes.ptr, a->bytes.len - a->separator);
    if (a->head && slice_starts(a->text, SLICE("\xEF\xBB\xBF")))
        a->text = slice_from(a->text, 3);
}
