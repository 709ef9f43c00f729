#include "strip/match/literals.h"

#include <stdlib.h>

#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

/* ---- what points ---- */

static bool is_guillemet(uint32_t cp)
{
    return cp == 0xAB || cp == 0xBB || cp == 0x2039 || cp == 0x203A;   /* « » ‹ › */
}

/* Money, degrees and what stands in formulas is part of what a line says. A
 * guillemet points when it has no partner, as in "« Older comments"; pairs say whether it has. */
static bool points(uint32_t cp, bool pairs)
{
    return (is_guillemet(cp) && !pairs) || ((chars_flags(cp) & CHARS_SYMBOL) && !(chars_flags(cp) & CHARS_CURRENCY)
        && !(cp < 0x80 && strchr("+=^`", (int)cp)) && cp != 0xB0);
}

/* Whether a character that starts, or ends, with this byte may be a symbol that
 * labels have: no letter of an alphabet does. */
static bool may_point(char byte)
{
    unsigned char c = (unsigned char)byte;
    return literals_points(c) || c == 0xC2 || c == 0xE2 || c == 0xE3
        || c == 0xEF || c == 0xF0;
}

/* Does text hold guillemets of both directions? Some languages quote «so», others »so«. */
static bool has_pair(struct slice text)
{
    bool left = false, right = false;
    for (size_t i = 0; i + 1 < text.len; i++) {
        struct slice here = slice_from(text, i);
        left = left || slice_starts(here, SLICE("\u00AB")) || slice_starts(here, SLICE("\u2039"));
        right = right || slice_starts(here, SLICE("\u00BB")) || slice_starts(here, SLICE("\u203A"));
    }
    return left && right;
}

static struct slice bare_front(struct slice text, bool pairs)
{
    const char *p = text.ptr, *end = p + text.len;
    while (p < end) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        if (!points(cp, pairs) && !(chars_flags(cp) & (CHARS_SPACE | CHARS_IGNORE)))
            break;
        p += n;
    }
    return slice_of(p, (size_t)(end - p));
}

static struct slice bare_back(struct slice text, bool pairs)
{
    while (text.len) {
        const char *end = text.ptr + text.len, *last = utf8_prev(text.ptr, end);
        uint32_t cp;
        utf8_next(last, end, &cp);
        if (!points(cp, pairs) && !(chars_flags(cp) & (CHARS_SPACE | CHARS_IGNORE))
            && cp != ':' && cp != '.' && cp != 0x2026 && cp != 0xFF1A)
            break;
        text.len = (size_t)(last - text.ptr);
    }
    return text;
}

struct slice literals_bare(struct slice text)
{
    if (!text.len)
        return text;
    const char *last = utf8_prev(text.ptr, text.ptr + text.len);
    uint32_t front = 0, back = 0;
    if (may_point(text.ptr[0]))
        utf8_next(text.ptr, text.ptr + text.len, &front);
    if (may_point(*last))
        utf8_next(last, text.ptr + text.len, &back);
    bool pairs = (is_guillemet(front) || is_guillemet(back)) && has_pair(text);
    bool behind = back == 0xFE0F || points(back, pairs);   /* an emoji's selector */
    if (!points(front, pairs) && !behind)
        return text;
    struct slice bare = bare_front(text, pairs);
    bare = behind ? bare_back(bare, pairs) : bare;
    return fold_edges_kept(bare) ? bare : text;
}

/* ---- blanks ---- */

/* Lead bytes of U+3000 to U+D7FF: kana, ideographs and Hangul; of letters that
 * are written with blanks between words only Yi, Vai and a few more are among them. */
bool literals_blanks_vary(struct slice text)
{
    size_t i = 0;
    for (; i + 8 <= text.len; i += 8) {   /* no byte of these is 0xE0 or more */
        uint64_t bytes;
        memcpy(&bytes, text.ptr + i, sizeof bytes);
        if (bytes & bytes << 1 & bytes << 2 & UINT64_C(0x8080808080808080))
            break;
    }
    for (; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= 0xE3 && (unsigned char)text.ptr[i] <= 0xED)
            return true;
    return false;
}

void literals_drop_blanks(struct buf *folded)
{
    size_t n = 0;
    for (size_t i = 0; i < folded->len; i++)
        if (folded->ptr[i] != ' ')
            folded->ptr[n++] = folded->ptr[i];
    folded->len = n;
}

/* ---- shapes and keys ---- */

/* "- No comments." and "Next.", not "- Comments", "Next" or "Loading..."; folded is not empty. */
static bool is_answer(struct slice folded)
{
    return slice_ends(folded, SLICE(".")) && !slice_ends(folded, SLICE(".."))
        && (slice_starts(folded, SLICE("- ")) || !memchr(folded.ptr, ' ', folded.len));
}

