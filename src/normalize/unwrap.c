/* Lines that a hard wrap made out of a paragraph become one line again, and a
 * word that was hyphenated there one word: a hyphen between letters at the end,
 * a small letter at the start of the next line; not where the hyphen is suspended
 * ("Sport-", "und Freizeit"). A line that ends in an end mark
 * or a colon, or is followed by something other than a small letter, stays as it
 * is: it may be a line of verse or of a list. */
#include "normalize/steps.h"
#include "text/chars.h"
#include "text/context.h"
#include "text/utf8.h"

static const char *const WORDS[] = {
#include "suspended_words.inc"
};

/* Whether text starts with one of the words before which a hyphen is suspended. */
static bool is_suspended(struct slice text)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        struct slice word = slice_str(WORDS[i]);
        uint32_t next = slice_starts(text, word) ? context_after(text, text.ptr + word.len) : '-';
        if (next != '-' && !(chars_flags(next) & (CHARS_LETTER | CHARS_MARK)))
            return true;
    }
    return false;
}

/* What becomes of the line end at p. */
enum join { JOIN_NONE, JOIN_SPACE, JOIN_WORD };

static enum join join_at(struct slice text, const char *p)
{
    uint32_t last = context_before(text, p), next = context_after(text, p + 1);
    if (last == UTF8_BAD || next == UTF8_BAD || !(chars_flags(next) & CHARS_LOWER)
        || chars_flags(last) & CHARS_END || last == ':')
        return JOIN_NONE;
    if (last == '-' && p - text.ptr >= 2 && chars_flags(context_before(text, p - 1)) & CHARS_LOWER
        && !is_suspended(slice_from(text, (size_t)(p + 1 - text.ptr))))
        return JOIN_WORD;
    return JOIN_SPACE;
}

unsigned step_unwrap(struct slice in, struct buf *out)
{
    const char *p = in.ptr, *end = in.ptr + in.len, *copied = p;
    buf_clear(out);
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        enum join join = join_at(in, p);
        if (join != JOIN_NONE) {
            buf_add(out, copied, (size_t)(p - copied) - (join == JOIN_WORD));
            if (join == JOIN_SPACE)
                buf_addch(out, ' ');
            copied = p + 1;
        }
        p++;
    }
    if (copied == in.ptr)
        return 0;
    buf_add(out, copied, (size_t)(end - copied));
    return 1u << COPYDESK_FIX_UNWRAP;
}
