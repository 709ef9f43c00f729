/* literals -- the whole-line literals of all rules: a table from the key of a
 * loosely folded text to the rules that take it. Strip layer.
 * Open addressing, linear probing, power-of-two slots, at most seven eighths full, for few
 * look-ups pass the filter; filled once, then read-only. Several rules may have the same text: their entries
 * are found in the order in which they were added. */
#ifndef STRIP_LITERALS_H
#define STRIP_LITERALS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/hash.h"

/* What the key does not tell of a line: that it asks (?), shouts (!), or is quoted. */
enum { SHAPE_ASKS = 1, SHAPE_SHOUTS = 2, SHAPE_QUOTED = 4 };   /* quoted: in quotation marks, or like "- No.", "No." and "no," */

/* The bits of a line, of its fold_line text. */
unsigned literals_shape(struct slice folded);

/* Whether a character of ASCII may point to or at a label. */
static inline bool literals_points(unsigned char c)
{
    return c == '<' || c == '>' || c == '|' || c == '~';
}

/* The label without what points to or at it: arrows, triangles, emoji and other
 * symbols at its ends, and a colon or dots before those. text itself when it
 * has none, or when other marks would stand at the ends then. */
struct slice literals_bare(struct slice text);

/* Whether it certainly is text itself: most texts begin and end with ASCII that does not point. */
static inline bool literals_is_bare(struct slice text)
{
    unsigned char first = (unsigned char)text.ptr[0], last = (unsigned char)text.ptr[text.len - 1];
    return first < 0x80 && last < 0x80 && !literals_points(first) && !literals_points(last);
}

/* Whether blanks of a label tell nothing: in Chinese, Japanese and Korean it has
 * them wherever someone put them. */
bool literals_blanks_vary(struct slice text);
void literals_drop_blanks(struct buf *folded);

struct literal {
    uint64_t lo;           /* of its key, */
    uint32_t hi;           /* and the low half of the key's hi: 96 bits, as everywhere */
    uint16_t rule;         /* number + 1; 0: an empty slot */
    uint16_t shape;        /* a line may have these bits, no others */
};

enum { LITERAL_MAX_CHARS = 1024 };   /* of the folded text; longer ones are refused */

struct literals {
    struct literal *slots;
    size_t mask, n;        /* slots - 1; entries */
    uint32_t max_chars;    /* of the longest entry's folded text */
    uint64_t lengths[LITERAL_MAX_CHARS / 64];   /* bit c: some entry has c characters */
    uint64_t *filter;      /* a bit for each entry's key, four bits a slot: small enough to stay in a near cache; NULL: no entry */
    const struct literals *base;   /* a read-only table whose entries come before these; or NULL */
};

/* An empty table on top of base, which must outlive it, or is NULL. */
void literals_init(struct literals *t, const struct literals *base);

/* An entry that says no more than one of the same rule is not added. chars: code
 * points of the folded text, at most LITERAL_MAX_CHARS - 1. False when out of memory. */
bool literals_add(struct literals *t, struct key key, uint32_t chars, size_t rule, unsigned shape);
void literals_release(struct literals *t);

/* The entries of a key, one after the other: start with slot = NULL. NULL at
 * the end. */
const struct literal *literals_next(const struct literals *t, struct key key,
                                    const struct literal *slot);

/* The bit of a key with this hi, of which 32 bits do: slots are fewer than 2^30. */
static inline size_t literals_bit(const struct literals *t, uint64_t hi)
{
    return (size_t)hi & (t->mask << 2 | 3);
}

static inline bool literals_may_have_here(const struct literals *t, struct key key)
{
    return t->filter && t->filter[literals_bit(t, key.hi) / 64] >> key.hi % 64 & 1;
}

/* Prefetch what literals_next reads for a key, in two steps: the filter, and, when that has
 * arrived, the slot (literals_prefetch_slot). */
static inline void literals_prefetch(const struct literals *t, struct key key)
{
    const struct literals *first = t->base ? t->base : t;
    if (first->filter)
        __builtin_prefetch(&first->filter[literals_bit(first, key.hi) / 64]);
}

/* False: no entry has that key. */
static inline bool literals_may_have(const struct literals *t, struct key key)
{
    return (t->base && literals_may_have_here(t->base, key)) || literals_may_have_here(t, key);
}

static inline void literals_prefetch_slot(const struct literals *t, struct key key)
{
    const struct literals *first = t->base ? t->base : t;
    if (literals_may_have_here(first, key))
        __builtin_prefetch(&first->slots[key.lo & first->mask]);
}

static inline bool literals_has_length(const struct literals *t, uint32_t chars)
{
    return chars < LITERAL_MAX_CHARS && (t->lengths[chars / 64] >> chars % 64 & 1);
}

#endif
