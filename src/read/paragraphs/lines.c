/* DESIGN. All LFs of a stretch are found at once, so that going from line to line
 * needs no search. While that is done a hint tells whether the stretch may have a
 * rarer ("odd") line end; at the first hint a scan of sixteen bytes at a time
 * settles it for the rest of the text, and only if that has one are lines looked at byte by
 * byte. A CR before an LF is not odd: it is trimmed like a blank. */
#include "read/paragraphs/lines.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/lanes.h"
#include "text/utf8.h"

enum { BLOCK = 4 * LANES };   /* bytes: a step of the scan */

static bool is_edge(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

#define INLINE static inline __attribute__((always_inline))

/* Where a rare line end starts among the LANES bytes at p. Reads two bytes behind them. */
INLINE lanes find_rare(const char *p)
{
    lanes c = lanes_at(p), d = lanes_at(p + 1), e = lanes_at(p + 2);
    lanes zero = { 0 };
    lanes vt = zero + 0x0B, ff = zero + 0x0C, cr = zero + 0x0D, lf = zero + 0x0A;
    lanes e2 = zero + 0xE2, x80 = zero + 0x80, a8 = zero + 0xA8, even = zero + 0xFE;
    return (lanes)(c == vt) | (lanes)(c == ff) | ((lanes)(c == cr) & (lanes)(d != lf))
         | ((lanes)(c == e2) & (lanes)(d == x80) & (lanes)((e & even) == a8));
}

static bool has_odd(struct slice text)
{
    const char *p = text.ptr;
    size_t n = text.len;
    for (; n >= BLOCK + 2; p += BLOCK, n -= BLOCK)
        if (lanes_any(find_rare(p) | find_rare(p + LANES) | find_rare(p + 2 * LANES) | find_rare(p + 3 * LANES)))
            return true;
    /* the rest, with nothing behind it: a CR at the very end counts as rare */
    char rest[BLOCK + LANES + 2] = { 0 };
    if (n > 0)
        memcpy(rest, p, n);
    for (size_t i = 0; i < n; i += LANES)
        if (lanes_any(find_rare(rest + i)))
            return true;
    return false;
}

static bool has_nel(struct slice text)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    while (p < end && (p = memchr(p, 0xC2, (size_t)(end - p)))) {
        if (end - p >= 2 && (unsigned char)p[1] == 0x85)
            return true;
        p++;
    }
    return false;
}

void lines_init(struct lines *l, struct slice text, bool alone)
{
    l->p = l->stretch = l->seen = text.ptr;
    l->end = text.len ? text.ptr + text.len : text.ptr;
    l->number = 0;
    l->at = l->n = 0;
    l->alone = alone;
    l->nel = l->odd = l->asked = false;
}

/* Bytes of the rare line end at p, 0 when there is none. */
static size_t odd_end(const struct lines *l, const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    size_t left = (size_t)(l->end - p);
    switch (*u) {
    case '\v': case '\f': case '\r':
        return 1;
    case 0xC2:
        return l->nel && left >= 2 && u[1] == 0x85 ? 2 : 0;
    case 0xE2:
        return left >= 3 && u[1] == 0x80 && (u[2] & 0xFE) == 0xA8 ? 3 : 0;
    default:
        return 0;
    }
}

/* The first rare line end in [l->p, *stop): *stop is moved there, and its
 * bytes returned; 0 when there is none. The CR of a CR LF is none. */
static size_t find_odd(const struct lines *l, const char **stop)
{
    for (const char *p = l->p; p < *stop; p++) {
        size_t n = odd_end(l, p);
        if (n == 0 || (*p == '\r' && p + 1 < l->end && p[1] == '\n'))
            continue;
        *stop = p;
        return n;
    }
    return 0;
}

