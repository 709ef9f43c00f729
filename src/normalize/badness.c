#include "normalize/badness.h"

#include <stddef.h>

#include "text/chars.h"
#include "text/utf8.h"

/* How mojibake.chars lists a character that a repair may produce. */
enum word { NEITHER, PLAIN, SCRIPT };

struct range { uint32_t first, last; enum word word; };

#include "mojibake.inc"

static enum word look_up(const struct range *ranges, size_t n, uint32_t cp)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ranges[middle].last < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && ranges[low].first <= cp ? ranges[low].word : NEITHER;
}

enum badness_target badness_target(uint32_t cp)
{
    if (cp < 0xA0)
        return TARGET_CONTROL;
    if (cp < 0x180)
        return TARGET_PLAIN;
    if (chars_flags(cp) == 0)   /* not assigned */
        return TARGET_NEVER;
    switch (look_up(targets, sizeof targets / sizeof *targets, cp)) {
    case PLAIN:
        return TARGET_PLAIN;
    case SCRIPT:
        return TARGET_SCRIPT;
    default:
        return TARGET_NEVER;
    }
}

static inline enum badness_kind kind_of(uint32_t cp)
{
    if (cp < sizeof kinds && kinds[cp])
        return (enum badness_kind)kinds[cp];
    if (cp >= 0x80 && cp < 0xA0)
        return CONTROL;
    unsigned flags = chars_flags(cp);
    if (flags & (CHARS_LETTER | CHARS_MARK))
        return flags & CHARS_LOWER ? LOWER : flags & CHARS_UPPER ? UPPER : LETTER;
    if (flags & CHARS_DIGIT)
        return DIGIT;
    return flags & (CHARS_SPACE | CHARS_IGNORE) || cp < 0x20 || cp == UTF8_BAD ? BLANK : SIGN;
}

struct neighbour badness_look(uint32_t cp)
{
    return (struct neighbour){ cp, kind_of(cp) };
}

static bool is_letter(enum badness_kind kind)
{
    return kind == LOWER || kind == UPPER || kind == LETTER;
}

static unsigned between_letters(struct neighbour a, struct neighbour b)
{
    if (b.cp < 0x250 && a.cp < 0x250)   /* nearly always */
        return a.kind == LOWER && b.kind == UPPER ? 2 : 0;
    enum badness_script script = badness_script(a.cp), other = badness_script(b.cp);
    if (script && other && script != other)
        return 2;
    return a.kind == LOWER && b.kind == UPPER ? 2 : 0;
}

/* A with circumflex or tilde: what C2 and C3, by far the most frequent leads,
 * look like. No language has them as words; only capitals end in them. */
static bool is_usual_lead(uint32_t cp)
{
    return cp == 0xC2 || cp == 0xC3;
}

/* A letter that may follow such a lead in mojibake: one that cp1252 has between
 * 80 and 9F, a small minority of its letters. */
static bool is_odd_letter(uint32_t cp)
{
    return cp >= 0x152 && cp <= 0x17E;
}

static bool is_opener(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '"' || cp == '\'' || cp == 0xAB || cp == 0x2018 || cp == 0x201C;
}

/* The badness of b behind a, leads aside; not both of them are letters. */
static unsigned between_kinds(struct neighbour a, struct neighbour b)
{
    if (b.kind == CONTROL)
        return 2;
    if (b.kind == SIGN)
        return is_letter(a.kind) ? 2 : a.kind == ENDING || a.kind == SIGN || a.cp == 0xBB;
    if (!is_letter(b.kind))
        return 0;
    if (a.kind == ENDING || (a.cp == 0xB0 && b.kind == LOWER))   /* a degree goes before a capital */
        return 2;
    return a.kind == SIGN;
}

unsigned badness_pair(struct neighbour a, struct neighbour b)
{
    if (is_letter(a.kind) && is_letter(b.kind))
        return is_usual_lead(a.cp) && is_odd_letter(b.cp) ? 2 : between_letters(a, b);
    unsigned lead = (is_usual_lead(a.cp) && !is_letter(b.kind))
                  + (is_usual_lead(b.cp) && !is_letter(a.kind) && !is_opener(a.cp));
    return between_kinds(a, b) + lead;
}

int badness_sum(struct slice row, struct neighbour before, struct neighbour after, struct neighbour *last)
{
    const char *p = row.ptr, *end = row.ptr + row.len;
    uint32_t cp;
    unsigned sum = 0;
    while (p < end) {
        p += utf8_next(p, end, &cp);
        struct neighbour now = { cp, kind_of(cp) };
        sum += badness_pair(before, now);
        before = now;
    }
    *last = before;
    return (int)(sum + badness_pair(before, after));
}

bool badness_ends_word(struct neighbour n)
{
    return n.kind == BLANK || n.kind == BETWEEN || n.cp == 0xAE || n.cp == 0x201D || n.cp == 0x2122;
}
