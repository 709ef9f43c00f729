#include "text/folding.h"

#include "text/unicode.h"

/* Valid UTF-8 without controls; what is dropped here must not part a letter
 * from its marks. */
static void add_clean(struct slice text, struct buf *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    while (p < end) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        if (cp == UTF8_BAD)
            utf8_add(out, 0xFFFD);
        else if (text_entry(cp)->cls != TEXT_DROP)
            buf_add(out, p, n);
        p += n;
    }
}

void folding_normal(struct slice text, struct buf *out)
{
    struct buf clean = { 0 }, bare = { 0 };
    add_clean(text, &clean);
    unicode_map(buf_slice(&clean), UNICODE_BARE, &bare);
    unicode_map(buf_slice(&bare), UNICODE_FOLDED, out);
    if (clean.failed || bare.failed)
        out->failed = true;
    buf_release(&clean);
    buf_release(&bare);
}
