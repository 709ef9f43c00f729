/* Repairs of single characters. Copies spans up to the next character that the
 * tables suspect, and decides there. At most one repair applies to a code point;
 * whether that one is switched on is asked when it is known. */
#include "normalize/badness.h"
#include "normalize/steps.h"
#include "text/ascii.h"
#include "text/chars.h"
#include "text/codepage.h"
#include "text/context.h"
#include "text/plain.h"
#include "text/tables.h"
#include "text/utf8.h"

/* The repair of one place: which it is, and what is put there. */
struct fix {
    int repair;              /* enum copydesk_repair; NONE: the place stays as it is */
    size_t n;                /* bytes of the input that it replaces */
    uint32_t cp;             /* by this character; 0: by text */
    struct slice text;       /* empty: by nothing */
};
enum { NONE = -1 };

struct scrub {
    struct slice in;
    unsigned repairs, changed;
    struct buf *out;
    const char *copied;      /* out holds what becomes of `in` up to here */
};

static bool wants(const struct scrub *s, enum copydesk_repair repair)
{
    return s->repairs >> repair & 1;
}

static bool is_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n') || cp == 0x7F;
}

/* The code point before p, as the repairs so far have left it. */
static uint32_t char_before(const struct scrub *s, const char *p)
{
    if (p > s->copied)
        return context_before(s->in, p);
    if (s->out->len == 0)
        return UTF8_BAD;
    return context_before(buf_slice(s->out), s->out->ptr + s->out->len);
}

/* Whether cp is taken out wherever it stands. */
static bool goes(const struct scrub *s, uint32_t cp)
{
    switch (cp) {
    case 0xFEFF: return wants(s, COPYDESK_FIX_BOM);
    case 0xAD:   return wants(s, COPYDESK_FIX_SHY);
    case 0x2060: return wants(s, COPYDESK_FIX_ZEROWIDTH);
    }
    return is_control(cp) && !(cp >= 0x0B && cp <= 0x0D) && cp != 0x1B && wants(s, COPYDESK_FIX_CONTROLS);
}

/* The code point at p or, where that goes, behind it. */
static uint32_t char_after(const struct scrub *s, const char *p)
{
    const char *end = s->in.ptr + s->in.len;
    uint32_t cp;
    while (goes(s, cp = context_after(s->in, p)))
        p += utf8_next(p, end, &cp);
    return cp;
}

static struct fix keep(size_t n)
{
    return (struct fix){ .repair = NONE, .n = n };
}

static struct fix drop(enum copydesk_repair repair, size_t n)
{
    return (struct fix){ .repair = (int)repair, .n = n };
}

static struct fix replace(enum copydesk_repair repair, size_t n, uint32_t cp)
{
    return (struct fix){ .repair = (int)repair, .n = n, .cp = cp };
}

static struct fix replace_text(enum copydesk_repair repair, size_t n, struct slice text)
{
    return (struct fix){ .repair = (int)repair, .n = n, .text = text };
}

/* ---- bytes that are not UTF-8 ---- */

/* The surrogate encoded as UTF-8 at p, less base (D800: high, DC00: low); UTF8_BAD: none of those. */
static uint32_t surrogate_at(const char *p, const char *end, uint32_t base)
{
    if (end - p < 3 || p[0] != '\xED' || (p[1] & 0xE0) != 0xA0 || (p[2] & 0xC0) != 0x80)
        return UTF8_BAD;
    uint32_t cp = 0xD000u | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return cp >= base && cp < base + 0x400 ? cp - base : UTF8_BAD;
}

/* Whether the bytes at p are a mark and a letter in cp1252, as in "l'ete" with accents
 * or at the start of a quotation: a continuation byte that is no letter, and a lead
 * that goes on in ASCII. Neither is UTF-8. */
static bool is_mark_and_letter(const char *p, const char *end)
{
    return end - p >= 3 && (*p & 0xC0) == 0x80 && (unsigned char)p[1] >= 0xC2 && !(p[2] & 0x80)
        && !(chars_flags(codepage_char(CODEPAGE_CP1252, (unsigned char)*p)) & CHARS_LETTER)
        && chars_flags(codepage_char(CODEPAGE_CP1252, (unsigned char)p[1])) & CHARS_LETTER
        && chars_flags((unsigned char)p[2]) & CHARS_LETTER;
}

