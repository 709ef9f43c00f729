#include "write/journal/common_ends.h"

static bool is_inside(unsigned char c)
{
    return (c & 0xC0) == 0x80;   /* not the first byte of a code point */
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* A word is shown whole when that takes no more than this many bytes (guess). */
enum { MAX_WORD = 32 };

size_t common_prefix(struct slice a, struct slice b)
{
    size_t n = 0, max = a.len < b.len ? a.len : b.len;
    while (n < max && a.ptr[n] == b.ptr[n])
        n++;
    if (n == max && n > 0)
        n--;   /* so that neither middle is empty: restore needs one to hold on to */
    size_t word = n;
    while (word > 0 && n - word < MAX_WORD && !is_blank(a.ptr[word - 1]))
        word--;
    if (word == 0 || is_blank(a.ptr[word - 1]))
        n = word;
    while (n > 0 && (is_inside((unsigned char)a.ptr[n]) || is_inside((unsigned char)b.ptr[n])))
        n--;
    return n;
}

size_t common_suffix(struct slice a, struct slice b)
{
    size_t n = 0, max = (a.len < b.len ? a.len : b.len) - 1;
    while (n < max && a.ptr[a.len - 1 - n] == b.ptr[b.len - 1 - n])
        n++;
    size_t word = n;
    while (word > 0 && n - word < MAX_WORD && !is_blank(a.ptr[a.len - word]))
        word--;
    if (word == 0 || is_blank(a.ptr[a.len - word]))
        n = word;
    while (n > 0 && is_inside((unsigned char)a.ptr[a.len - n]))
        n--;
    return n;
}
