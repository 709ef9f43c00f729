#include "strip/starts.h"

#include "text/ascii.h"

/* For one character, and of groups within each other (guesses); a pattern made to hurt is anything. */
enum { MAX_STEPS = 2000, MAX_DEPTH = 32 };
#define NOWHERE SIZE_MAX

static unsigned char byte_at(struct slice pattern, size_t i)
{
    return i < pattern.len ? (unsigned char)pattern.ptr[i] : 0;
}

/* Behind a backslash such a character is a set or a code, and else itself. */
static bool is_coded(unsigned char c)
{
    return ascii_is_word((char)c);
}

/* ---- pieces of a pattern ---- */

/* Behind the escape at i; \p{...} is one. */
static size_t skip_escape(struct slice pattern, size_t i)
{
    unsigned char c = byte_at(pattern, i + 1);
    i += 2;
    if ((c == 'p' || c == 'P') && byte_at(pattern, i) == '{') {
        while (i < pattern.len && pattern.ptr[i] != '}')
            i++;
        i++;
    } else if (c == 'p' || c == 'P') {
        i++;
    }
    return i < pattern.len ? i : pattern.len;
}

/* Behind the character or escape at i. */
static size_t skip_one(struct slice pattern, size_t i)
{
    if (byte_at(pattern, i) == '\\')
        return skip_escape(pattern, i);
    i++;
    while ((byte_at(pattern, i) & 0xC0) == 0x80)
        i++;
    return i;
}

/* Behind the class at i. */
static size_t skip_class(struct slice pattern, size_t i)
{
    i += byte_at(pattern, i + 1) == '^' ? 2 : 1;
    for (size_t first = i; i < pattern.len && (pattern.ptr[i] != ']' || i == first);)
        i = skip_one(pattern, i);
    return i + 1 < pattern.len ? i + 1 : pattern.len;
}

static size_t skip_digits(struct slice pattern, size_t i)
{
    while (ascii_is_digit((char)byte_at(pattern, i)))
        i++;
    return i;
}

/* Behind the quantifier at i, if one stands there. */
static size_t skip_quantifier(struct slice pattern, size_t i, bool *none, bool *more)
{
    unsigned char c = byte_at(pattern, i), next = byte_at(pattern, i + 1);
    bool counted = c == '{' && ascii_is_digit((char)next);
    *none = c == '?' || c == '*' || (counted && (next < '1' || next > '9'));
    *more = c == '*' || c == '+' || counted;
    if (counted)
        while (i < pattern.len && pattern.ptr[i] != '}')
            i++;
    else if (!*none && !*more)
        return i;
    i++;
    return i + (byte_at(pattern, i) == '?' || byte_at(pattern, i) == '+');
}

/* Behind the atom at i, which is no group. */
static size_t skip_plain(struct slice pattern, size_t i)
{
    return pattern.ptr[i] == '[' ? skip_class(pattern, i) : skip_one(pattern, i);
}

/* Bytes in front of the body of the group at i, when it is a look ahead, (?= or (?!, or behind,
 * (?<= or (?<!, which takes no character; else 0. */
static size_t look_at(struct slice pattern, size_t i)
{
    size_t n = byte_at(pattern, i + 2) == '<' ? 3 : 2;
    unsigned char c = byte_at(pattern, i + n);
    return byte_at(pattern, i + 1) == '?' && (c == '=' || c == '!') ? n + 1 : 0;
}

static bool is_look(struct slice pattern, size_t i)
{
    return look_at(pattern, i) > 0;
}

/* Where the body of the group at i begins. */
static size_t body_of(struct slice pattern, size_t i)
{
    size_t look = look_at(pattern, i);
    return i + (look ? look : byte_at(pattern, i + 1) == '?' ? 3 : 1);
}

/* The first | of this level from i on, when bar, or the ) that ends it. */
static size_t find_end(struct slice pattern, size_t i, bool bar)
{
    for (size_t depth = 0; i < pattern.len;) {
        char c = pattern.ptr[i];
        if (depth == 0 && (c == ')' || (c == '|' && bar)))
            return i;
        depth += c == '(';
        depth -= c == ')';
        i = skip_plain(pattern, i);
    }
    return i;
}

/* The body of the group that ends with the ) at `end`. */
static size_t find_body(struct slice pattern, size_t end)
{
    size_t open[MAX_DEPTH], depth = 0;
    for (size_t i = 0; i < end; i = skip_plain(pattern, i)) {
        if (pattern.ptr[i] == '(' && depth == MAX_DEPTH)
            return pattern.len;
        if (pattern.ptr[i] == '(')
            open[depth++] = i;
        depth -= pattern.ptr[i] == ')' && depth > 0;
    }
    if (depth == 0)
        return pattern.len;
    return body_of(pattern, open[depth - 1]);
}

