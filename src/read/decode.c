#include "read/decode.h"

#include "read/encoding.h"
#include "read/guess.h"

static const struct slice BOM = { "\xEF\xBB\xBF", 3 };

void decode_article(struct article *a)
{
    a->text = slice_of(a->bytes.ptr, a->bytes.len - a->separator);
    if (a->head && slice_starts(a->text, BOM))
        a->text = slice_from(a->text, BOM.len);
}

void decode_note(struct batch *b, struct article *a, struct slice input, const char *encoding, struct buf *text)
{
    struct buf again = { 0 };
    buf_add(text, input.ptr + input.len - a->separator, a->separator);
    a->exact = encoding_encode(encoding, buf_slice(text), &again) && slice_equal(buf_slice(&again), input);
    b->failed = b->failed || again.failed;
    buf_release(&again);
    a->original = input;
    a->encoding = arena_copy(&b->arena, slice_str(encoding)).ptr;
    b->failed = b->failed || b->arena.failed || text->failed;
}

static void take_text(struct batch *b, struct article *a, const char *encoding, struct buf *text)
{
    decode_note(b, a, a->bytes, encoding, text);
    a->bytes = arena_copy(&b->arena, buf_slice(text));
    b->failed = b->failed || b->arena.failed;
}

static bool convert(struct batch *b, struct article *a, const char *encoding)
{
    struct slice input = slice_of(a->bytes.ptr, a->bytes.len - a->separator);
    struct buf text = { 0 };
    bool good = encoding_decode(encoding, input, &text);
    if (good)
        take_text(b, a, encoding, &text);
    else
        b->failed = b->failed || text.failed;
    buf_release(&text);
    return good;
}

bool decode_convert(struct batch *b, struct article *a, const char *from)
{
    const char *encoding = a->head ? encoding_by_mark(a->bytes) : NULL;
    if (a->head && !encoding && from && !encoding_is_utf8(from) && !slice_starts(a->bytes, BOM))
        encoding = from;
    if (!(a->head && a->tail))   /* a piece: stream.h has seen to it */
        return true;
    return !encoding || a->bytes.len == a->separator || convert(b, a, encoding);
}

bool decode_detect(struct batch *b, struct article *a)
{
    char name[ENCODING_NAME];
    struct buf text = { 0 };
    bool good = a->head && a->tail && !a->encoding
        && guess_encoding(slice_of(a->bytes.ptr, a->bytes.len - a->separator), &text, name);
    if (good)
        take_text(b, a, name, &text);
    else
        b->failed = b->failed || text.failed;
    buf_release(&text);
    return good;
}
