#include "strip/learn_top.h"

#include "strip/headline.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

enum {
    PROSE_DENSE = 20,                 /* characters, as in block.c */
    DATE_LENGTH = 7, DATE_WORDS = 3,  /* words in all, and of letters; without spaces between words letters (guesses) */
    DATE_LETTERS = 7,
    NAME_WORDS = 4, NAME_DENSE = 8, BARE_WORDS = 3, ROLE_WORDS = 5
};

static bool is_prose(const struct para *p)
{
    return headline_after(p) || (p->fold & FOLD_DENSE && p->chars >= PROSE_DENSE && headline_ended(p->text))
        || (p->chars >= LEARN_UNMARKED && learn_is_unmarked(p->text));
}

/* A short line with numbers in it: "Monday, 14 March 2021, 10:30". */
static bool is_date(const struct para *p)
{
    unsigned words = 0, letters = 0, digits = 0;
    bool inside = false;
    const char *end = p->text.ptr + p->text.len;
    for (const char *s = p->text.ptr; s < end && p->words <= DATE_LENGTH;) {
        uint32_t cp;
        s += utf8_next(s, end, &cp);
        bool letter = (chars_flags(cp) & (CHARS_LETTER | CHARS_MARK)) != 0;
        digits += (chars_flags(cp) & CHARS_DIGIT) != 0;
        letters += letter;
        words += letter && !inside;
        inside = letter;
    }
    return digits > 0 && (p->fold & FOLD_DENSE ? letters <= DATE_LETTERS : words <= DATE_WORDS);
}

/* A place, or a name that words in lower case, or a script without capitals, hide: "Par Yann Le Goff"? */
static bool may_be_name(struct learn *l, const struct para *p)
{
    return (p->fold & FOLD_DENSE ? p->chars <= NAME_DENSE : p->words <= NAME_WORDS)
        && (learn_may_be_name(p->text) || learn_is_proper(l, p->text));
}

/* "Ada Lund", "By Ada Lund", "Ada Lund, Corrow"; more words are a headline's: "Rollo Penhallow buys Corrow". */
static bool is_named(struct learn *l, const struct para *p)
{
    struct slice text = p->text;
    const char *blank = memchr(text.ptr, ' ', text.len);
    if (p->words > BARE_WORDS && blank && !memchr(text.ptr, ',', text.len) && !memchr(text.ptr, '&', text.len))
        return p->words == BARE_WORDS + 1 && learn_is_proper(l, slice_from(text, (size_t)(blank + 1 - text.ptr)));
    return p->words <= ROLE_WORDS ? learn_is_named(l, p->text) : learn_is_name(l, p->text, false);
}

static bool is_repeat(const struct para *p)
{
    return p->action == COPYDESK_DROP && p->reason == COPYDESK_REPEAT;
}

struct learn_top learn_top(struct learn *l, const struct para *paras, const uint8_t *flags, size_t n)
{
    struct learn_top top = { .prose = 0 };
    while (top.prose < n && !(flags[top.prose] & LEARN_STANDS && is_prose(&paras[top.prose])))
        top.prose++;
    top.own = top.title[0] = top.title[1] = top.prose;
    for (size_t i = 0; i < top.prose; i++) {
        const struct para *p = &paras[i];
        bool stands = flags[i] & LEARN_STANDS && p->fold & FOLD_KEYED;
        if ((!stands && !is_repeat(p)) || is_date(p))
            continue;
        if (is_named(l, p)) {
            top.name = i;
            continue;
        }
        top.title[1] = top.title[0];
        top.title[0] = i;
        if (flags[i] & LEARN_ALONE && top.own == top.prose)
            top.own = i;
    }
    if (top.title[0] < top.prose && !may_be_name(l, &paras[top.title[0]]))
        top.title[1] = top.prose;
    if (top.title[1] < top.prose && top.name < top.title[0])
        top.name = top.title[0];
    size_t title = top.title[1] < top.prose ? top.title[1] : top.title[0];
    if (top.own == top.prose && title < top.prose && (flags[title] & (LEARN_STANDS | LEARN_RECURS)) == LEARN_STANDS)
        top.own = title;
    return top;
}

static bool is_title(const struct learn_top *top, const struct para *paras, size_t i)
{
    for (size_t k = 0; k < 2; k++)
        if (top->title[k] < top->prose && key_equal(paras[i].key, paras[top->title[k]].key))
            return true;
    return false;
}

/* The first of two equal lines stands for both. */
void learn_top_count(const struct learn_top *top, const struct para *paras, size_t i, struct learn_line *line)
{
    if (i >= top->prose)
        return;
    line->over += i < top->name;
    line->under += i > top->own || (i == top->title[0] && top->title[1] < top->prose);
    if (top->own < top->prose)
        return;
    line->heading++;
    line->title += is_title(top, paras, i);
}
