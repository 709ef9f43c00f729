#include "text/context.h"

#include "text/chars.h"
#include "text/codepage.h"
#include "text/utf8.h"

static bool both(uint32_t before, uint32_t after, unsigned flag)
{
    return (chars_flags(before) & flag) && (chars_flags(after) & flag);
}

/* Digit groups, and French typography: a blank inside guillemets and before
 * the marks of two parts, at which a line must not break. */
static bool nbsp_belongs(uint32_t before, uint32_t after)
{
    if (before == 0xAB || after == 0xBB)
        return true;
    return after == ':' || after == ';' || after == '!' || after == '?'
        || both(before, after, CHARS_DIGIT);
}

bool context_pair(uint32_t a, uint32_t b)
{
    if (a == 0xC2 && (b == UTF8_BAD || chars_flags(b) & CHARS_SPACE))
        return true;   /* what is left of a no-break space, when that was made plain or trimmed */
    return a != UTF8_BAD && b != UTF8_BAD && codepage_pair(a, b);
}

static bool is_joiner(uint32_t cp)
{
    return cp == 0x200C || cp == 0x200D;
}

/* Whether a zero-width character acts between these: on a letter of a script that
 * has it, and on what that letter touches; at a blank or an edge it does nothing,
 * and beside a joiner it is one too many. */
static bool acts(uint32_t before, uint32_t after, unsigned flag)
{
    unsigned left = chars_flags(before), right = chars_flags(after);
    return (left | right) & flag && !((left | right) & CHARS_SPACE) && before != UTF8_BAD && after != UTF8_BAD
        && !is_joiner(before) && !is_joiner(after);
}

/* ZWJ also shapes the letter before it where nothing follows: Malayalam words end
 * so, and Persian abbreviations. */
static bool zwj_belongs(uint32_t before, uint32_t after)
{
    return both(before, after, CHARS_PICTURE) || acts(before, after, CHARS_JOINING)
        || (chars_flags(before) & CHARS_JOINING && after != 0x200D);
}

bool context_belongs(uint32_t cp, uint32_t before, uint32_t after)
{
    switch (cp) {
    case 0xA0:
        return nbsp_belongs(before, after);
    case 0x200B:
        return before != cp && after != cp && acts(before, after, CHARS_BREAKING);
    case 0x200C:
        return acts(before, after, CHARS_JOINING);
    case 0x200D:
        return zwj_belongs(before, after);
    }
    return !context_pair(before, cp) && !context_pair(cp, after);
}

uint32_t context_before(struct slice text, const char *p)
{
    uint32_t cp = UTF8_BAD;
    if (p > text.ptr && (unsigned char)p[-1] < 0x80)
        return (unsigned char)p[-1];
    if (p - text.ptr >= 2 && utf8_next(p - 2, p, &cp) == 2 && cp != UTF8_BAD)   /* the usual length */
        return cp;
    if (p > text.ptr)
        utf8_next(utf8_prev(text.ptr, p), p, &cp);
    return cp;
}

uint32_t context_after(struct slice text, const char *p)
{
    uint32_t cp = UTF8_BAD;
    if (p < text.ptr + text.len)
        utf8_next(p, text.ptr + text.len, &cp);
    return cp;
}
