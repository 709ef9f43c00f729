#include "strip/match/pattern.h"

enum { MAX_DEPTH = 32 };   /* of groups within each other (a guess); a pattern made to hurt has more */

/* Behind the escape at i; \p{...} is one. */
static size_t skip_escape(struct slice pattern, size_t i)
{
    unsigned char c = pattern_byte(pattern, i + 1);
    i += 2;
    if ((c == 'p' || c == 'P') && pattern_byte(pattern, i) == '{') {
        while (i < pattern.len && pattern.ptr[i] != '}')
            i++;
        i++;
    } else if (c == 'p' || c == 'P') {
        i++;
    }
    return i < pattern.len ? i : pattern.len;
}

size_t pattern_skip_one(struct slice pattern, size_t i)
{
    if (pattern_byte(pattern, i) == '\\')
        return skip_escape(pattern, i);
    i++;
    while ((pattern_byte(pattern, i) & 0xC0) == 0x80)
        i++;
    return i;
}

/* Behind the class at i. */
static size_t skip_class(struct slice pattern, size_t i)
{
    i += pattern_byte(pattern, i + 1) == '^' ? 2 : 1;
    for (size_t first = i; i < pattern.len && (pattern.ptr[i] != ']' || i == first);)
        i = pattern_skip_one(pattern, i);
    return i + 1 < pattern.len ? i + 1 : pattern.len;
}

static size_t skip_digits(struct slice pattern, size_t i)
{
    while (ascii_is_digit((char)pattern_byte(pattern, i)))
        i++;
    return i;
}

size_t pattern_skip_quantifier(struct slice pattern, size_t i, bool *none, bool *more)
{
    unsigned char c = pattern_byte(pattern, i), next = pattern_byte(pattern, i + 1);
    bool counted = c == '{' && ascii_is_digit((char)next);
    *none = c == '?' || c == '*' || (counted && (next < '1' || next > '9'));
    *more = c == '*' || c == '+' || counted;
    if (counted)
        while (i < pattern.len && pattern.ptr[i] != '}')
            i++;
    else if (!*none && !*more)
        return i;
    i++;
    return i + (pattern_byte(pattern, i) == '?' || pattern_byte(pattern, i) == '+');
}

size_t pattern_skip_plain(struct slice pattern, size_t i)
{
    return pattern.ptr[i] == '[' ? skip_class(pattern, i) : pattern_skip_one(pattern, i);
}

/* Bytes in front of the body of the group at i, when it is a look ahead, (?= or (?!, or behind,
 * (?<= or (?<!, which takes no character; else 0. */
static size_t look_at(struct slice pattern, size_t i)
{
    size_t n = pattern_byte(pattern, i + 2) == '<' ? 3 : 2;
    unsigned char c = pattern_byte(pattern, i + n);
    return pattern_byte(pattern, i + 1) == '?' && (c == '=' || c == '!') ? n + 1 : 0;
}

bool pattern_is_look(struct slice pattern, size_t i)
{
    return look_at(pattern, i) > 0;
}

size_t pattern_body_of(struct slice pattern, size_t i)
{
    size_t look = look_at(pattern, i);
    return i + (look ? look : pattern_byte(pattern, i + 1) == '?' ? 3 : 1);
}

size_t pattern_find_end(struct slice pattern, size_t i, bool bar)
{
    for (size_t depth = 0; i < pattern.len;) {
        char c = pattern.ptr[i];
        if (depth == 0 && (c == ')' || (c == '|' && bar)))
            return i;
        depth += c == '(';
        depth -= c == ')';
        i = pattern_skip_plain(pattern, i);
    }
    return i;
}

size_t pattern_find_body(struct slice pattern, size_t end)
{
    size_t open[MAX_DEPTH], depth = 0;
    for (size_t i = 0; i < end; i = pattern_skip_plain(pattern, i)) {
        if (pattern.ptr[i] == '(' && depth == MAX_DEPTH)
            return pattern.len;
        if (pattern.ptr[i] == '(')
            open[depth++] = i;
        depth -= pattern.ptr[i] == ')' && depth > 0;
    }
    if (depth == 0)
        return pattern.len;
    return pattern_body_of(pattern, open[depth - 1]);
}

size_t pattern_skip_piece(struct slice pattern, size_t i)
{
    return pattern.ptr[i] == '(' ? pattern_find_end(pattern, i + 1, false) + 1 : pattern_skip_plain(pattern, i);
}

/* Is the { at i with what follows it a quantifier for every PCRE2? Newer ones take blanks in it, and no
 * first number; for older ones that is text. */
static bool is_counted(struct slice pattern, size_t i)
{
    size_t first = skip_digits(pattern, i + 1);
    size_t last = pattern_byte(pattern, first) == ',' ? skip_digits(pattern, first + 1) : first;
    return first > i + 1 && pattern_byte(pattern, last) == '}';
}

/* Does the backslash with this character behind it say something that is not known here? */
static bool is_unknown(unsigned char c)
{
    return pattern_is_coded(c) && !strchr("dDwWsShHpPbB", c);
}

bool pattern_is_plain(struct slice pattern)
{
    for (size_t i = 0; i < pattern.len; i++) {
        unsigned char c = pattern_byte(pattern, i), next = pattern_byte(pattern, i + 1);
        unsigned char before = i > 0 ? pattern_byte(pattern, i - 1) : 0;
        bool number = ascii_is_digit((char)next) || next == ',' || next == ' ';
        if ((c == ':' && next == ']' && before >= 'a' && before <= 'z') || (c == '(' && next == '*')
            || (c == '(' && next == '?' && !strchr(":>", pattern_byte(pattern, i + 2)) && !pattern_is_look(pattern, i))
            || (c == '{' && number && !is_counted(pattern, i)) || (c == '\\' && is_unknown(next)))
            return false;
        i += c == '\\';
    }
    return true;
}