/* What stands beside the bad byte at p: a bad one counts as its cp1252 character when
 * both are a mark and a letter. */
static uint32_t stray_left(const struct scrub *s, const char *p)
{
    if (p - s->in.ptr >= 1 && is_mark_and_letter(p - 1, s->in.ptr + s->in.len)
        && (p - 1 == s->in.ptr || context_before(s->in, p - 1) != UTF8_BAD))
        return codepage_char(CODEPAGE_CP1252, (unsigned char)p[-1]);
    return context_before(s->in, p);
}

static uint32_t stray_right(const struct scrub *s, const char *p)
{
    if (is_mark_and_letter(p, s->in.ptr + s->in.len))
        return codepage_char(CODEPAGE_CP1252, (unsigned char)p[1]);
    return context_after(s->in, p + 1);
}

/* Whether b hardly stands behind a; before letters are the marks that open Spanish
 * questions, which mojibake has there too. */
static bool reads_ill(uint32_t a, uint32_t b)
{
    bool opens = (a == 0xA1 || a == 0xBF) && chars_flags(b) & CHARS_LETTER;
    return !opens && badness_pair(badness_look(a), badness_look(b));
}

/* Whether the byte at p is in cp1252 a word of one letter between Latin ones: French
 * and Portuguese a-grave and e-acute, Swedish o-diaeresis, Norwegian a-ring. */
static bool is_short_word(const struct scrub *s, const char *p)
{
    static const char words[] = "\xC0\xC1\xC5\xC8\xC9\xD3\xD6\xD8\xDA\xE0\xE1\xE5\xE8\xE9\xED\xF3\xF6\xF8\xFA";
    const char *end = s->in.ptr + s->in.len;
    if (!memchr(words, *p, sizeof words - 1) || end - p < 3 || p[1] != ' ' || !ascii_is_letter(p[2]))
        return false;
    if (p == s->in.ptr)
        return true;
    uint32_t before = context_before(s->in, p - 1);   /* often a stray letter itself */
    return p[-1] == ' ' && (before == UTF8_BAD || before < 0x250 || !(chars_flags(before) & (CHARS_LETTER | CHARS_MARK)));
}

/* The cp1252 character of a single bad byte, if it reads well in its place:
 * quotes, dashes and the like; a letter that goes on a word in its case, or is one.
 * UTF8_BAD: it does not, as when it is all that is left of a longer sequence,
 * or it is 0xFF, which is more often a fill byte than a letter. */
static uint32_t stray_char(const struct scrub *s, const char *p)
{
    const char *end = s->in.ptr + s->in.len;
    uint32_t cp = codepage_char(CODEPAGE_CP1252, (unsigned char)*p);
    uint32_t left = stray_left(s, p), right = stray_right(s, p);
    bool alone = (p == s->in.ptr || left != UTF8_BAD) && (p + 1 == end || right != UTF8_BAD);
    if (!alone || cp < 0xA0 || *p == '\xFF' || reads_ill(left, cp) || reads_ill(cp, right))
        return UTF8_BAD;
    unsigned flags = chars_flags(cp);
    if (flags & CHARS_LETTER && !((chars_flags(left) | chars_flags(right)) & CHARS_LETTER) && !is_short_word(s, p))
        return UTF8_BAD;
    return cp;
}

static struct fix fix_bytes(const struct scrub *s, const char *p, size_t n)
{
    const char *end = s->in.ptr + s->in.len;
    if (wants(s, COPYDESK_FIX_SURROGATES)) {
        uint32_t high = surrogate_at(p, end, 0xD800);
        uint32_t low = high == UTF8_BAD ? UTF8_BAD : surrogate_at(p + 3, end, 0xDC00);
        if (low != UTF8_BAD)
            return replace(COPYDESK_FIX_SURROGATES, 6, 0x10000 + (high << 10) + low);
    }
    if (n == 1 && wants(s, COPYDESK_FIX_C1)) {
        uint32_t cp = stray_char(s, p);
        if (cp != UTF8_BAD)
            return replace(COPYDESK_FIX_C1, 1, cp);
    }
    return replace(COPYDESK_FIX_UTF8, n, 0xFFFD);   /* cannot be switched off */
}

/* ---- controls ---- */

static bool is_between(char c, char low, char high)
{
    return c >= low && c <= high;
}

