#include "strip/like.h"

#include "text/fold.h"

/* The first placeholder of text, or its end. */
static size_t next_star(struct slice text)
{
    size_t i = 0;
    while (i < text.len && text.ptr[i] != '*')
        i += text.ptr[i] == '\\' && i + 1 < text.len && text.ptr[i + 1] == '*' ? 2 : 1;
    return i;
}

static bool is_special(char c)
{
    return c && (unsigned char)c < 0x80 && strchr("\\^$.[]|()?*+{}-#/&~!\"'%,:;<=>@_`", c);
}

/* Without the backslash in front of a star. */
static void put_plain(struct slice text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++)
        if (!(text.ptr[i] == '\\' && i + 1 < text.len && text.ptr[i + 1] == '*'))
            buf_addch(out, text.ptr[i]);
}

/* The fixed text, folded as lines are, with blanks at its edges kept. */
static bool put_fixed(struct slice text, struct buf *scratch, struct buf *pattern)
{
    struct buf plain = { 0 };
    bool first = text.len && text.ptr[0] == ' ', last = text.len > 1 && text.ptr[text.len - 1] == ' ';
    put_plain(text, &plain);
    fold_line(buf_slice(&plain), scratch);
    buf_addstr(pattern, first ? " " : "");
    for (size_t i = 0; i < scratch->len; i++) {
        if (is_special(scratch->ptr[i]))
            buf_addch(pattern, '\\');
        buf_addch(pattern, scratch->ptr[i]);
    }
    buf_addstr(pattern, last ? " " : "");
    pattern->failed = pattern->failed || plain.failed || scratch->failed;
    buf_release(&plain);
    return scratch->len > 0;
}

bool like_pattern(struct slice text, struct buf *scratch, struct buf *pattern)
{
    bool fixed = false, star = false;
    buf_clear(pattern);
    buf_addch(pattern, '^');
    while (text.len) {
        size_t n = next_star(text);
        fixed |= put_fixed(slice_of(text.ptr, n), scratch, pattern);
        if (n < text.len) {
            buf_addstr(pattern, ".+");
            star = true;
            n++;
        }
        text = slice_from(text, n);
    }
    buf_addch(pattern, '$');
    return fixed && star;
}
