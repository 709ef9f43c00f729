#include "read/decode.h"

#include "read/charset/encoding.h"
#include "read/charset/guess.h"
#include "read/charset/legible.h"

static const struct slice BOM = { "\xEF\xBB\xBF", 3 }, REPLACEMENT = { "\xEF\xBF\xBD", 3 };

void decode_article(struct article *a)
{
    a->text = slice_of(a->bytes.ptr, a->bytes.len - a->separator);
    if (a->head && slice_starts(a->text, BOM))
        a->text = slice_from(a->text, BOM.len);
}

/* Whether there is U+FFFD in text. */
static bool has_replacement(struct slice text)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    while (p < end && (p = memchr(p, 0xEF, (size_t)(end - p))) && !slice_starts(slice_of(p, (size_t)(end - p)), REPLACEMENT))
        p++;
    return p && p < end;
}

void decode_note(struct batch *b, struct article *a, struct slice input, const char *encoding, struct buf *text)
{
    struct buf again = { 0 };
    buf_add(text, input.ptr + input.len - a->separator, a->separator);
    a->exact = encoding_encode(encoding, buf_slice(text), &again) && slice_equal(buf_slice(&again), input);
    a->spoiled = !a->exact && has_replacement(buf_slice(text));
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

/* The article without its separator line. */
static struct slice input_of(const struct article *a)
{
    return slice_of(a->bytes.ptr, a->bytes.len - a->separator);
}

static bool convert(struct batch *b, struct article *a, const char *encoding, bool spoiled)
{
    struct buf text = { 0 };
    bool good = spoiled ? encoding_decode_spoiled(encoding, input_of(a), &text) && legible_for_most(buf_slice(&text))
                        : encoding_decode(encoding, input_of(a), &text);
    if (good)
        take_text(b, a, encoding, &text);
    else
        b->failed = b->failed || text.failed;
    buf_release(&text);
    return good;
}

/* What a whole article is to be converted from; NULL: it is not. */
static const char *encoding_of(const struct article *a, const char *from)
{
    if (!(a->head && a->tail) || a->bytes.len == a->separator)   /* a piece: stream.h has seen to it */
        return NULL;
    const char *marked = encoding_by_mark(a->bytes);
    return marked || !from || encoding_is_utf8(from) || slice_starts(a->bytes, BOM) ? marked : from;
}

bool decode_convert(struct batch *b, struct article *a, const char *from)
{
    const char *encoding = encoding_of(a, from);
    return !encoding || convert(b, a, encoding, false);
}

bool decode_spoiled(struct batch *b, struct article *a, const char *from)
{
    const char *encoding = a->encoding ? NULL : encoding_of(a, from);
    return encoding && (encoding_by_mark(a->bytes) || guess_is_foreign(input_of(a))) && convert(b, a, encoding, true);
}

bool decode_detect(struct batch *b, struct article *a)
{
    char name[ENCODING_NAME];
    struct buf text = { 0 };
    bool good = a->head && a->tail && !a->encoding
        && guess_encoding(input_of(a), &text, name);
    if (good)
        take_text(b, a, name, &text);
    else
        b->failed = b->failed || text.failed;
    buf_release(&text);
    return good;
}
