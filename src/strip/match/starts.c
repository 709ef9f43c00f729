#include "strip/match/starts.h"

#include "strip/match/pattern.h"
#include "text/ascii.h"

enum { MAX_STEPS = 2000 };   /* for one character (a guess); a pattern made to hurt is anything */
#define NOWHERE SIZE_MAX

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
    for (i = pattern_find_end(pattern, i, true); pattern_byte(pattern, i) == '|'; i = pattern_find_end(pattern, i, true))
        add_place(pattern, s, ++i);
}

/* Behind the group at i, when matching may go on there without a character of
 * it; else NOWHERE. */
static size_t add_group(struct slice pattern, struct starts *s, size_t i)
{
    bool none, more, look = pattern_is_look(pattern, i);
    size_t body = pattern_body_of(pattern, i);
    size_t behind = pattern_skip_quantifier(pattern, pattern_find_end(pattern, body, false) + 1, &none, &more);
    if (!look)
        add_alternatives(pattern, s, body);
    return none || look ? behind : NOWHERE;
}

/* Behind the ) at i, of a group that may begin again: once for each set of places. */
static size_t end_group(struct slice pattern, struct starts *s, size_t i)
{
    bool none, more;
    size_t behind = pattern_skip_quantifier(pattern, i + 1, &none, &more);
    if (!more)
        return behind;
    if (!put(s, i))
        return NOWHERE;
    size_t body = pattern_find_body(pattern, i);
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
            i = pattern_find_end(pattern, i, false);
        } else if (c == ')') {
            i = end_group(pattern, s, i);
        } else if (c == '(') {
            i = add_group(pattern, s, i);
        } else if (c == '^' || c == '$') {
            i++;
        } else if (c == '\\' && (pattern_byte(pattern, i + 1) == 'b' || pattern_byte(pattern, i + 1) == 'B')) {
            i += 2;
        } else {
            put(s, i);
            i = pattern_skip_quantifier(pattern, pattern_skip_plain(pattern, i), &none, &more);
        }
    }
    s->end |= none && i >= pattern.len && i != NOWHERE;
}

struct starts starts_of(struct slice pattern)
{
    struct starts s = { .anything = !pattern_is_plain(pattern) };
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
    unsigned char c = pattern_byte(pattern, i + 1);
    if (pattern_is_coded(c))
        add_bytes(set, 0, 255);
    else
        add_byte(set, c);
}

/* Of the class at i: a range from or to beyond ASCII may have all that is there. */
static void add_class(struct slice pattern, size_t i, uint8_t set[32])
{
    size_t first = i + 1;
    if (pattern_byte(pattern, first) == '^') {
        add_bytes(set, 0, 255);
        return;
    }
    for (i = first; i < pattern.len && (pattern.ptr[i] != ']' || i == first);) {
        size_t next = pattern_skip_one(pattern, i);
        unsigned char low = pattern_byte(pattern, i);
        bool range = pattern_byte(pattern, next) == '-' && pattern_byte(pattern, next + 1) != ']';
        unsigned char high = range ? pattern_byte(pattern, next + 1) : low;
        if (low == '\\')
            add_escape(pattern, i, set);
        else
            add_byte(set, low);
        if (range && (low == '\\' || high == '\\' || low >= 0x80 || high >= 0x80))
            add_bytes(set, 0, 255);
        else if (range)
            add_bytes(set, low, high);
        i = range ? pattern_skip_one(pattern, next + 1) : next;
    }
}

void starts_bytes_at(struct slice pattern, size_t place, uint8_t set[32])
{
    unsigned char c = pattern_byte(pattern, place);
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
        unsigned char c = pattern_byte(pattern, i);
        next = pattern_skip_one(pattern, i);
        bool range = pattern_byte(pattern, next) == '-' && pattern_byte(pattern, next + 1) != ']';
        if (range && (c >= 0x80 || c == '\\' || pattern_byte(pattern, next + 1) >= 0x80 || pattern_byte(pattern, next + 1) == '\\'))
            return false;
        if (c == '\\' && pattern_is_coded(pattern_byte(pattern, i + 1)))
            return false;
        if (c >= 0x80)
            each(payload, slice_of(pattern.ptr + i, next - i));
    }
    return true;
}

