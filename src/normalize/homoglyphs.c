/* DESIGN. A word mixes Latin with Greek or Cyrillic letters, and could be meant
 * as one script: either all that are not Latin look like Latin ones, or all that
 * are Latin look like others and are fewer. So "kВт", "VIPов", "SMSка" and "κB"
 * are none. Letters of other scripts part words, as all that is no letter does. */
#include "normalize/homoglyphs.h"

#include "normalize/badness.h"
#include "text/chars.h"
#include "text/utf8.h"

static const struct { uint16_t other, latin; } twins[] = {
#include "homoglyphs.inc"
};

/* A linear search will do: the list is short, and only words of two scripts ask. */
static bool has_twin(uint32_t cp)
{
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (twins[i].other == cp || twins[i].latin == cp)
            return true;
    return false;
}

static enum badness_script script_of(uint32_t cp)
{
    return chars_flags(cp) & CHARS_LETTER ? badness_script(cp) : BADNESS_OTHER;
}

/* Whether a word that mixes scripts could be meant as one script: see DESIGN. */
static bool is_disguise(struct slice word)
{
    const char *p = word.ptr, *end = word.ptr + word.len;
    size_t latin = 0, others = 0, odd_latin = 0, odd_others = 0;   /* odd: without a twin */
    uint32_t cp;
    while (p < end) {
        p += utf8_next(p, end, &cp);
        enum badness_script script = script_of(cp);
        bool odd = script != BADNESS_OTHER && !has_twin(cp);
        latin += script == BADNESS_LATIN;
        others += script > BADNESS_LATIN;
        odd_latin += odd && script == BADNESS_LATIN;
        odd_others += odd && script > BADNESS_LATIN;
    }
    return odd_others == 0 || (odd_latin == 0 && latin < others);
}

/* The end of the word at p, p itself when none is there; *scripts: a bit for
 * each that it has. */
static const char *word_end(const char *p, const char *end, unsigned *scripts)
{
    uint32_t cp;
    *scripts = 0;
    while (p < end) {
        size_t n = utf8_next(p, end, &cp);
        enum badness_script script = script_of(cp);
        if (script == BADNESS_OTHER && !(*scripts && chars_flags(cp) & CHARS_MARK))
            break;
        if (script != BADNESS_OTHER)
            *scripts |= 1u << script;
        p += n;
    }
    return p;
}

bool homoglyphs_find(struct slice text, struct slice *word)
{
    const unsigned latin = 1u << BADNESS_LATIN;
    const char *p = text.ptr, *end = text.ptr + text.len;
    while (p < end) {
        unsigned scripts;
        uint32_t cp;
        const char *stop = word_end(p, end, &scripts);
        *word = slice_of(p, (size_t)(stop - p));
        if (scripts & latin && scripts & ~latin && is_disguise(*word))
            return true;
        p = stop > p ? stop : p + utf8_next(p, end, &cp);
    }
    return false;
}
