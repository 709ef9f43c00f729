#include "normalize/badness.h"

#include <stdbool.h>
#include <stddef.h>

#include "text/chars.h"
#include "text/utf8.h"

enum word { NEITHER, PLAIN, SCRIPT, SOFT, HARD, SYMBOL };
enum kind { BLANK, LOWER, UPPER, LETTER, DIGIT, BETWEEN, ENDING, SIGN, CONTROL };

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

static enum kind kind_of(uint32_t cp)
{
    if (cp == UTF8_BAD)
        return BLANK;
    if (cp >= 0x80 && cp < 0xA0)
        return CONTROL;
    unsigned flags = chars_flags(cp);
    switch (look_up(kinds, sizeof kinds / sizeof *kinds, cp)) {
    case SOFT:
        return BETWEEN;
    case HARD:
        return ENDING;
    case SYMBOL:
        return SIGN;
    default:
        break;
    }
    if (flags & (CHARS_LETTER | CHARS_MARK))
        return flags & CHARS_LOWER ? LOWER : flags & CHARS_UPPER ? UPPER : LETTER;
    return flags & CHARS_DIGIT ? DIGIT : flags & (CHARS_SPACE | CHARS_IGNORE) || cp < 0x20 ? BLANK : SIGN;
}

static bool is_letter(enum kind kind)
{
    return kind == LOWER || kind == UPPER || kind == LETTER;
}

/* Scripts that no word mixes; 0 for all others. */
static int script_of(uint32_t cp)
{
    if (cp < 0x250 || (cp >= 0x1E00 && cp < 0x1F00))
        return 1;   /* Latin */
    return cp >= 0x370 && cp < 0x400 ? 2 : cp >= 0x400 && cp < 0x530 ? 3 : 0;   /* Greek, Cyrillic */
}

static unsigned between_letters(uint32_t a, uint32_t b, enum kind ka, enum kind kb)
{
    int script = script_of(a), other = script_of(b);
    if (script && other && script != other)
        return 2;
    return ka == LOWER && kb == UPPER ? 2 : 0;
}

/* A with a hat or tilde: what C2 and C3, by far the most frequent leads,
 * look like. No language has them as words; only capitals end in them. */
static bool is_usual_lead(uint32_t cp)
{
    return cp == 0xC2 || cp == 0xC3;
}

static bool is_opener(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '"' || cp == '\'' || cp == 0xAB || cp == 0x2018 || cp == 0x201C;
}

unsigned badness_pair(uint32_t a, uint32_t b)
{
    enum kind ka = kind_of(a), kb = kind_of(b);
    unsigned lead = (is_usual_lead(a) && !is_letter(kb)) + (is_usual_lead(b) && !is_letter(ka) && !is_opener(a));
    if (kb == CONTROL)
        return 2 + lead;
    if (is_letter(ka) && is_letter(kb))
        return between_letters(a, b, ka, kb);
    if (is_letter(ka) && kb == SIGN)
        return 2 + lead;
    if (ka == ENDING && is_letter(kb))
        return 2 + lead;
    if (a == 0xB0 && kb == LOWER)   /* a degree goes before a capital */
        return 2;
    if (ka == SIGN && (kb == SIGN || is_letter(kb)))
        return 1 + lead;
    return lead;
}