bool starts_far(struct slice pattern, size_t place, void (*each)(void *payload, struct slice character), void *payload)
{
    unsigned char c = pattern_byte(pattern, place), next = pattern_byte(pattern, place + 1);
    if (c == '[')
        return next != '^' && each_in_class(pattern, place, each, payload);
    size_t at = place + (c == '\\');
    if (c == '.' || (c == '\\' && pattern_is_coded(next)))
        return false;
    if (pattern_byte(pattern, at) >= 0x80)
        each(payload, slice_of(pattern.ptr + at, pattern_skip_plain(pattern, place) - at));
    return true;
}

void starts_behind(struct slice pattern, size_t place, struct starts *behind)
{
    bool none, more;
    if (pattern_byte(pattern, place) == ')')
        return;
    size_t i = pattern_skip_quantifier(pattern, pattern_skip_plain(pattern, place), &none, &more);
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

/* The longest text that stands in every match of one alternative, outside groups. */
static struct slice needs_of_one(struct slice pattern)
{
    struct slice best = SLICE("");
    for (size_t i = 0, run = 0; i < pattern.len;) {
        bool none, more, plain = !strchr("^$.[(\\", pattern.ptr[i]);
        size_t next = pattern_skip_piece(pattern, i);
        size_t behind = pattern_skip_quantifier(pattern, next, &none, &more);
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

static bool holds(struct slice text, struct slice part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (memcmp(text.ptr + i, part.ptr, part.len) == 0)
            return true;
    return false;
}

/* Of two texts of which one holds the other, as "cookies" and "cookie", the shorter says it all. False: no room. */
static bool add_text(struct starts_texts *t, struct slice text)
{
    size_t i = 0;
    while (i < t->n && !holds(text, t->text[i]) && !holds(t->text[i], text))
        i++;
    if (i == STARTS_TEXTS)
        return false;
    if (i == t->n || text.len < t->text[i].len)
        t->text[i] = text;
    t->n += i == t->n;
    return true;
}

/* One text for each alternative of the group with this body; none when one has
 * none, or there are too many. */
static struct starts_texts needs_of_group(struct slice body)
{
    struct starts_texts texts = { .n = 0 }, nothing = { .n = 0 };
    for (size_t i = 0, end; i <= body.len; i = end + 1) {
        end = pattern_find_end(body, i, true);
        struct slice text = needs_of_one(slice_of(body.ptr + i, end - i));
        if (!text.len || !add_text(&texts, text))
            return nothing;
    }
    return texts;
}

struct starts_texts starts_needs(struct slice pattern)
{
    struct starts_texts best = { .n = 0 };
    if (!pattern_is_plain(pattern) || pattern_find_end(pattern, 0, true) < pattern.len)
        return best;
    best.text[0] = needs_of_one(pattern);
    best.n = best.text[0].len > 0;
    for (size_t i = 0; i < pattern.len;) {
        bool none, more;
        size_t next = pattern_skip_piece(pattern, i), body = pattern_body_of(pattern, i);
        size_t behind = pattern_skip_quantifier(pattern, next, &none, &more);
        if (pattern.ptr[i] == '(' && !pattern_is_look(pattern, i) && behind == next && body < next) {
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
    unsigned char c = pattern_byte(pattern, i);
    if (i == end || c == '?')
        return 1;
    if (c != '{')
        return SIZE_MAX;
    size_t n = 0;
    for (i++; i < end && pattern.ptr[i] != '}'; i++) {
        unsigned char digit = pattern_byte(pattern, i), next = pattern_byte(pattern, i + 1);
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
        size_t next = pattern_skip_piece(pattern, i), end = pattern_skip_quantifier(pattern, next, &none, &more), one = 1;
        if (c == '(')
            one = pattern_is_look(pattern, i) ? 0 : longest_from(pattern, pattern_body_of(pattern, i));
        else if (c == '^' || c == '$' || (c == '\\' && (pattern_byte(pattern, i + 1) | 0x20) == 'b'))
            one = 0;
        here = c == '|' ? 0 : plus(here, times(one, most_times(pattern, next, end)));
        longest = here > longest ? here : longest;
        i = end;
    }
    return longest;
}

size_t starts_longest(struct slice pattern)
{
    return pattern_is_plain(pattern) ? longest_from(pattern, 0) : SIZE_MAX;
}
