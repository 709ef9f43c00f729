#include "read/separator.h"

/* Bytes of the line that here begins with; 0: it is no separator, or its end is not there yet. */
static size_t length_of(struct slice separator, struct slice here, bool all)
{
    if (!slice_starts(here, separator))
        return 0;
    here = slice_from(here, separator.len);
    if (slice_starts(here, SLICE("\n")))
        return separator.len + 1;
    if (slice_starts(here, SLICE("\r\n")))
        return separator.len + 2;
    return here.len == 0 && all ? separator.len : 0;
}

/* Whether the line from p to `behind` is rather a part of UTF-16, in which Telugu has a letter of
 * the bytes FF and LF, U+0C0A: behind it stands the NUL of a line end, blank or mark; or before the
 * line feed in front of it, and Telugu behind. Also when that cannot be told yet: so it is asked only
 * where what stands in front of that line feed is half an ASCII or Telugu character, or a mark. */
static bool is_telugu(const char *p, const char *behind, struct slice article, bool all)
{
    char before = p - article.ptr >= SEPARATOR_BEFORE ? p[-2] : ' ';
    if (before != '\0' && before != '\f' && before != '\xFE')
        return false;
    if (behind == article.ptr + article.len)
        return !all;
    return *behind == '\0' || (before == '\0' && *behind == '\f');
}

size_t separator_at(struct slice separator, const char *p, struct slice article, bool all)
{
    size_t n = length_of(separator, slice_of(p, (size_t)(article.ptr + article.len - p)), all);
    return n > 0 && is_telugu(p, p + n, article, all) ? 0 : n;
}