/* "Facebook," is one of a list, or stands in a sentence that was broken at its links. */
static bool goes_on(struct slice folded)
{
    static const char *const MARKS[] = { "،", "؛", "、" };
    char last = folded.ptr[folded.len - 1];
    for (size_t i = 0; (unsigned char)last >= 0x80 && i < sizeof MARKS / sizeof *MARKS; i++)
        if (slice_ends(folded, slice_str(MARKS[i])))
            return true;
    return last == ',' || last == ';';
}

unsigned literals_shape(struct slice folded)
{
    if (!folded.len)
        return 0;
    char first = folded.ptr[0], last = folded.ptr[folded.len - 1];
    bool quoted = first == '"' || first == '\'' || last == '"' || last == '\'';
    unsigned shape = quoted || is_answer(folded) || goes_on(folded) ? SHAPE_QUOTED : 0;
    while (folded.len && strchr("\"')] ", folded.ptr[folded.len - 1]) && folded.ptr[folded.len - 1])
        folded.len--;
    if (slice_ends(folded, SLICE("?")) || slice_ends(folded, SLICE("؟")))
        shape |= SHAPE_ASKS;
    if (slice_ends(folded, SLICE("!")))
        shape |= SHAPE_SHOUTS;
    return shape;
}

static size_t home(const struct literals *t, uint64_t lo)
{
    return (size_t)lo & t->mask;
}

static void put(struct literals *t, struct literal entry)
{
    size_t i = home(t, entry.lo);
    while (t->slots[i].rule)
        i = (i + 1) & t->mask;
    t->slots[i] = entry;
    t->filter[literals_bit(t, entry.hi) / 64] |= UINT64_C(1) << entry.hi % 64;
}

/* n slots, a power of two. Entries go over from an empty slot on, all the way
 * round, so that those of one key keep their order. */
static bool grow(struct literals *t, size_t n)
{
    struct literals bigger = *t;
    bigger.mask = n - 1;
    bigger.slots = calloc(n, sizeof *bigger.slots);
    bigger.filter = calloc(n / 16, sizeof *bigger.filter);
    if (!bigger.slots || !bigger.filter) {
        free(bigger.slots);
        free(bigger.filter);
        return false;
    }
    size_t start = 0;
    while (t->slots && t->slots[start].rule)
        start++;
    for (size_t i = 0; t->slots && i <= t->mask; i++) {
        struct literal entry = t->slots[(start + i) & t->mask];
        if (entry.rule)
            put(&bigger, entry);
    }
    free(t->slots);
    free(t->filter);
    *t = bigger;
    return true;
}

void literals_init(struct literals *t, const struct literals *base)
{
    *t = (struct literals){ 0 };
    if (base)
        *t = *base;
    t->slots = NULL;
    t->filter = NULL;
    t->mask = t->n = 0;
    t->base = base;
}

/* The next entry of this table alone. */
static const struct literal *next_here(const struct literals *t, struct key key, const struct literal *slot)
{
    if (!t->slots)
        return NULL;
    size_t i = slot ? ((size_t)(slot - t->slots) + 1) & t->mask : home(t, key.lo);
    for (; t->slots[i].rule; i = (i + 1) & t->mask)
        if (t->slots[i].lo == key.lo && t->slots[i].hi == (uint32_t)key.hi)
            return &t->slots[i];
    return NULL;
}

/* Whether the rule takes every line already that it would with this entry, which alternatives of packs say twice. */
static bool has_same(const struct literals *t, const struct literal *new)
{
    const struct key key = { .lo = new->lo, .hi = new->hi };
    for (const struct literal *e = next_here(t, key, NULL); e; e = next_here(t, key, e))
        if (e->rule == new->rule && (e->shape & new->shape) == new->shape)
            return true;
    return false;
}

bool literals_add(struct literals *t, struct key key, uint32_t chars, size_t rule, unsigned shape)
{
    const struct literal new = { key.lo, (uint32_t)key.hi, (uint16_t)(rule + 1), (uint16_t)shape };
    if (has_same(t, &new))
        return true;
    if ((!t->slots || (t->n + 1) * 8 > (t->mask + 1) * 7)
        && !grow(t, t->slots ? (t->mask + 1) * 2 : 256))
        return false;
    put(t, new);
    t->n++;
    t->lengths[chars / 64] |= UINT64_C(1) << chars % 64;
    if (chars > t->max_chars)
        t->max_chars = chars;
    return true;
}

void literals_release(struct literals *t)
{
    free(t->slots);
    free(t->filter);
    *t = (struct literals){ 0 };
}

static bool holds(const struct literals *t, const struct literal *slot)
{
    return slot >= t->slots && slot <= t->slots + t->mask;
}

const struct literal *literals_next(const struct literals *t, struct key key,
                                    const struct literal *slot)
{
    if (!literals_may_have(t, key))
        return NULL;
    if (t->base && (!slot || holds(t->base, slot))) {
        const struct literal *next = next_here(t->base, key, slot);
        if (next)
            return next;
        slot = NULL;
    }
    return next_here(t, key, slot);
}