/* ---- places ---- */

/* False: it was there already. */
static bool put(struct starts *s, size_t place)
{
    for (size_t k = 0; k < s->n; k++)
        if (s->at[k] == place)
            return false;
    if (s->n == STARTS_PLACES || place > UINT16_MAX)
        s->anything = true;
    else
        s->at[s->n++] = (uint16_t)place;
    return true;
}

static void add_place(struct slice pattern, struct starts *s, size_t i);

static void add_alternatives(struct slice pattern, struct starts *s, size_t i)
{
    add_place(pattern, s, i);
    for (i = find_end(pattern, i, true); byte_at(pattern, i) == '|'; i = find_end(pattern, i, true))
        add_place(pattern, s, ++i);
}

/* Behind the group at i, when matching may go on there without a character of
 * it; else NOWHERE. */
static size_t add_group(struct slice pattern, struct starts *s, size_t i)
{
    bool none, more, look = is_look(pattern, i);
    size_t body = body_of(pattern, i);
    size_t behind = skip_quantifier(pattern, find_end(pattern, body, false) + 1, &none, &more);
    if (!look)
        add_alternatives(pattern, s, body);
    return none || look ? behind : NOWHERE;
}

/* Behind the ) at i, of a group that may begin again: once for each set of places. */
static size_t end_group(struct slice pattern, struct starts *s, size_t i)
{
    bool none, more;
    size_t behind = skip_quantifier(pattern, i + 1, &none, &more);
    if (!more)
        return behind;
    if (!put(s, i))
        return NOWHERE;
    size_t body = find_body(pattern, i);
    s->anything |= body == pattern.len;
    add_alternatives(pattern, s, body);
    return behind;
}

/* Adds the atoms that can be next at i. */
static void add_place(struct slice pattern, struct starts *s, size_t i)
{
    bool none = true, more;
    while (i < pattern.len && none && !s->anything) {
        char c = pattern.ptr[i];
        if (++s->steps > MAX_STEPS) {
            s->anything = true;
        } else if (c == '|') {
            i = find_end(pattern, i, false);
        } else if (c == ')') {
            i = end_group(pattern, s, i);
        } else if (c == '(') {
            i = add_group(pattern, s, i);
        } else if (c == '^' || c == '$') {
            i++;
        } else if (c == '\\' && (byte_at(pattern, i + 1) == 'b' || byte_at(pattern, i + 1) == 'B')) {
            i += 2;
        } else {
            put(s, i);
            i = skip_quantifier(pattern, skip_plain(pattern, i), &none, &more);
        }
    }
    s->end |= none && i >= pattern.len && i != NOWHERE;
}

/* Is the { at i with what follows it a quantifier for every PCRE2? Newer ones take blanks in it, and no
 * first number; for older ones that is text. */
static bool is_counted(struct slice pattern, size_t i)
{
    size_t first = skip_digits(pattern, i + 1);
    size_t last = byte_at(pattern, first) == ',' ? skip_digits(pattern, first + 1) : first;
    return first > i + 1 && byte_at(pattern, last) == '}';
}

/* Does the backslash with this character behind it say something that is not known here? */
static bool is_unknown(unsigned char c)
{
    return is_coded(c) && !strchr("dDwWsShHpPbB", c);
}

/* Whether all of the pattern is known here: codes, [:word:] in a class, and what changes the
 * meaning of what follows are not. */
static bool is_plain(struct slice pattern)
{
    for (size_t i = 0; i < pattern.len; i++) {
        unsigned char c = byte_at(pattern, i), next = byte_at(pattern, i + 1);
        unsigned char before = i > 0 ? byte_at(pattern, i - 1) : 0;
        bool number = ascii_is_digit((char)next) || next == ',' || next == ' ';
        if ((c == ':' && next == ']' && before >= 'a' && before <= 'z') || (c == '(' && next == '*')
            || (c == '(' && next == '?' && !strchr(":>", byte_at(pattern, i + 2)) && !is_look(pattern, i))
            || (c == '{' && number && !is_counted(pattern, i)) || (c == '\\' && is_unknown(next)))
            return false;
        i += c == '\\';
    }
    return true;
}

struct starts starts_of(struct slice pattern)
{
    struct starts s = { .anything = !is_plain(pattern) };
    add_alternatives(pattern, &s, 0);
    return s;
}

/* ---- first bytes ---- */