/* A control sequence (ECMA-48, section 5.4): "[", parameters, and one byte that ends
 * it. (Spaces, which real ones do not have, are excluded: a squeezed tab must not make
 * one.) NULL: it is none. */
static const char *sequence_end(const char *p, const char *end)
{
    p++;
    while (p < end && is_between(*p, 0x21, 0x3F))
        p++;
    return p < end && is_between(*p, 0x40, 0x7E) ? p + 1 : NULL;
}

/* A command of the system, as for titles and links: "]", text in one line, and BEL or
 * ESC and a backslash. NULL: it is none, or has no end. */
static const char *command_end(const char *p, const char *end)
{
    while (p < end && ((unsigned char)*p >= 0x20 || *p == '\t') && *p != 0x7F)
        p++;
    if (p < end && *p == '\a')
        return p + 1;
    return end - p >= 2 && p[0] == 0x1B && p[1] == '\\' ? p + 2 : NULL;
}

/* The length of the escape sequence at p: one of those, or "(" or ")" and a character
 * set. 0: ESC begins none. */
static size_t escape_length(const char *p, const char *end)
{
    const char *q = p + 1, *stop = NULL;
    if (q < end && *q == '[')
        stop = sequence_end(q, end);
    else if (q < end && *q == ']')
        stop = command_end(q, end);
    else if (end - q >= 2 && (*q == '(' || *q == ')') && (ascii_is_letter(q[1]) || ascii_is_digit(q[1])))
        stop = q + 2;
    return stop ? (size_t)(stop - p) : 0;
}

static struct fix fix_control(const struct scrub *s, uint32_t cp, const char *p)
{
    const char *end = s->in.ptr + s->in.len;
    size_t escape = cp == 0x1B && wants(s, COPYDESK_FIX_ANSI) ? escape_length(p, end) : 0;
    if (escape)
        return drop(COPYDESK_FIX_ANSI, escape);
    if (cp == 0x0D && p + 1 < end && p[1] == '\n')
        return drop(COPYDESK_FIX_ENDS, 1);
    if (cp >= 0x0B && cp <= 0x0D)
        return replace(COPYDESK_FIX_ENDS, 1, '\n');
    return is_control(cp) ? drop(COPYDESK_FIX_CONTROLS, 1) : keep(1);
}

static struct fix fix_c1(uint32_t cp)
{
    uint32_t meant = codepage_char(CODEPAGE_CP1252, (unsigned char)cp);
    return meant == cp ? drop(COPYDESK_FIX_C1, 2) : replace(COPYDESK_FIX_C1, 2, meant);
}

/* ---- characters ---- */

static struct slice ligature(uint32_t cp)
{
    static const char *const TEXTS[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };
    return slice_str(TEXTS[cp - 0xFB00]);
}

/* The ASCII that is nearest to a mark; empty: there is none. */
static struct slice plain_mark(uint32_t cp)
{
    switch (cp) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x2039: case 0x203A:
        return SLICE("'");
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x2033: case 0xAB: case 0xBB:
        return SLICE("\"");
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212:
        return SLICE("-");
    case 0x2026:
        return SLICE("...");
    }
    return SLICE("");
}

static bool is_wide(uint32_t cp)
{
    return (cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0xFF21 && cp <= 0xFF3A)
        || (cp >= 0xFF41 && cp <= 0xFF5A);
}

/* The repairs that are off by default. */
static struct fix fix_optional(const struct scrub *s, uint32_t cp, size_t n)
{
    if (is_wide(cp))
        return replace(COPYDESK_FIX_WIDTH, n, cp - 0xFEE0);
    struct slice mark = wants(s, COPYDESK_FIX_PUNCT) ? plain_mark(cp) : SLICE("");
    return mark.len ? replace_text(COPYDESK_FIX_PUNCT, n, mark) : keep(n);
}

/* Whether the soft hyphen of n bytes at p stands between a letter or digit and a digit: nothing breaks there, so
 * it was meant for a hyphen, as old Latin-1 pages have them, and without it two numbers would be one. */
static bool joins_number(const struct scrub *s, const char *p, size_t n)
{
    return chars_flags(char_before(s, p)) & (CHARS_LETTER | CHARS_DIGIT)
        && chars_flags(context_after(s->in, p + n)) & CHARS_DIGIT;
}

