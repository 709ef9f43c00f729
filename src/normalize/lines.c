/* Repairs of whole lines: icons that are all of a line go, and so do direction
 * controls without a partner, and what is left of a line when that is blank. */
#include "normalize/steps.h"
#include "text/chars.h"
#include "text/utf8.h"

enum {
    MOST_ICONS = 12,       /* guess: a row of buttons; real ones have 1 to 6 */
    DEPTH = 125            /* how deep controls may nest (Unicode annex 9, BD2) */
};

/* ---- icons ---- */

static bool is_private(uint32_t cp)
{
    return (cp >= 0xE000 && cp <= 0xF8FF) || (cp >= 0xF0000 && cp <= 0xFFFFD)
        || (cp >= 0x100000 && cp <= 0x10FFFD);
}

/* Private-use characters and blanks, nothing else; but not so many that they are
 * rather text in an encoding of its own, as Mongolian had. */
static bool is_icons(struct slice line)
{
    const char *p = line.ptr, *end = line.ptr + line.len;
    size_t n = 0;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        if (cp == UTF8_BAD || !(is_private(cp) || chars_flags(cp) & (CHARS_SPACE | CHARS_IGNORE)))
            return false;
        n += is_private(cp);
    }
    return n > 0 && n <= MOST_ICONS;
}

/* ---- direction ---- */

enum bidi { BIDI_NONE, BIDI_EMBED, BIDI_ISOLATE, BIDI_POP, BIDI_POP_ISOLATE };

/* The control of 3 bytes at p, U+202A to 202E or U+2066 to 2069. */
static enum bidi bidi_at(const char *p, const char *end)
{
    if (end - p < 3 || p[0] != '\xE2')
        return BIDI_NONE;
    unsigned char c = (unsigned char)p[2];
    if (p[1] == '\x80' && c >= 0xAA && c <= 0xAE)
        return c == 0xAC ? BIDI_POP : BIDI_EMBED;
    if (p[1] == '\x81' && c >= 0xA6 && c <= 0xA9)
        return c == 0xA9 ? BIDI_POP_ISOLATE : BIDI_ISOLATE;
    return BIDI_NONE;
}

/* The controls that are open, outermost first. */
struct nest {
    struct { const char *at; enum bidi kind; } open[DEPTH];
    size_t depth;
};

/* The opening control that the one at p closes; NULL: it closes none. An
 * isolate closes with it what was opened inside. */
static const char *partner(struct nest *n, enum bidi kind)
{
    size_t i = n->depth;
    if (kind == BIDI_POP) {
        if (i == 0 || n->open[i - 1].kind != BIDI_EMBED)
            return NULL;
        return n->open[--n->depth].at;
    }
    while (i > 0 && n->open[i - 1].kind != BIDI_ISOLATE)
        i--;
    if (i == 0)
        return NULL;
    n->depth = i - 1;
    return n->open[i - 1].at;
}

/* Marks the controls without a partner in `copy`, a copy of the line, by a NUL as
 * their third byte, which no character has. An opening control is marked until its
 * partner is found. */
static void mark_unpaired(struct slice line, char *copy)
{
    struct nest nest = { .depth = 0 };
    const char *end = line.ptr + line.len;
    for (const char *p = line.ptr; p < end; p++) {
        enum bidi kind = bidi_at(p, end);
        if (kind == BIDI_NONE)
            continue;
        const char *opening = NULL;
        bool opens = kind == BIDI_EMBED || kind == BIDI_ISOLATE;
        if (opens && nest.depth < DEPTH) {
            nest.open[nest.depth].at = p;
            nest.open[nest.depth++].kind = kind;
        } else if (!opens) {
            opening = partner(&nest, kind);
        }
        copy[p + 2 - line.ptr] = opening ? p[2] : '\0';
        if (opening)
            copy[opening + 2 - line.ptr] = opening[2];
    }
}

/* Appends the line without the controls that have no partner; whether there
 * were any. */
static bool balance(struct slice line, struct buf *out)
{
    size_t start = out->len, to = start;
    buf_addslice(out, line);
    if (out->failed)
        return false;
    mark_unpaired(line, out->ptr + start);
    for (size_t i = start; i < out->len; i++) {
        if (out->len - i >= 3 && out->ptr[i] == '\xE2' && out->ptr[i + 2] == '\0'
            && bidi_at(line.ptr + (i - start), line.ptr + line.len) != BIDI_NONE)
            i += 2;
        else
            out->ptr[to++] = out->ptr[i];
    }
    bool changed = to != out->len;
    out->len = to;
    return changed;
}

static bool has_bidi(struct slice line)
{
    const char *p = line.ptr, *end = line.ptr + line.len;
    while (p < end && (p = memchr(p, 0xE2, (size_t)(end - p)))) {
        if (bidi_at(p, end) != BIDI_NONE)
            return true;
        p++;
    }
    return false;
}

/* ---- lines ---- */

unsigned step_by_line(struct slice in, unsigned repairs, line_repair *repair, struct buf *out)
{
    unsigned changed = 0;
    buf_clear(out);
    for (struct slice rest = in; rest.len;) {
        struct slice line = slice_line(&rest);
        size_t start = out->len;
        unsigned did = repair(line, repairs, out);
        if (!did) {
            out->len = start;
            buf_addslice(out, line);
        }
        if (line.ptr + line.len < in.ptr + in.len)
            buf_addch(out, '\n');
        changed |= did;
    }
    return changed;
}

static unsigned repair_line(struct slice line, unsigned repairs, struct buf *out)
{
    const unsigned icons = 1u << COPYDESK_FIX_ICONS, bidi = 1u << COPYDESK_FIX_BIDI;
    if (repairs & icons && is_icons(line))
        return icons;
    return repairs & bidi && has_bidi(line) && balance(line, out) ? bidi : 0;
}

unsigned step_lines(struct slice in, unsigned repairs, struct buf *out)
{
    return utf8_ascii(in.ptr, in.ptr + in.len) < in.len ? step_by_line(in, repairs, repair_line, out) : 0;
}

static unsigned empty_blank(struct slice line, unsigned repairs, struct buf *out)
{
    (void)repairs;
    (void)out;
    return line.len && line_blank(&(struct line){ .text = line }) ? 1u << COPYDESK_FIX_SPACES : 0;
}

unsigned step_blank_lines(struct slice in, struct buf *out)
{
    bool any = false;
    for (struct slice rest = in; rest.len && !any;)
        any = empty_blank(slice_line(&rest), 0, out);
    return any ? step_by_line(in, 0, empty_blank, out) : 0;
}
