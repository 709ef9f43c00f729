#include "read/charset/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <strings.h>

#ifdef HAVE_UCHARDET
#include <uchardet.h>
#endif

#include "text/codepage.h"
#include "text/utf8.h"

/* ---- windows-1252 ---- */

static bool is_cp1252(const char *name)
{
    static const char *const LABELS[] = {
        "windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii"
    };
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
        if (strcasecmp(name, LABELS[i]) == 0)
            return true;
    return false;
}

static bool decode_cp1252(struct slice bytes, struct buf *out)
{
    buf_reserve(out, bytes.len + bytes.len / 8);   /* what mostly suffices */
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c < 0x80)
            buf_addch(out, (char)c);
        else
            utf8_add(out, codepage_char(CODEPAGE_CP1252, c));
    }
    return !out->failed;
}

static bool encode_cp1252(struct slice text, struct buf *out)
{
    const char *p = text.ptr, *end = p + text.len;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        const uint8_t *bytes = cp == UTF8_BAD ? NULL : codepage_bytes(cp);
        unsigned char c = cp < 0x80 ? (unsigned char)cp : bytes ? bytes[CODEPAGE_CP1252] : 0;
        if (c == 0 && cp != 0)
            return false;
        buf_addch(out, (char)c);
    }
    return !out->failed;
}

/* ---- all others ---- */

/* As iconv_open. Where memory was short glibc may say that there is no such conversion
 * (EINVAL); asked again it gives the conversion, or ENOMEM. */
static iconv_t open_iconv(const char *to, const char *from)
{
    iconv_t how = iconv_open(to, from);
    return how == (iconv_t)-1 && errno == EINVAL ? iconv_open(to, from) : how;
}

unsigned encoding_unit(const char *name)
{
    bool two = strncasecmp(name, "UTF-16", 6) == 0 || strncasecmp(name, "UCS-2", 5) == 0;
    bool four = strncasecmp(name, "UTF-32", 6) == 0 || strncasecmp(name, "UCS-4", 5) == 0;
    return two ? 2 : four ? 4 : 1;
}

/* Steps over a unit that cannot be read, for which out gets U+FFFD. What iconv holds back of a
 * letter, for the marks that may follow it, stands before that. (ISO-2022 holds nothing back, and
 * would forget how it was shifted.) */
static void replace_unit(iconv_t how, const char *from, size_t unit, char **p, size_t *left, struct buf *out)
{
    size_t bad = *left < unit ? *left : unit, room = 64;
    if (strncasecmp(from, "ISO-2022", 8) != 0 && buf_reserve(out, room)) {
        char *q = out->ptr + out->len;
        iconv(how, NULL, NULL, &q, &room);
        out->len = (size_t)(q - out->ptr);
    }
    *p += bad;
    *left -= bad;
    utf8_add(out, 0xFFFD);
}

/* Appends `in` to out, converted by iconv. False as for encoding_decode. With a unit,
 * which is not 0, one that cannot be read becomes U+FFFD; `to` is UTF-8 then. */
static bool convert(const char *to, const char *from, struct slice in, size_t unit, struct buf *out)
{
    iconv_t how = open_iconv(to, from);
    if (how == (iconv_t)-1) {
        out->failed = out->failed || errno != EINVAL;
        return false;
    }
    char *p = (char *)(uintptr_t)in.ptr;   /* iconv does not write there */
    size_t left = in.len, n = 0;
    bool all = false;                      /* also what iconv holds back at the end: a letter, for the marks
                                              that may follow it, or the way back from a shift */
    do {
        size_t room = left + 64;           /* most scripts grow by half; what does not fit comes in another turn */
        if (!buf_reserve(out, room))
            break;
        char *q = out->ptr + out->len;
        all = left == 0;
        n = all ? iconv(how, NULL, NULL, &q, &room) : iconv(how, &p, &left, &q, &room);
        out->len = (size_t)(q - out->ptr);
        if (n == (size_t)-1 && errno != E2BIG && unit && left) {
            replace_unit(how, from, unit, &p, &left, out);
            errno = E2BIG;                 /* and on */
        }
    } while (n == 0 ? !all : n == (size_t)-1 && errno == E2BIG);
    bool done = n == 0 && left == 0 && !out->failed;   /* n > 0: characters were replaced */
    iconv_close(how);
    return done;
}

