/* No-break spaces, where they are all that is wrong with a text. */
#include "normalize/normalize.h"
#include "text/context.h"

enum { FIRST = 0xC2, SECOND = 0xA0, SIZE = 2 };   /* the UTF-8 of U+00A0, and its length */

static bool belongs(struct slice text, const char *p)
{
    return context_belongs(0xA0, context_before(text, p), context_after(text, p + SIZE));
}

unsigned normalize_nbsp(struct slice text, struct buf *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len, *copied = p;
    buf_clear(out);
    while ((p = memchr(p, FIRST, (size_t)(end - p))) != NULL) {
        if (end - p >= SIZE && (unsigned char)p[1] == SECOND && !belongs(text, p)) {
            buf_add(out, copied, (size_t)(p - copied));
            buf_addch(out, ' ');
            copied = p + SIZE;
        }
        p++;
    }
    buf_add(out, copied, (size_t)(end - copied));
    return 1u << COPYDESK_FIX_NBSP;
}
