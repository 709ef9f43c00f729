/* "US -backed" and "al-Qaeda- linked": a blank that scraping put beside an
 * English hyphen. Narrow on purpose: nearly all half-spaced hyphens in news are
 * right ("Sport- oder Tagesgeld", "local- and cloud-based"), so the word behind
 * must be of the list and the one before must hold a capital.
 *
 * Goes from left to right and looks back at what is already written, so that
 * one pass over "US -backed -led" does what two would. */
#include "normalize/steps.h"
#include "text/chars.h"
#include "text/context.h"
#include "text/utf8.h"

enum { LOOK_BACK = 64 };   /* bytes of a name looked at (guess); keeps hostile text linear */

static const char *const WORDS[] = {
#include "hyphen_words.inc"
};

/* Whether a word of the list, whole and in lower case, starts text. */
static bool is_listed(struct slice text)
{
    size_t n = 0;
    while (n < text.len && text.ptr[n] >= 'a' && text.ptr[n] <= 'z')
        n++;
    uint32_t next = context_after(text, text.ptr + n);
    if (n == 0 || (n < text.len && chars_flags(next) & (CHARS_LETTER | CHARS_MARK | CHARS_DIGIT)))
        return false;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (slice_equal(slice_of(text.ptr, n), slice_str(WORDS[i])))
            return true;
    return false;
}

/* "U.S." and the like: two full stops, each behind a capital. */
static bool ends_in_initials(struct slice text)
{
    const char *p = text.ptr + text.len;
    return text.len >= 4 && p[-1] == '.' && p[-2] >= 'A' && p[-2] <= 'Z' && p[-3] == '.' && p[-4] >= 'A' && p[-4] <= 'Z';
}

/* Whether the word that text ends with (up to a blank) ends in a letter or
 * digit, or is initials, and holds a capital. */
static bool ends_in_name(struct slice text)
{
    if (text.len == 0)
        return false;
    const char *p = text.ptr + text.len;
    if (!(chars_flags(context_before(text, p)) & (CHARS_LETTER | CHARS_DIGIT)))
        return ends_in_initials(text);
    const char *from = text.len > LOOK_BACK ? p - LOOK_BACK : text.ptr;
    while (p > from) {
        unsigned flags = chars_flags(context_before(text, p));
        if (flags & CHARS_UPPER)
            return true;
        if (flags & CHARS_SPACE)
            return false;
        p = utf8_prev(text.ptr, p);
    }
    return false;
}

/* Whether the space at p is one to take out; before is what is written in front of it. */
static bool is_stray_space(struct slice before, const char *p, const char *end)
{
    if (end - p < 3)
        return false;
    if (p[1] == '-')
        return is_listed(slice_of(p + 2, (size_t)(end - p - 2))) && ends_in_name(before);
    return slice_ends(before, SLICE("-"))
        && is_listed(slice_of(p + 1, (size_t)(end - p - 1)))
        && ends_in_name(slice_of(before.ptr, before.len - 1));
}

unsigned step_hyphen(struct slice in, struct buf *out)
{
    const char *p = in.ptr, *end = in.ptr + in.len, *copied = p;
    buf_clear(out);
    if (!memchr(p, '-', in.len))
        return 0;
    while (p < end && (p = memchr(p, ' ', (size_t)(end - p))) != NULL) {
        bool near = (p > in.ptr && p[-1] == '-') || (p + 1 < end && p[1] == '-');
        if (near) {
            buf_add(out, copied, (size_t)(p - copied));
            copied = p + is_stray_space(buf_slice(out), p, end);
        }
        p++;
    }
    if (out->len + (size_t)(end - copied) == in.len)
        return 0;
    buf_add(out, copied, (size_t)(end - copied));
    return 1u << COPYDESK_FIX_HYPHEN;
}
