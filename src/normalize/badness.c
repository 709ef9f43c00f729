#include "normalize/badness.h"

#include <stddef.h>

#include "text/chars.h"
#include "text/utf8.h"

enum word { NEITHER, PLAIN, SCRIPT, SOFT, HARD, SYMBOL };

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

static enum badness_kind listed_kind(uint32_t cp, unsigned flags)
{
    switch (look_up(kinds, sizeof kinds / sizeof *kinds, cp)) {
    case SOFT:
        return BETWEEN;
    case HARD:
        return ENDING;
    case SYMBOL:
        return SIGN;
    default:
        return flags & CHARS_DIGIT ? DIGIT : flags & (CHARS_SPACE | CHARS_IGNORE) || cp < 0x20 ? BLANK : SIGN;
    }
}

static enum badness_kind kind_of(uint32_t cp)
{
    if (cp == UTF8_BAD || cp == ' ')
        return BLANK;
    if (cp >= 0x80 && cp < 0xA0)
        return CONTROL;
    unsigned flags = chars_flags(cp);
    bool sign = (cp > 0x7F && cp < 0xC0) || cp == 0x192 || (cp >= 0x2C6 && cp <= 0x2DD);   /* letters by category only */
    if (flags & (CHARS_LETTER | CHARS_MARK) && !sign)
        return flags & CHARS_LOWER ? LOWER : flags & CHARS_UPPER ? UPPER : LETTER;
    return listed_kind(cp, flags);
}

struct neighbour badness_look(uint32_t cp)
{
    return (struct neighbour){ cp, kind_of(cp) };
}

static bool is_letter(enum badness_kind kind)
{
    return kind == LOWER || kind == UPPER || kind == LETTER;
}

enum badness_script badness_script(uint32_t cp)
{
    if (cp < 0x250 || (cp >= 0x1E00 && cp < 0x1F00))
        return BADNESS_LATIN;
    return cp >= 0x370 && cp < 0x400 ? BADNESS_GREEK
         : cp >= 0x400 && cp < 0x530 ? BADNESS_CYRILLIC : BADNESS_OTHER;
}

static unsigned between_letters(struct neighbour a, struct neighbour b)
{
    enum badness_script script = badness_script(a.cp), other = badness_script(b.cp);
    if (script && other && script != other)
        return 2;
    return a.kind == LOWER && b.kind == UPPER ? 2 : 0;
}

/* A with a hat or tilde: what C2 and C3, by far the most frequent leads,
 * look like. No language has them as words; only capitals end in them. */
static bool is_usual_lead(uint32_t cp)
{
    return cp == 0xC2 || cp == 0xC3;
}

/* What stands behind such a lead, and is a letter: those that cp1252 has
 * between 80 and 9F, a small minority of its letters. */
static bool is_odd_letter(uint32_t cp)
{
    return cp >= 0x152 && cp <= 0x17E;
}

static bool is_opener(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '"' || cp == '\'' || cp == 0xAB || cp == 0x2018 || cp == 0x201C;
}

unsigned badness_pair(struct neighbour a, struct neighbour b)
{
    unsigned lead = (is_usual_lead(a.cp) && !is_letter(b.kind))
                  + (is_usual_lead(b.cp) && !is_letter(a.kind) && !is_opener(a.cp));
    if (b.kind == CONTROL)
        return 2 + lead;
    if (is_usual_lead(a.cp) && is_odd_letter(b.cp))
        return 2;
    if (is_letter(a.kind) && is_letter(b.kind))
        return between_letters(a, b);
    if (is_letter(a.kind) && b.kind == SIGN)
        return 2 + lead;
    if (a.kind == ENDING && is_letter(b.kind))
        return 2 + lead;
    if (a.cp == 0xB0 && b.kind == LOWER)   /* a degree goes before a capital */
        return 2;
    if ((a.kind == ENDING || a.cp == 0xBB) && b.kind == SIGN)
        return 1 + lead;
    if (a.kind == SIGN && (b.kind == SIGN || is_letter(b.kind)))
        return 1 + lead;
    return lead;
}

bool badness_ends_word(struct neighbour n)
{
    return n.kind == BLANK || n.kind == BETWEEN || n.cp == 0xAE || n.cp == 0x201D || n.cp == 0x2122;
}
