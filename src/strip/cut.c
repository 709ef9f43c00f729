#include "strip/cut.h"

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

bool cut_text(struct slice text, struct slice cut, struct buf *out)
{
    const char *at = find(text, cut);
    if (!at)
        return false;
    buf_clear(out);
    for (; at; at = find(text, cut)) {
        size_t keep = (size_t)(at - text.ptr);
        size_t next = keep + cut.len;
        bool glues = keep > 0 && text.ptr[keep - 1] == ' ' && next < text.len && is_letter(text.ptr[next]);
        while (keep > 0 && text.ptr[keep - 1] == ' ')
            keep--;
        buf_add(out, text.ptr, keep);
        buf_addstr(out, glues && keep > 0 ? " " : "");
        text = slice_from(text, next);
    }
    buf_addslice(out, text);
    return true;
}