/* Goes on to the next stretch that has an LF. */
static void look_on(struct lines *l)
{
    struct slice left = slice_of(l->p, (size_t)(l->end - l->p));
    l->at = l->n = 0;
    while (l->n == 0 && l->seen < l->end) {
        size_t more = (size_t)(l->end - l->seen), n = more < ASCII_STRETCH ? more : ASCII_STRETCH;
        bool may;
        l->stretch = l->seen;
        l->n = ascii_line_feeds(l->seen, n, l->feeds, &may);
        l->seen += n;
        if (may && !l->asked) {
            l->odd = has_odd(left);
            l->asked = true;
        }
    }
    if (l->n == 0 && l->number == 0 && l->alone) {   /* the text has no LF at all */
        l->nel = has_nel(left);
        l->odd = l->odd || l->nel;
    }
}

/* Sets the line's text, without blanks around it; whether anything is left. */
static bool trim(struct line *line, const char *start, const char *stop)
{
    while (start < stop && is_edge((unsigned char)*start))
        start++;
    while (start < stop && is_edge((unsigned char)stop[-1]))
        stop--;
    line->text = slice_of(start, (size_t)(stop - start));
    return !line_blank(line);
}

enum next { NONE, BLANK, FULL };

/* The next line. Nearly every one is empty, or begins and ends with no blank. */
INLINE enum next next_line(struct lines *l, struct line *line)
{
    if (l->p == l->end)
        return NONE;
    if (l->at == l->n)
        look_on(l);
    bool fed = l->at < l->n;
    const char *start = l->p, *stop = fed ? l->stretch + l->feeds[l->at] : l->end;
    size_t odd = l->odd ? find_odd(l, &stop) : 0;
    l->at += fed && !odd;
    l->p = stop + (odd ? odd : fed);
    l->number++;
    line->start = start;
    line->text = slice_of(start, (size_t)(stop - start));
    if (start == stop)
        return BLANK;
    if (*start > ' ' && *start <= '~' && (unsigned char)stop[-1] > ' ')
        return FULL;
    return trim(line, start, stop) ? FULL : BLANK;
}

bool lines_next(struct lines *l, struct line *line)
{
    return next_line(l, line) != NONE;
}

static uint64_t count_ends(struct slice text, bool alone)
{
    struct lines l;
    struct line line;
    uint64_t n = 0;
    lines_init(&l, text, alone);
    while (lines_next(&l, &line))
        n++;
    /* text behind the last line end is counted as a line, but is no line end */
    if (n == 0)
        return 0;
    struct lines last = { .p = line.start, .end = l.end, .nel = l.nel };
    const char *stop = l.end;
    bool ended = memchr(line.start, '\n', (size_t)(l.end - line.start)) || find_odd(&last, &stop);
    return ended ? n : n - 1;
}

static bool is_blank(uint32_t cp)
{
    return cp <= 0x20 || cp == 0x7F || cp == 0xA0 || cp == 0xAD || cp == 0x1680
        || (cp >= 0x2000 && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202F)
        || (cp >= 0x205F && cp <= 0x2064) || cp == 0x3000 || cp == 0xFEFF;
}

bool line_blank(const struct line *line)
{
    const char *p = line->text.ptr, *end = p + line->text.len;
    while (p < end) {
        uint32_t cp = (unsigned char)*p;
        p += cp < 0x80 ? 1 : utf8_next(p, end, &cp);
        if (!is_blank(cp))
            return false;
    }
    return true;
}

/* Room for one more line. */
INLINE struct line *room(struct line_run *run)
{
    struct line *array = array_room(run->lines, run->n, &run->cap, sizeof *array);
    if (!array) {
        run->failed = true;
        return NULL;
    }
    run->lines = array;
    return &array[run->n];
}

bool lines_run(struct lines *l, struct line_run *run)
{
    enum next next;
    run->n = 0;
    struct line *line = room(run);
    do {
        if (!line || !(next = next_line(l, line)))
            return false;
    } while (next == BLANK);
    run->number = l->number;
    do {
        run->n++;
        line = room(run);
    } while (line && next_line(l, line) == FULL);
    return line != NULL;
}

void line_run_release(struct line_run *run)
{
    free(run->lines);
    *run = (struct line_run){ 0 };
}

uint64_t lines_count(struct slice text)
{
    return count_ends(text, true);
}

uint64_t lines_count_part(struct slice text)
{
    return count_ends(text, false);
}
