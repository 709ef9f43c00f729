#include "strip/cut.h"

#include "text/chars.h"
#include "text/context.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

bool cut_allowed(struct slice cut)
{
    static const char open[] = "([{", close[] = ")]}";
    const char *kind = cut.len > 2 ? memchr(open, cut.ptr[0], 3) : NULL;
    bool letter = false;
    for (size_t i = 0; i < cut.len; i++)
        letter |= is_letter(cut.ptr[i]);
    return kind && letter && cut.ptr[cut.len - 1] == close[kind - open];
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool starts(struct slice text, struct slice cut)
{
    if (text.len < cut.len)
        return false;
    for (size_t i = 0; i < cut.len; i++)
        if (lower(text.ptr[i]) != lower(cut.ptr[i]))
            return false;
    return true;
}

/* Where the cut stands in text, or NULL. */
static const char *find(struct slice text, struct slice cut)
{
    while (text.len >= cut.len) {
        const char *at = memchr(text.ptr, cut.ptr[0], text.len - cut.len + 1);
        if (!at)
            return NULL;
        text = slice_from(text, (size_t)(at - text.ptr));
        if (starts(text, cut))
            return at;
        text = slice_from(text, 1);
    }
    return NULL;
}

/* Does a blank stand between what is before a cut and what is behind it? blank: one stood before the cut; it stays
 * in front of all but marks that do not open. Else one comes between two words, where these have blanks. */
static bool parts(struct slice before, bool blank, struct slice after)
{
    const unsigned word = CHARS_LETTER | CHARS_DIGIT;
    uint32_t next = context_after(after, after.ptr);
    unsigned first = chars_flags(next), last = before.len ? chars_flags(context_before(before, before.ptr + before.len)) : 0;
    if (blank)
        return before.len && (first & (word | CHARS_MARK | CHARS_SYMBOL) || text_wrap(next) & TEXT_OPENS);
    return first & word && last & (word | CHARS_MARK) && !((first | last) & CHARS_DENSE);
}

bool cut_text(struct slice text, struct slice cut, struct buf *out)
{
    const char *at = find(text, cut);
    if (!at)
        return false;
    buf_clear(out);
    for (; at; at = find(text, cut)) {
        struct slice before = slice_of(text.ptr, (size_t)(at - text.ptr));
        bool blank = slice_ends(before, SLICE(" "));
        text = slice_from(text, before.len + cut.len);
        while (starts(text, cut))
            text = slice_from(text, cut.len);
        while (slice_ends(before, SLICE(" ")))
            before.len--;
        buf_addslice(out, before);
        buf_addstr(out, parts(buf_slice(out), blank, text) ? " " : "");
    }
    buf_addslice(out, text);
    return true;
}
