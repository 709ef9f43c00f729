#include "read/decode.h"

#include <strings.h>

#include "read/encoding.h"
#include "text/chars.h"
#include "text/utf8.h"

enum { ENOUGH = 16 };   /* bytes beyond ASCII below which no detector can be sure (guess) */

static const struct slice BOM = { "\xEF\xBB\xBF", 3 };

void decode_article(struct article *a)
{
    a->text = slice_of(a->bytes.ptr, a->bytes.len - a->separator);
    if (a->head && slice_starts(a->text, BOM))
        a->text = slice_from(a->text, BOM.len);
}

/* Makes text, with the separator line behind it, the article's bytes. That line
 * is not converted: in UTF-16 the whole is not what encoding it again gives. */
static void take_text(struct batch *b, struct article *a, const char *encoding, struct buf *text)
{
    struct buf again = { 0 };
    buf_add(text, a->bytes.ptr + a->bytes.len - a->separator, a->separator);
    a->exact = encoding_encode(encoding, buf_slice(text), &again)
            && slice_equal(buf_slice(&again), a->bytes);
    buf_release(&again);
    a->original = a->bytes;
    a->encoding = arena_copy(&b->arena, slice_str(encoding)).ptr;
    a->bytes = arena_copy(&b->arena, buf_slice(text));
    b->failed = b->failed || b->arena.failed || text->failed;
}

/* Whether the text holds nothing that a wrong guess would give: controls,
 * private or unassigned characters, U+FFFD. */
static bool is_clean(struct slice text)
{
    const char *p = text.ptr, *end = p + text.len;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        bool space = cp == '\n' || cp == '\t' || cp == '\r' || cp == '\f' || cp == '\v';
        if (cp == UTF8_BAD || cp == 0xFFFD || (cp < 0x20 && !space) || (cp >= 0x7F && cp < 0xA0)
            || (cp >= 0x80 && chars_flags(cp) == 0))
            return false;
    }
    return true;
}

static bool convert(struct batch *b, struct article *a, const char *encoding, bool sure)
{
    struct slice input = slice_of(a->bytes.ptr, a->bytes.len - a->separator);
    struct buf text = { 0 };
    bool good = encoding_decode(encoding, input, &text) && (sure || is_clean(buf_slice(&text)));
    if (good)
        take_text(b, a, encoding, &text);
    else
        b->failed = b->failed || text.failed;
    buf_release(&text);
    return good;
}

static bool is_utf8_name(const char *name)
{
    return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0;
}

bool decode_convert(struct batch *b, struct article *a, const char *from)
{
    const char *encoding = a->head ? encoding_by_mark(a->bytes) : NULL;
    if (a->head && !encoding && from && !is_utf8_name(from) && !slice_starts(a->bytes, BOM))
        encoding = from;
    if (!(a->head && a->tail))   /* pieces stay as they are */
        return !encoding;
    return !encoding || a->bytes.len == a->separator || convert(b, a, encoding, true);
}

/* Whether bytes are mostly no UTF-8, and enough to tell what else: of whole
 * sequences fewer than of bytes that are in none. */
static bool is_foreign(struct slice bytes)
{
    const char *p = bytes.ptr, *end = p + bytes.len;
    size_t bad = 0, good = 0;
    while (p < end) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        bad += cp == UTF8_BAD ? n : 0;
        good += cp != UTF8_BAD && n > 1;
        p += n;
    }
    return bad > good && bad + 2 * good >= ENOUGH;
}

bool decode_detect(struct batch *b, struct article *a)
{
    char name[ENCODING_NAME];
    return a->head && a->tail && !a->encoding && is_foreign(a->bytes)
        && encoding_detect(slice_of(a->bytes.ptr, a->bytes.len - a->separator), name)
        && convert(b, a, name, false);
}