bool encoding_known(const char *name)
{
    iconv_t how = is_cp1252(name) ? 0 : open_iconv("UTF-8", name);
    if (how == (iconv_t)-1)
        return errno != EINVAL;   /* who then decodes finds that memory is short */
    if (how)
        iconv_close(how);
    return true;
}

bool encoding_is_utf8(const char *name)
{
    return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0;
}

bool encoding_decode(const char *name, struct slice bytes, struct buf *out)
{
    return is_cp1252(name) ? decode_cp1252(bytes, out) : convert("UTF-8", name, bytes, 0, out);
}

bool encoding_decode_spoiled(const char *name, struct slice bytes, struct buf *out)
{
    return is_cp1252(name) ? decode_cp1252(bytes, out) : convert("UTF-8", name, bytes, encoding_unit(name), out);
}

size_t encoding_whole(const char *name, struct slice bytes)
{
    char waste[1024], *p = (char *)(uintptr_t)bytes.ptr;
    size_t left = bytes.len;
    iconv_t how = is_cp1252(name) ? (iconv_t)-1 : open_iconv("UTF-8", name);
    if (how == (iconv_t)-1)
        return bytes.len;
    for (bool more = true; more && left > 0;) {
        char *q = waste;
        size_t room = sizeof waste, n = iconv(how, &p, &left, &q, &room);
        more = n == (size_t)-1 && errno != EINVAL;
        if (more && errno == EILSEQ) {
            p++;
            left--;
        }
    }
    iconv_close(how);
    return bytes.len - left;
}

bool encoding_encode(const char *name, struct slice text, struct buf *out)
{
    return is_cp1252(name) ? encode_cp1252(text, out) : convert(name, "UTF-8", text, 0, out);
}

/* ---- which encoding it is ---- */

const char *encoding_by_mark(struct slice bytes)
{
    /* UTF-32 first: its mark begins with that of UTF-16 */
    if (slice_starts(bytes, SLICE("\xFF\xFE\0\0")) && bytes.len % 4 == 0)
        return "UTF-32LE";
    if (slice_starts(bytes, SLICE("\0\0\xFE\xFF")))
        return "UTF-32BE";
    if (slice_starts(bytes, SLICE("\xFF\xFE")))
        return "UTF-16LE";
    return slice_starts(bytes, SLICE("\xFE\xFF")) ? "UTF-16BE" : NULL;
}

#ifdef HAVE_UCHARDET
/* Bytes that the detector is given at a time, which it copies; and what it then takes in all
 * (measured: 144 KiB; test_guess holds it to that). */
enum { GULP = 64 * 1024, NEEDS = 256 * 1024 };

/* Whether there is memory for the detector: C++ that finds none ends the program. Another thread may
 * take it meanwhile, but hardly does. */
static bool has_room(void)
{
    void *volatile room = malloc(NEEDS);   /* volatile, or the compiler leaves both calls out */
    bool had = room != NULL;
    free(room);
    return had;
}

int encoding_detect(struct slice bytes, char name[ENCODING_NAME])
{
    uchardet_t detector = has_room() ? uchardet_new() : NULL;
    if (!detector)
        return -1;
    bool done = true;
    for (struct slice rest = bytes; done && rest.len > 0;) {
        size_t n = rest.len < GULP ? rest.len : GULP;
        done = uchardet_handle_data(detector, rest.ptr, n) == 0;
        rest = slice_from(rest, n);
    }
    uchardet_data_end(detector);
    const char *found = done ? uchardet_get_charset(detector) : "";
    size_t len = strlen(found);
    bool good = len > 0 && len < ENCODING_NAME && strncasecmp(found, "UTF-", 4) != 0
        && strcasecmp(found, "ASCII") != 0;
    if (good)
        memcpy(name, found, len + 1);
    uchardet_delete(detector);
    return done ? good : -1;
}
#else
int encoding_detect(struct slice bytes, char name[ENCODING_NAME])
{
    (void)bytes;
    (void)name;
    return 0;
}
#endif