static void add_byte(uint8_t set[32], unsigned c)
{
    set[c / 8 % 32] |= (uint8_t)(1u << c % 8);
}

static void add_bytes(uint8_t set[32], unsigned low, unsigned high)
{
    for (unsigned c = low; c <= high; c++)
        add_byte(set, c);
}

/* Of the escape at i. What may stand for a set of characters is all. */
static void add_escape(struct slice pattern, size_t i, uint8_t set[32])
{
    unsigned char c = byte_at(pattern, i + 1);
    if (is_coded(c))
        add_bytes(set, 0, 255);
    else
        add_byte(set, c);
}

/* Of the class at i: a range from or to beyond ASCII may have all that is there. */
static void add_class(struct slice pattern, size_t i, uint8_t set[32])
{
    size_t first = i + 1;
    if (byte_at(pattern, first) == '^') {
        add_bytes(set, 0, 255);
        return;
    }
    for (i = first; i < pattern.len && (pattern.ptr[i] != ']' || i == first);) {
        size_t next = skip_one(pattern, i);
        unsigned char low = byte_at(pattern, i);
        bool range = byte_at(pattern, next) == '-' && byte_at(pattern, next + 1) != ']';
        unsigned char high = range ? byte_at(pattern, next + 1) : low;
        if (low == '\\')
            add_escape(pattern, i, set);
        else
            add_byte(set, low);
        if (range && (low == '\\' || high == '\\' || low >= 0x80 || high >= 0x80))
            add_bytes(set, 0, 255);
        else if (range)
            add_bytes(set, low, high);
        i = range ? skip_one(pattern, next + 1) : next;
    }
}

void starts_bytes_at(struct slice pattern, size_t place, uint8_t set[32])
{
    unsigned char c = byte_at(pattern, place);
    if (c == '.')
        add_bytes(set, 0, 255);
    else if (c == '[')
        add_class(pattern, place, set);
    else if (c == '\\')
        add_escape(pattern, place, set);
    else if (c != ')')   /* only where a group begins again */
        add_byte(set, c);
}

void starts_first_bytes(struct slice pattern, const struct starts *s, uint8_t set[32])
{
    memset(set, s->anything ? 0xff : 0, 32);
    for (size_t k = 0; k < s->n && !s->anything; k++)
        starts_bytes_at(pattern, s->at[k], set);
}

/* ---- characters beyond ASCII ---- */

/* Of a class, which is not negated; ranges that leave ASCII and sets are too many. */
static bool each_in_class(struct slice pattern, size_t i, void (*each)(void *, struct slice), void *payload)
{
    size_t first = i + 1, next;
    for (i = first; i < pattern.len && (pattern.ptr[i] != ']' || i == first); i = next) {
        unsigned char c = byte_at(pattern, i);
        next = skip_one(pattern, i);
        bool range = byte_at(pattern, next) == '-' && byte_at(pattern, next + 1) != ']';
        if (range && (c >= 0x80 || c == '\\' || byte_at(pattern, next + 1) >= 0x80 || byte_at(pattern, next + 1) == '\\'))
            return false;
        if (c == '\\' && is_coded(byte_at(pattern, i + 1)))
            return false;
        if (c >= 0x80)
            each(payload, slice_of(pattern.ptr + i, next - i));
    }
    return true;
}

bool starts_far(struct slice pattern, size_t place, void (*each)(void *payload, struct slice character), void *payload)
{
    unsigned char c = byte_at(pattern, place), next = byte_at(pattern, place + 1);
    if (c == '[')
        return next != '^' && each_in_class(pattern, place, each, payload);
    size_t at = place + (c == '\\');
    if (c == '.' || (c == '\\' && is_coded(next)))
        return false;
    if (byte_at(pattern, at) >= 0x80)
        each(payload, slice_of(pattern.ptr + at, skip_plain(pattern, place) - at));
    return true;
}

void starts_behind(struct slice pattern, size_t place, struct starts *behind)
{
    bool none, more;
    if (byte_at(pattern, place) == ')')
        return;
    size_t i = skip_quantifier(pattern, skip_plain(pattern, place), &none, &more);
    if (more)
        put(behind, place);
    add_place(pattern, behind, i);
}

/* ---- what must stand somewhere ---- */

static struct slice without_blanks(struct slice text)   /* blanks are everywhere */
{
    while (text.len && text.ptr[0] == ' ')
        text = slice_from(text, 1);
    return text;
}

/* Behind the atom or group at i. */
static size_t skip_piece(struct slice pattern, size_t i)
{
    return pattern.ptr[i] == '(' ? find_end(pattern, i + 1, false) + 1 : skip_plain(pattern, i);
}

