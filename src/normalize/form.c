/* The normal form. The standard's quick check (Unicode 15 annex 15, section 9)
 * over our own tables keeps nearly all text off the slow path. */
#include "normalize/steps.h"
#include "text/plain.h"
#include "text/tables.h"
#include "text/unicode.h"
#include "text/utf8.h"

static enum unicode_map map_of(enum copydesk_form form)
{
    switch (form) {
    case COPYDESK_NFD:
        return UNICODE_NFD;
    case COPYDESK_NFKC:
        return UNICODE_NFKC;
    case COPYDESK_NFKD:
        return UNICODE_NFKD;
    default:
        return UNICODE_NFC;
    }
}

/* Whether text is surely in the form. */
static bool quick_check(struct slice text, enum unicode_map how)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    unsigned last = 0;
    while (p < end) {
        uint32_t cp;
        const char *stop = how == UNICODE_NFC ? plain_end(p, end) : p + utf8_ascii(p, end);
        if (stop > p) {
            last = 0;
            p = stop;
            continue;
        }
        p += utf8_next(p, end, &cp);
        const struct text_entry *e = text_entry(cp);
        if (!(e->forms >> how & 1) || (e->combining && e->combining < last))
            return false;
        last = e->combining;
    }
    return true;
}

unsigned step_form(struct slice in, enum copydesk_form form, struct buf *out)
{
    enum unicode_map how = map_of(form);
    buf_clear(out);
    if (quick_check(in, how))
        return 0;
    unicode_map(in, how, out);
    return slice_equal(in, buf_slice(out)) ? 0 : 1u << COPYDESK_FIX_FORM;
}