/* Whether the soft hyphen of n bytes at p stands behind a letter, and before a line end and a small
 * letter: a hyphen shows that the line end was a word's, until that is joined. */
static bool parts_word(const struct scrub *s, const char *p, size_t n)
{
    const char *next = p + n, *end = s->in.ptr + s->in.len;
    next += next < end && *next == '\r';
    return next < end && *next == '\n' && chars_flags(context_before(s->in, p)) & CHARS_LETTER
        && chars_flags(context_after(s->in, next + 1)) & CHARS_LOWER;
}

/* The character of n bytes at p. */
static struct fix fix_of(const struct scrub *s, uint32_t cp, const char *p, size_t n)
{
    if (cp == UTF8_BAD)
        return fix_bytes(s, p, n);
    if (cp < 0x80)
        return fix_control(s, cp, p);
    if (cp < 0xA0)
        return fix_c1(cp);
    if (cp >= 0xFB00 && cp <= 0xFB06)
        return replace_text(COPYDESK_FIX_LIGATURES, n, ligature(cp));
    switch (cp) {
    case 0xFEFF:
        return drop(COPYDESK_FIX_BOM, n);
    case 0x2028: case 0x2029:
        return replace(COPYDESK_FIX_ENDS, n, '\n');
    case 0xAD:
        if (joins_number(s, p, n) || (wants(s, COPYDESK_FIX_UNWRAP) && parts_word(s, p, n)))
            return replace(COPYDESK_FIX_SHY, n, '-');
        return drop(COPYDESK_FIX_SHY, n);
    case 0x2060:
        return drop(COPYDESK_FIX_ZEROWIDTH, n);
    case 0xA0: case 0x200B: case 0x200C: case 0x200D:
        if (context_belongs(cp, char_before(s, p), char_after(s, p + n)))
            return keep(n);
        return cp == 0xA0 ? replace(COPYDESK_FIX_NBSP, n, ' ') : drop(COPYDESK_FIX_ZEROWIDTH, n);
    }
    return fix_optional(s, cp, n);
}

/* Repairs the character of n bytes at p, if need be; returns the bytes dealt with. */
static size_t repair_at(struct scrub *s, uint32_t cp, const char *p, size_t n)
{
    struct fix fix = fix_of(s, cp, p, n);
    if (fix.repair == NONE
        || (fix.repair != COPYDESK_FIX_UTF8 && !wants(s, (enum copydesk_repair)fix.repair)))
        return n;
    buf_add(s->out, s->copied, (size_t)(p - s->copied));
    if (fix.cp)
        utf8_add(s->out, fix.cp);
    buf_addslice(s->out, fix.text);
    s->copied = p + fix.n;
    s->changed |= 1u << fix.repair;
    if (cp == UTF8_BAD)   /* whatever it is read as: that there were such bytes is counted */
        s->changed |= 1u << COPYDESK_FIX_UTF8;
    return fix.n;
}

/* The next character that is not printable ASCII, or the end. */
static const char *next_odd(const char *p, const char *end)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t eight;
    for (; end - p >= (ptrdiff_t)sizeof eight; p += sizeof eight) {
        memcpy(&eight, p, sizeof eight);
        /* a byte below 0x20 less 0x20, or 0x7F plus 1, has its top bit set */
        if ((eight | (eight - ones * 0x20) | (eight + ones)) & ones * 0x80)
            break;
    }
    while (p < end && *p >= ' ' && *p < 0x7F)
        p++;
    return p;
}

unsigned step_characters(struct slice in, unsigned repairs, struct buf *out)
{
    const unsigned optional = 1u << COPYDESK_FIX_WIDTH | 1u << COPYDESK_FIX_PUNCT;
    struct scrub s = { .in = in, .repairs = repairs, .out = out, .copied = in.ptr };
    const char *p = in.ptr, *end = in.ptr + in.len;
    buf_clear(out);
    while ((p = repairs & optional ? next_odd(p, end) : plain_end(p, end)) < end) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        if (cp == UTF8_BAD || repairs & optional || text_entry(cp)->bits & (TEXT_SUSPECT | TEXT_CONTEXT))
            n = repair_at(&s, cp, p, n);
        p += n;
    }
    if (s.changed)
        buf_add(out, s.copied, (size_t)(end - s.copied));
    return s.changed;
}
