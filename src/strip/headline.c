#include "strip/headline.h"

#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

/* From hand-labelled articles: see section 5 of the design. Of 1,295 headlines beside stories 1 % have fewer
 * characters, of short lines inside stories, such as headings, 21 % (measured on real English, Spanish and Russian). */
enum { MIN_WORDS = 4, MAX_WORDS = 20, MIN_CHARS = 28, PROSE_WORDS = 12 };

/* A list of names has few words, and none but "and", "van" and the like without a capital (the same headlines: 2 % are like that). */
enum { NAMES_WORDS = 10, PARTICLE_CHARS = 3 };

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

/* The flags of the first character that is no quotation mark, space or unseen. */
static unsigned first_flags(struct slice text)
{
    const char *end = text.ptr + text.len;
    unsigned flags = CHARS_CLOSER;
    for (const char *p = text.ptr; p < end && flags & (CHARS_CLOSER | CHARS_SPACE | CHARS_IGNORE);) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        flags = chars_flags(cp);
    }
    return flags;
}

/* What a line is made of, a character after the other. */
struct letters {
    size_t chars, cased, caseless, capitals;
    size_t run;            /* characters of the word so far; 0: between words */
    bool small;            /* it begins with a small letter */
    bool prose;            /* some such word is longer than a particle */
    bool comma;
};

static void add_char(struct letters *l, uint32_t cp)
{
    unsigned flags = chars_flags(cp);
    l->chars++;
    l->capitals += (flags & CHARS_UPPER) != 0;
    l->cased += (flags & (CHARS_UPPER | CHARS_LOWER)) != 0;
    l->caseless += (flags & CHARS_LETTER) && !(flags & (CHARS_UPPER | CHARS_LOWER));
    l->comma |= cp == ',';
    bool in_word = (flags & (CHARS_LETTER | CHARS_MARK | CHARS_DIGIT)) || (l->run && (cp == '\'' || cp == 0x2019 || cp == '-'));
    l->small = l->run ? l->small : (flags & CHARS_LOWER) != 0;
    l->run = in_word ? l->run + 1 : 0;
    l->prose |= l->small && l->run > PARTICLE_CHARS;
}

static struct letters letters_of(struct slice text)
{
    struct letters l = { 0 };
    const char *end = text.ptr + text.len;
    for (const char *p = text.ptr; p < end;) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        add_char(&l, cp);
    }
    return l;
}

/* Long enough, with a capital and more letters with case than without, and no list of names. */
static bool reads_like_headline(struct slice text, uint32_t words)
{
    struct letters l = letters_of(text);
    bool names = l.comma && !l.prose && words <= NAMES_WORDS;
    return l.chars >= MIN_CHARS && l.capitals > 0 && l.cased > l.caseless && !names;
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
    uint32_t cp;
    utf8_next(text.ptr, text.ptr + text.len, &cp);
    unsigned first = chars_flags(cp), letter = first_flags(text);
    struct slice rest = text;
    bool quoted = (first & CHARS_CLOSER) && (cut_last(&rest) & CHARS_CLOSER);
    return first & (CHARS_LETTER | CHARS_CLOSER) && !(letter & CHARS_LOWER) && !quoted
        && ends_like_headline(text) && reads_like_headline(text, words);
}

bool headline_cased(struct slice text)
{
    struct letters l = letters_of(text);
    return l.cased > l.caseless;
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
