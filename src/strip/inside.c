#include "strip/inside.h"

#include "strip/strip.h"
#include "text/chars.h"
#include "text/context.h"

enum { LINK_WORDS = 5, OPEN_WORDS = 4, OPEN_CHARS = 6 };   /* guesses */

static const char *const PARTICLES[] = {
#include "particles_words.inc"
};

static uint32_t first_of(const struct para *p)
{
    return context_after(p->text, p->text.ptr);
}

static uint32_t last_of(const struct para *p)
{
    return context_before(p->text, p->text.ptr + p->text.len);
}

/* Would a rule take the line, here or elsewhere? Then it is rather a label. */
static bool is_hit(const struct para *p)
{
    for (int condition = 0; condition < STRIP_BLOCK; condition++)
        if (p->hit[condition])
            return true;
    return false;
}

static bool ends_in_comma(const struct para *p)
{
    uint32_t cp = last_of(p);
    return cp == ',' || cp == 0x060C || cp == 0x3001 || cp == 0xFF0C;
}

/* Is more to come? */
static bool is_open(const struct para *p)
{
    uint32_t cp = last_of(p);
    return ends_in_comma(p) || cp == '('
        || (p->words >= OPEN_WORDS && chars_flags(cp) & (CHARS_LETTER | CHARS_DIGIT | CHARS_MARK));
}

/* Does the line begin with a mark that stands behind a word only? "..." and a colon may be a label's. */
static bool is_tail(const struct para *p)
{
    static const uint32_t MARKS[] = { ',', ';', '.', ')', 0x060C, 0x061B, 0x06D4, 0x0964, 0x3001, 0x3002, 0xFF09, 0xFF0C, 0xFF1B };
    if (p->text.len > 1 && p->text.ptr[0] == '.' && p->text.ptr[1] == '.')
        return false;
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (first_of(p) == MARKS[i])
            return true;
    return false;
}

/* A quotation mark alone; guillemets turn pages, too. */
static bool is_quote(const struct para *p)
{
    static const char *const MARKS[] = { "\"", "“", "”", "„", "「", "」", "『", "』" };
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (slice_equal(p->text, slice_str(MARKS[i])))
            return true;
    return false;
}

/* "that", or "(or that". */
static bool begins_small(const struct para *p)
{
    uint32_t cp = first_of(p);
    return chars_flags(cp == '(' ? context_after(p->text, p->text.ptr + 1) : cp) & CHARS_LOWER;
}

/* A particle of Japanese, which has no blanks, or of Korean. Their letters begin with byte E3 or a higher one. */
static bool begins_with_particle(const struct para *p)
{
    bool maybe = p->text.len && (unsigned char)*p->text.ptr >= 0xE3;
    for (size_t i = 0; maybe && i < sizeof PARTICLES / sizeof *PARTICLES; i++) {
        struct slice word = slice_str(PARTICLES[i]), rest = slice_from(p->text, word.len < p->text.len ? word.len : p->text.len);
        bool kana = (unsigned char)*word.ptr == 0xE3;
        if (slice_starts(p->text, word) && (kana || slice_starts(rest, SLICE(" "))))
            return true;
    }
    return false;
}

/* Does after go on with what before began? Where letters have no case, a comma or a particle tells. */
static bool goes_on(const struct para *before, const struct para *after)
{
    const unsigned flags = chars_flags(first_of(after));
    if (begins_small(after))
        return is_open(before);
    if (begins_with_particle(after))
        return before->chars >= OPEN_CHARS && chars_flags(last_of(before)) & (CHARS_LETTER | CHARS_DIGIT | CHARS_MARK);
    return flags & CHARS_LETTER && !(flags & CHARS_UPPER) && ends_in_comma(before);
}

bool inside_sentence(const struct para *before, const struct para *p, const struct para *after)
{
    if (is_quote(p))
        return true;
    if (!after || p->words > LINK_WORDS || chars_flags(last_of(p)) & CHARS_END)
        return false;
    if (is_tail(after))
        return true;
    return before && goes_on(before, after) && !is_hit(before) && !is_hit(after);
}
