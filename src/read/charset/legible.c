#include "read/charset/legible.h"

#include <string.h>

#include "text/chars.h"
#include "text/utf8.h"

enum { LATIN_END = 0x250, MORE_LATIN = 0x1E00, MORE_LATIN_END = 0x1F00 };

static const struct alphabet {
    const char *language;
    const char *needs;     /* text in it has one of these letters; "": it need not */
    const char *letters;
} alphabets[] = {
#include "alphabets.inc"
};

/* Signs beyond ASCII that text in any language may have; and those of them that may
 * stand between two letters. */
static const char usual[] = "“”„‘’‚‹›«»–—…•·§©®™€£¥°±²³¹¼½¾×÷ªºµ¿¡´¨−→";
static const char joiners[] = "’‘–—…·";

struct tally {
    struct legible sum;
    size_t latin, others;                      /* letters beyond ASCII: Latin ones, all others */
    uint32_t letters[LATIN_END];               /* how often each Latin one occurs, but for those that are odd in place */
    uint32_t more[MORE_LATIN_END - MORE_LATIN];
};

static bool is_latin(uint32_t cp)
{
    return cp < LATIN_END || (cp >= MORE_LATIN && cp < MORE_LATIN_END);
}

/* Whether cp stands in a list of characters. */
static bool is_among(uint32_t cp, const char *list)
{
    const char *end = list + strlen(list);
    while (list < end) {
        uint32_t one;
        list += utf8_next(list, end, &one);
        if (one == cp)
            return true;
    }
    return false;
}

static uint32_t *count_of(struct tally *t, uint32_t cp)
{
    return cp < LATIN_END ? &t->letters[cp] : &t->more[cp - MORE_LATIN];
}

/* Whether a letter is odd between its neighbours: next to a digit, a capital behind a
 * small letter, or a small letter before a capital. */
static bool is_odd_here(unsigned left, unsigned flags, unsigned right)
{
    if ((left | right) & CHARS_DIGIT && !(flags & CHARS_DENSE))
        return true;
    return flags & CHARS_UPPER ? left & CHARS_LOWER
                               : flags & CHARS_LOWER && right & CHARS_UPPER;
}

/* Whether a Latin letter stands where no word does, but a sign: a capital behind the mark that ends
 * a clause, as a closing quote of Macs reads as windows-1252. */
static bool is_sign_there(uint32_t left, uint32_t cp, uint32_t right)
{
    return (left == ',' || left == '.' || left == '!' || left == '?') && chars_flags(cp) & CHARS_UPPER
        && !(chars_flags(right) & CHARS_LETTER);
}

static bool is_ascii_letter(uint32_t cp)
{
    return cp < 0x80 && chars_flags(cp) & CHARS_LETTER;
}

static void look_at_letter(struct tally *t, uint32_t left, uint32_t cp, uint32_t right)
{
    bool odd = is_odd_here(chars_flags(left), chars_flags(cp), chars_flags(right));
    if (is_latin(cp)) {
        t->latin++;
        if (!odd && !is_sign_there(left, cp, right))
            ++*count_of(t, cp);   /* one that is odd here is not covered by any alphabet */
    } else {
        t->others++;
        t->sum.odd += odd || is_ascii_letter(left) || is_ascii_letter(right);
    }
}

/* Whether cp is a letter of a script that has spaces between words, and so signs too
 * stand apart from letters. */
static bool is_apart(uint32_t cp)
{
    unsigned flags = chars_flags(cp);
    return flags & CHARS_LETTER && !(flags & CHARS_DENSE);
}

static bool is_odd_sign(uint32_t left, uint32_t cp, uint32_t right)
{
    bool before = is_apart(left), behind = is_apart(right);
    if (!is_among(cp, usual))
        return before || behind;
    return before && behind && !is_among(cp, joiners);
}

static void look_at_char(struct tally *t, uint32_t left, uint32_t cp, uint32_t right)
{
    unsigned flags = chars_flags(cp);
    if (flags & (CHARS_MARK | CHARS_IGNORE | CHARS_SPACE))
        return;
    if (flags & CHARS_LETTER && !is_among(cp, "ªºµ"))
        look_at_letter(t, left, cp, right);
    else
        t->sum.odd += is_odd_sign(left, cp, right);
}

/* Whether no text has this character. */
static bool is_broken(uint32_t cp)
{
    bool space = cp == '\n' || cp == '\t' || cp == '\r' || cp == '\f' || cp == '\v';
    return cp == UTF8_BAD || cp == 0xFFFD || (cp < 0x20 && !space) || (cp >= 0x7F && cp < 0xA0)
        || (cp >= 0x80 && chars_flags(cp) == 0);
}

/* How many of the Latin letters counted are among these. */
static size_t covered(struct tally *t, const char *letters)
{
    const char *p = letters, *end = p + strlen(p);
    size_t n = 0;
    while (p < end) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        n += *count_of(t, cp);
    }
    return n;
}

/* How many of them are in the alphabet that has most of them. */
static size_t most_covered(struct tally *t)
{
    size_t most = 0;
    for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++) {
        const struct alphabet *a = &alphabets[i];
        size_t n = covered(t, a->letters);
        most = n > most && (!*a->needs || covered(t, a->needs)) ? n : most;
    }
    return most;
}

struct legible legible_look(struct slice text)
{
    struct tally t = { 0 };
    const char *p = text.ptr, *end = p + text.len;
    uint32_t left = '\n', cp = '\n', right = '\n';   /* each character is looked at between its neighbours */
    for (bool more = true; more; left = cp, cp = right) {
        more = p < end;
        right = '\n';
        if (more)
            p += utf8_next(p, end, &right);
        t.sum.all += more;
        bool broken = is_broken(cp);
        t.sum.broken += broken;
        t.sum.beyond += cp >= 0x80 || broken;
        if (cp >= 0x80 && !broken)
            look_at_char(&t, left, cp, right);
    }
    t.sum.odd += t.sum.broken + t.latin - most_covered(&t);
    t.sum.latin = t.latin >= t.others;
    return t.sum;
}

bool legible_for_most(struct slice text)
{
    enum { SHARE = 20 };   /* guess: one damaged place in a few lines, not a wrong encoding */
    struct legible l = legible_look(text);
    return l.broken * SHARE <= l.all;
}

unsigned legible_oddity(const struct legible *l)
{
    return l->beyond ? (unsigned)(l->odd * 1000 / l->beyond) : 0;
}
