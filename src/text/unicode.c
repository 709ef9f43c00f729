#include "text/unicode.h"

#include <utf8proc.h>

#include "text/utf8.h"

/* utf8proc before 2.11.2 takes U+11A7, the code point before the first trailing
 * jamo, for a trailing jamo and drops it behind an LV syllable (its issue 317).
 * It is a starter that composes with nothing before it, so text may be mapped
 * in two parts, cut in front of it: the composer never sees the pair. */
static const char TBASE[] = "\xE1\x86\xA7";

static utf8proc_option_t options_of(enum unicode_map how)
{
    static const int options[UNICODE_N_MAPS] = {
        [UNICODE_NFC] = UTF8PROC_COMPOSE,
        [UNICODE_NFD] = UTF8PROC_DECOMPOSE,
        [UNICODE_NFKC] = UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
        [UNICODE_NFKD] = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT,
        [UNICODE_BARE] = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE,
        [UNICODE_FOLDED] = UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE | UTF8PROC_CASEFOLD,
    };
    return (utf8proc_option_t)(options[how] | UTF8PROC_STABLE);
}

/* Where text is cut first: in front of a U+11A7 that is not its first. */
static size_t part_length(struct slice text)
{
    const char *p = text.ptr + 1, *end = text.ptr + text.len;
    while (p < end && (p = memchr(p, 0xE1, (size_t)(end - p))) != NULL) {
        if (end - p >= 3 && memcmp(p, TBASE, 3) == 0)
            return (size_t)(p - text.ptr);
        p++;
    }
    return text.len;
}

/* ---- long runs of marks ---- */

/* Bytes decomposed at a time: utf8proc brings marks into order by swapping neighbours, which takes the
 * square of their number (guess; with 4 MiB of marks at a time it takes hours). */
enum { STEP = 512 };

/* Takes the first characters off *rest, of STEP bytes at most. */
static struct slice take_step(struct slice *rest)
{
    size_t n = rest->len < STEP ? rest->len : STEP;
    while (n > STEP - 4 && n < rest->len && ((unsigned char)rest->ptr[n] & 0xC0) == 0x80)
        n--;
    struct slice step = slice_of(rest->ptr, n);
    *rest = slice_from(*rest, n);
    return step;
}

/* Sorts n marks by their combining classes, those of one class as they stood; into has room for as many. */
static void sort_marks(utf8proc_int32_t *marks, size_t n, utf8proc_int32_t *into)
{
    size_t place[256] = { 0 }, sum = 0;
    for (size_t i = 0; i < n; i++)
        place[unicode_combining((uint32_t)marks[i])]++;
    for (size_t i = 0; i < 256; i++) {
        size_t here = place[i];
        place[i] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++)
        into[place[unicode_combining((uint32_t)marks[i])]++] = marks[i];
    memcpy(marks, into, n * sizeof *marks);
}

/* Brings the marks of each run into order, which those of each step are in. False when memory is short. */
static bool order_steps(utf8proc_int32_t *points, size_t n)
{
    struct buf room = { 0 };
    for (size_t i = 0, end; i < n; i = end) {
        bool ordered = true;
        uint8_t last = unicode_combining((uint32_t)points[i]), next;
        for (end = i + 1; last && end < n && (next = unicode_combining((uint32_t)points[end])); end++, last = next)
            ordered = ordered && last <= next;
        if (!ordered && buf_reserve(&room, (end - i) * sizeof *points))
            sort_marks(points + i, end - i, (utf8proc_int32_t *)(void *)room.ptr);
    }
    bool good = !room.failed;
    buf_release(&room);
    return good;
}

