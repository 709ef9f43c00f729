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

/* Appends the mapped part. The code points are made where the bytes will lie:
 * reencoding works in place and never overtakes its input. */
static bool map_part(struct slice part, utf8proc_option_t options, struct buf *out)
{
    const size_t unit = sizeof(utf8proc_int32_t);
    size_t room = part.len + 1;   /* code points; enough for nearly every text */
    for (;;) {
        if (!buf_reserve(out, (room + 2) * unit))
            return false;
        size_t at = (out->len + unit - 1) / unit * unit;
        utf8proc_int32_t *points = (utf8proc_int32_t *)(void *)(out->ptr + at);
        utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)part.ptr,
            (utf8proc_ssize_t)part.len, points, (utf8proc_ssize_t)room, options);
        if (n < 0)
            return false;
        if ((size_t)n <= room) {
            n = utf8proc_reencode(points, n, options);
            if (n < 0)
                return false;
            memmove(out->ptr + out->len, out->ptr + at, (size_t)n);
            out->len += (size_t)n;
            return true;
        }
        room = (size_t)n + 1;
    }
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

const char *unicode_version(void)
{
    return utf8proc_unicode_version();
}
