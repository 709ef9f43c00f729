#include "text/words.h"

#include "text/ascii.h"
#include "text/chars.h"
#include "text/utf8.h"

enum { JOINER = 0x200D, ALNUM = CHARS_LETTER | CHARS_DIGIT | CHARS_MARK };

struct point {
    uint32_t cp;
    size_t len;
    unsigned flags;
};

/* The code point at p; len 0 at the end. */
static struct point point_at(const char *p, const char *end)
{
    struct point at = { 0 };
    if (p < end) {
        at.len = utf8_next(p, end, &at.cp);
        at.flags = chars_flags(at.cp);
    }
    return at;
}

/* Skin tones, and the letters that flags are made of. */
static bool goes_on_emoji(uint32_t cp)
{
    return (cp >= 0x1F3FB && cp <= 0x1F3FF) || (cp >= 0x1F1E6 && cp <= 0x1F1FF);
}

/* Behind a character that stands alone: its marks, and what a joiner joins. */
static const char *take_marks(const char *p, const char *end, bool picture)
{
    bool joined = false;
    for (struct point at; (at = point_at(p, end)).len > 0; p += at.len) {
        bool belongs = at.flags & (CHARS_MARK | CHARS_IGNORE)
                    || (picture && (goes_on_emoji(at.cp) || (joined && at.flags & CHARS_SYMBOL)));
        if (!belongs)
            break;
        joined = at.cp == JOINER;
    }
    return p;
}

/* Whether one mark between these two is inside a word. */
static bool joins(struct point before, struct point mark, struct point after)
{
    if (before.flags & CHARS_DIGIT && after.flags & CHARS_DIGIT)
        return mark.flags & CHARS_PUNCT;
    return (mark.cp == '\'' || mark.cp == 0x2019 || mark.cp == '.')
        && before.flags & ALNUM && after.flags & CHARS_LETTER && !(after.flags & CHARS_DENSE);
}

static const char *take_word(const char *p, const char *end)
{
    struct point before = { 0 };
    for (struct point at; (at = point_at(p, end)).len > 0; p += at.len) {
        const char *plain = p;
        while (p < end && ascii_is_word(*p))   /* nearly all of nearly all text */
            p++;
        if (p > plain) {
            before = point_at(p - 1, end);
            at.len = 0;
            continue;
        }
        if (at.flags & (ALNUM | CHARS_IGNORE) && !(at.flags & CHARS_DENSE)) {
            if (at.flags & (CHARS_LETTER | CHARS_DIGIT))
                before = at;
            continue;
        }
        if (!joins(before, at, point_at(p + at.len, end)))
            break;
    }
    return p;
}

bool words_next(struct slice *rest, struct word *word)
{
    const char *p = rest->ptr, *end = p + rest->len;
    struct point at;
    while ((at = point_at(p, end)).len > 0 && at.flags & CHARS_SPACE)
        p += at.len;
    if (at.len == 0) {
        *rest = slice_of(end, 0);
        return false;
    }
    const char *start = p;
    if (at.flags & CHARS_DENSE) {
        word->kind = WORD_DENSE;
        p = take_marks(p + at.len, end, false);
    } else if (at.flags & ALNUM) {
        word->kind = at.flags & CHARS_DIGIT ? WORD_NUMBER : WORD_PLAIN;
        p = take_word(p, end);
    } else {
        word->kind = WORD_MARK;
        p = take_marks(p + at.len, end, true);
    }
    word->text = slice_of(start, (size_t)(p - start));
    *rest = slice_of(p, (size_t)(end - p));
    return true;
}
