#include "strip/headline.h"

#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

/* From hand-labelled articles: see section 5 of the design. */
enum { MIN_WORDS = 4, MAX_WORDS = 20, PROSE_WORDS = 12 };

/* Without spaces 20 characters carry what 12 words do (guess). A sentence is as for what may be text (block.c). */
enum { PROSE_DENSE = 20, SENTENCE_WORDS = 4, SENTENCE_DENSE = 8 };

/* The flags of the character at the end of *text, which is cut off. */
static unsigned cut_last(struct slice *text)
{
    const char *end = text->ptr + text->len;
    const char *last = utf8_prev(text->ptr, end);
    uint32_t cp;
    utf8_next(last, end, &cp);
    text->len = (size_t)(last - text->ptr);
    return chars_flags(cp);
}

/* The flags of the last character that is no closer, space or unseen. */
static unsigned last_flags(struct slice text)
{
    while (text.len) {
        unsigned flags = cut_last(&text);
        if (flags & CHARS_END || !(flags & (CHARS_CLOSER | CHARS_SPACE | CHARS_IGNORE)))
            return flags;
    }
    return 0;
}

static unsigned first_flags(struct slice text)
{
    uint32_t cp;
    utf8_next(text.ptr, text.ptr + text.len, &cp);
    return chars_flags(cp);
}

/* A capital, and more letters with case than without. */
static bool has_case(struct slice text)
{
    size_t cased = 0, caseless = 0, capitals = 0;
    const char *end = text.ptr + text.len;
    for (const char *p = text.ptr; p < end;) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        unsigned flags = chars_flags(cp);
        capitals += (flags & CHARS_UPPER) != 0;
        if (flags & (CHARS_UPPER | CHARS_LOWER))
            cased++;
        else if (flags & CHARS_LETTER)
            caseless++;
    }
    return capitals > 0 && cased > caseless;
}

/* A colon, comma or dash at the end promises more; a symbol is a mark of its own. */
static bool ends_like_headline(struct slice text)
{
    return (last_flags(text) & (CHARS_LETTER | CHARS_DIGIT | CHARS_MARK)) != 0;
}

bool headline_shape(struct slice text, uint32_t words, unsigned fold)
{
    if (words < MIN_WORDS || words > MAX_WORDS || !text.len || fold & FOLD_DENSE)
        return false;
    unsigned first = first_flags(text);
    struct slice rest = text;
    bool quoted = (first & CHARS_CLOSER) && (cut_last(&rest) & CHARS_CLOSER);
    return first & (CHARS_LETTER | CHARS_CLOSER) && !quoted
        && ends_like_headline(text) && has_case(text);
}

bool headline_ended(struct slice text)
{
    return (last_flags(text) & CHARS_END) != 0;
}

bool headline_sentence(const struct para *p)
{
    return (p->words >= SENTENCE_WORDS || (p->fold & FOLD_DENSE && p->chars >= SENTENCE_DENSE)) && headline_ended(p->text);
}

bool headline_after(const struct para *p)
{
    return p->words >= PROSE_WORDS && headline_ended(p->text);
}

bool headline_prose(const struct para *p)
{
    return headline_after(p)
        || (p->fold & FOLD_DENSE && p->chars >= PROSE_DENSE && headline_ended(p->text));
}