/* Writes the code points that part decomposes to behind out, from `at` on; how many, or -1. */
static utf8proc_ssize_t decompose(struct slice part, utf8proc_option_t options, struct buf *out, size_t at)
{
    const size_t unit = sizeof(utf8proc_int32_t);
    size_t n = 0, room = part.len + 1;   /* code points; enough for nearly every text */
    while (part.len > 0) {
        struct slice step = take_step(&part);
        utf8proc_ssize_t more;
        do {
            if (!buf_reserve(out, (room + 2) * unit))
                return -1;
            utf8proc_int32_t *points = (utf8proc_int32_t *)(void *)(out->ptr + at);
            more = utf8proc_decompose((const utf8proc_uint8_t *)step.ptr, (utf8proc_ssize_t)step.len,
                                      points + n, (utf8proc_ssize_t)(room - n), options);
            if (more < 0)
                return -1;
        } while ((size_t)more > room - n && (room = n + (size_t)more + part.len + 1));
        n += (size_t)more;
    }
    return (utf8proc_ssize_t)n;
}

/* Appends the mapped part. The code points are made where the bytes will lie:
 * reencoding works in place and never overtakes its input. */
static bool map_part(struct slice part, utf8proc_option_t options, struct buf *out)
{
    const size_t unit = sizeof(utf8proc_int32_t);
    size_t at = (out->len + unit - 1) / unit * unit;
    utf8proc_ssize_t n = decompose(part, options, out, at);
    utf8proc_int32_t *points = n < 0 ? NULL : (utf8proc_int32_t *)(void *)(out->ptr + at);
    if (n < 0 || (part.len > STEP && !order_steps(points, (size_t)n)))
        return false;
    n = utf8proc_reencode(points, n, options);
    if (n < 0)
        return false;
    memmove(out->ptr + out->len, out->ptr + at, (size_t)n);
    out->len += (size_t)n;
    return true;
}

static void map_all(struct slice text, utf8proc_option_t options, struct buf *out)
{
    while (text.len > 0 && !out->failed) {
        size_t n = part_length(text);
        out->failed = !map_part(slice_of(text.ptr, n), options, out);
        text = slice_from(text, n);
    }
}

/* ASCII: its own form in all maps but for case. */
static void add_ascii(struct slice text, bool lower, struct buf *out)
{
    size_t at = out->len;
    buf_addslice(out, text);
    for (size_t i = at; lower && i < out->len; i++)
        if (out->ptr[i] >= 'A' && out->ptr[i] <= 'Z')
            out->ptr[i] = (char)(out->ptr[i] + ('a' - 'A'));
}

/* No ASCII character composes with, or moves before, what stands in front of
 * it: so text may be cut there, and only what is beyond ASCII, each run of it
 * with the one ASCII character before it, need be mapped. */
void unicode_map(struct slice text, enum unicode_map how, struct buf *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    buf_clear(out);
    while (p < end && !out->failed) {
        size_t n = utf8_ascii(p, end);
        n -= n > 0 && p + n < end;
        add_ascii(slice_of(p, n), how == UNICODE_FOLDED, out);
        p += n;
        const char *stop = p < end ? p + 1 : end;
        while (stop < end && (unsigned char)*stop >= 0x80)
            stop++;
        map_all(slice_of(p, (size_t)(stop - p)), options_of(how), out);
        p = stop;
    }
}

const char *unicode_category(uint32_t cp)
{
    return cp > 0x10FFFF ? "Cn" : utf8proc_category_string((utf8proc_int32_t)cp);
}

uint8_t unicode_combining(uint32_t cp)
{
    if (cp > 0x10FFFF)
        return 0;
    return (uint8_t)utf8proc_get_property((utf8proc_int32_t)cp)->combining_class;
}

/* utf8proc is asked for wide characters only: for marks that take room its versions
 * differ, and for the jamo it gives 1. */
unsigned unicode_columns(uint32_t cp)
{
    const char *category = unicode_category(cp);
    if (strcmp(category, "Mn") == 0 || strcmp(category, "Me") == 0 || (cp >= 0x1160 && cp <= 0x11FF)
        || (strcmp(category, "Cf") == 0 && cp != 0xAD))
        return 0;
    return utf8proc_charwidth((utf8proc_int32_t)cp) == 2 ? 2 : 1;
}

const char *unicode_version(void)
{
    return utf8proc_unicode_version();
}
