/* HTML entities. A line is read from left to right, and at each semicolon we look
 * for an entity at the end of the output: so what "&amp;" leaves joins what follows,
 * and text that was encoded twice, or ten times, is right after one pass.
 *
 * A line with a tag is code, or was never decoded on purpose, and stays. */
#include <stdlib.h>

#include "normalize/steps.h"
#include "text/ascii.h"
#include "text/chars.h"
#include "text/codepage.h"
#include "text/utf8.h"

enum { LONGEST = 32 };   /* bytes between "&" and ";"; the longest name has 31 */

struct entity {
    const char *name;
    uint32_t cps[2];       /* the second 0: none */
};

static const struct entity ENTITIES[] = {
#include "entities.inc"
};

static int compare(const void *key, const void *member)
{
    const struct slice *name = key;
    const struct entity *e = member;
    int order = strncmp(name->ptr, e->name, name->len);
    return order ? order : -(e->name[name->len] != '\0');
}

/* The value of digits in the base; UINT32_MAX when there are none, when one is no
 * digit, or when there are too many for Unicode. */
static uint32_t number_of(struct slice digits, unsigned base)
{
    uint32_t n = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        unsigned digit = ascii_is_digit(c) ? (unsigned)(c - '0')
                       : ascii_is_letter(c) ? (unsigned)((c | 0x20) - 'a') + 10 : base;
        if (digit >= base || n > 0x10FFFF)
            return UINT32_MAX;
        n = n * base + digit;
    }
    return digits.len ? n : UINT32_MAX;
}

/* The character that a number stands for; 0: none that may stand in text.
 * Blanks and line ends are spaces: a paragraph must not break here. */
static uint32_t numbered(uint32_t n)
{
    if (n == '\t' || n == '\n' || n == '\r' || n == 0x2028 || n == 0x2029)
        return ' ';
    if (n >= 0x80 && n < 0xA0)
        n = codepage_char(CODEPAGE_CP1252, (unsigned char)n);   /* as HTML 5 says, section 13.2.5.80 */
    bool control = n < 0x20 || (n >= 0x7F && n < 0xA0);
    return control || (n >= 0xD800 && n <= 0xDFFF) || n > 0x10FFFF ? 0 : n;
}

static bool is_number(struct slice name)
{
    return name.len > 1 && name.ptr[0] == '#';
}

static uint32_t number_in(struct slice name)
{
    bool hex = (name.ptr[1] | 0x20) == 'x';
    return number_of(slice_from(name, hex ? 2 : 1), hex ? 16 : 10);
}

static const struct entity *find_entity(struct slice name)
{
    return bsearch(&name, ENTITIES, sizeof ENTITIES / sizeof *ENTITIES, sizeof *ENTITIES, compare);
}

/* The character of a name in capitals, as in a headline that was put in capitals,
 * entities and all: "&EACUTE;" is Eacute, "&AELIG;" AElig, "&NDASH;" ndash. Only what
 * Latin text has, and no names of up to three letters, which may be words. 0: none. */
static uint32_t shouted(struct slice name)
{
    char changed[LONGEST];
    uint32_t cp = 0;
    if (name.len < 4 || name.len > sizeof changed)
        return 0;
    for (size_t capitals = 3; capitals-- > 0 && !(chars_flags(cp) & CHARS_UPPER);) {
        for (size_t i = 0; i < name.len; i++) {
            if (name.ptr[i] < 'A' || name.ptr[i] > 'Z')
                return 0;
            changed[i] = (char)(i < capitals ? name.ptr[i] : name.ptr[i] | 0x20);
        }
        const struct entity *e = find_entity(slice_of(changed, name.len));
        cp = e && (capitals == 0 || chars_flags(e->cps[0]) & CHARS_UPPER) ? e->cps[0] : 0;
    }
    return cp < 0x180 || (cp >= 0x2010 && cp < 0x203B) || cp == 0x20AC ? cp : 0;
}

/* What name (without "&" and ";") stands for; false when it is none. */
static bool decode(struct slice name, uint32_t cps[2])
{
    cps[1] = 0;
    if (is_number(name)) {
        cps[0] = numbered(number_in(name));
        return cps[0] != 0;
    }
    const struct entity *e = find_entity(name);
    if (!e) {
        cps[0] = shouted(name);
        return cps[0] != 0;
    }
    memcpy(cps, e->cps, sizeof e->cps);
    return true;
}

/* The entity name that [start, end) ends with, behind an "&"; len 0: none. */
static struct slice name_at_end(const char *start, const char *end)
{
    const char *p = end;
    while (p > start && end - p < LONGEST && (ascii_is_word(p[-1]) || p[-1] == '#'))
        p--;
    return p > start && p[-1] == '&' ? slice_of(p, (size_t)(end - p)) : SLICE("");
}

/* The first half of a surrogate pair, of which name at the end of text is the second:
 * "&#55357;&#56832;", as some old programs wrote an emoji. len 0: it is no such thing. */
static struct slice half_before(const char *start, struct slice name)
{
    const char *p = name.ptr - 1;   /* at the "&" */
    if (!is_number(name) || (number_in(name) & ~0x3FFu) != 0xDC00 || p == start || p[-1] != ';')
        return SLICE("");
    struct slice half = name_at_end(start, p - 1);
    return is_number(half) && (number_in(half) & ~0x3FFu) == 0xD800 ? half : SLICE("");
}

/* Replaces the entity that out ends with, less its ";", by what it stands for.
 * False: there is none. line: where in out the line starts. */
static bool replace(struct buf *out, size_t line)
{
    uint32_t cps[2];
    if (out->failed || out->len == line)
        return false;
    struct slice name = name_at_end(out->ptr + line, out->ptr + out->len);
    if (name.len == 0)
        return false;
    struct slice half = half_before(out->ptr + line, name);
    if (half.len) {
        cps[0] = 0x10000 + ((number_in(half) & 0x3FF) << 10) + (number_in(name) & 0x3FF);
        cps[1] = 0;
    } else if (!decode(name, cps)) {
        return false;
    }
    out->len = (size_t)((half.len ? half.ptr : name.ptr) - 1 - out->ptr);
    utf8_add(out, cps[0]);
    if (cps[1])
        utf8_add(out, cps[1]);
    return true;
}

static bool has_tag(struct slice line)
{
    const char *p = line.ptr, *end = line.ptr + line.len;
    while (p < end && (p = memchr(p, '<', (size_t)(end - p))) && ++p < end)
        if (ascii_is_letter(*p) || *p == '/' || *p == '!' || *p == '?')
            return true;
    return false;
}

static unsigned decode_line(struct slice line, unsigned repairs, struct buf *out)
{
    const char *p = line.ptr, *end = line.ptr + line.len, *stop;
    size_t start = out->len;
    bool changed = false;
    (void)repairs;
    if (!memchr(p, '&', line.len) || has_tag(line))
        return 0;
    for (; (stop = memchr(p, ';', (size_t)(end - p))); p = stop + 1) {
        buf_add(out, p, (size_t)(stop - p));
        if (replace(out, start))
            changed = true;
        else
            buf_addch(out, ';');
    }
    buf_add(out, p, (size_t)(end - p));
    return changed ? 1u << COPYDESK_FIX_ENTITIES : 0;
}

unsigned step_entities(struct slice in, struct buf *out)
{
    return memchr(in.ptr, '&', in.len) ? step_by_line(in, 0, decode_line, out) : 0;
}