/* The longest text that stands in every match of one alternative, outside groups. */
static struct slice needs_of_one(struct slice pattern)
{
    struct slice best = SLICE("");
    for (size_t i = 0, run = 0; i < pattern.len;) {
        bool none, more, plain = !strchr("^$.[(\\", pattern.ptr[i]);
        size_t next = skip_piece(pattern, i);
        size_t behind = skip_quantifier(pattern, next, &none, &more);
        size_t end = plain && behind == next ? next : i;
        if (end - run > best.len)
            best = slice_of(pattern.ptr + run, end - run);
        i = behind;
        run = end == next ? run : behind;
    }
    return without_blanks(best);
}

static size_t shortest(const struct starts_texts *t)
{
    size_t len = t->n ? SIZE_MAX : 0;
    for (size_t i = 0; i < t->n; i++)
        len = t->text[i].len < len ? t->text[i].len : len;
    return len;
}

static bool has_text(const struct starts_texts *t, struct slice text)
{
    for (size_t i = 0; i < t->n; i++)
        if (slice_equal(t->text[i], text))
            return true;
    return false;
}

/* One text for each alternative of the group with this body; none when one has
 * none, or there are too many. */
static struct starts_texts needs_of_group(struct slice body)
{
    struct starts_texts texts = { .n = 0 }, nothing = { .n = 0 };
    for (size_t i = 0, end; i <= body.len; i = end + 1) {
        end = find_end(body, i, true);
        struct slice text = needs_of_one(slice_of(body.ptr + i, end - i));
        if (!text.len || (texts.n == STARTS_TEXTS && !has_text(&texts, text)))
            return nothing;
        if (!has_text(&texts, text))
            texts.text[texts.n++] = text;
    }
    return texts;
}

struct starts_texts starts_needs(struct slice pattern)
{
    struct starts_texts best = { .n = 0 };
    if (!is_plain(pattern) || find_end(pattern, 0, true) < pattern.len)
        return best;
    best.text[0] = needs_of_one(pattern);
    best.n = best.text[0].len > 0;
    for (size_t i = 0; i < pattern.len;) {
        bool none, more;
        size_t next = skip_piece(pattern, i), body = body_of(pattern, i);
        size_t behind = skip_quantifier(pattern, next, &none, &more);
        if (pattern.ptr[i] == '(' && !is_look(pattern, i) && behind == next && body < next) {
            struct starts_texts texts = needs_of_group(slice_of(pattern.ptr + body, next - 1 - body));
            best = shortest(&texts) > shortest(&best) ? texts : best;
        }
        i = behind;
    }
    return best;
}

/* ---- how long ---- */

static size_t plus(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static size_t times(size_t a, size_t b)
{
    return a == 0 || b == 0 ? 0 : a > SIZE_MAX / b ? SIZE_MAX : a * b;
}

/* How often at most the quantifier at i, which ends at end, lets a piece stand. */
static size_t most_times(struct slice pattern, size_t i, size_t end)
{
    unsigned char c = byte_at(pattern, i);
    if (i == end || c == '?')
        return 1;
    if (c != '{')
        return SIZE_MAX;
    size_t n = 0;
    for (i++; i < end && pattern.ptr[i] != '}'; i++) {
        unsigned char digit = byte_at(pattern, i), next = byte_at(pattern, i + 1);
        if (digit == ',' && !ascii_is_digit((char)next))
            return SIZE_MAX;
        n = digit == ',' ? 0 : ascii_is_digit((char)digit) && n < 10000 ? n * 10 + digit - '0' : n;
    }
    return n;
}

/* Of the alternatives from i to their end. */
static size_t longest_from(struct slice pattern, size_t i)
{
    size_t longest = 0, here = 0;
    while (i < pattern.len && pattern.ptr[i] != ')') {
        bool none, more;
        char c = pattern.ptr[i];
        size_t next = skip_piece(pattern, i), end = skip_quantifier(pattern, next, &none, &more), one = 1;
        if (c == '(')
            one = is_look(pattern, i) ? 0 : longest_from(pattern, body_of(pattern, i));
        else if (c == '^' || c == '$' || (c == '\\' && (byte_at(pattern, i + 1) | 0x20) == 'b'))
            one = 0;
        here = c == '|' ? 0 : plus(here, times(one, most_times(pattern, next, end)));
        longest = here > longest ? here : longest;
        i = end;
    }
    return longest;
}

size_t starts_longest(struct slice pattern)
{
    return is_plain(pattern) ? longest_from(pattern, 0) : SIZE_MAX;
}
