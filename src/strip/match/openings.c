/* DESIGN. All ways into the pattern are followed side by side, one character further
 * in each round; marks and blanks of ASCII, which heads leave out, are stepped over. A way
 * stops when anything can follow, when the line ends, and when the head is full, and gives
 * an opening. When these are too many, all ways are followed again, for fewer bytes. */
#include "strip/match/openings.h"

#include "strip/match/starts.h"
#include "text/ascii.h"
#include "text/chars.h"
#include "text/utf8.h"

const uint8_t OPENING_BYTES[OPENING_LENGTHS] = { 1, 2, 3, 4, 6, HEAD_BYTES };

/* More ways at once are not followed, nor a way that goes on with more characters: nearly
 * anything then (guesses; labels of Chinese begin with up to a hundred). */
enum { MAX_WAYS = 256, MAX_NEXT = 256, MAX_CLASS = 12 };
enum { LEAST = 2 };   /* the number of the shortest opening, of OPENING_BYTES, that is worth its place */

struct way {
    struct starts behind;
    uint64_t head;
    uint8_t bytes;         /* of the head */
    bool marked;           /* something was stepped over before them; else nothing is */
    bool letter;           /* the last of them is one of a to z, or there is none */
};

/* Characters that can be next, and where in the pattern each stands. */
struct next {
    struct slice character[MAX_NEXT];
    uint16_t place[MAX_NEXT];
    size_t n;
    bool anything;         /* more, or what is too much to tell */
    bool skips, letter;    /* of one place: a mark or blank can stand there; as in its way */
};

struct openings {
    struct slice pattern;
    struct opening *out;
    size_t n;
    unsigned most;         /* bytes of the head: a way that has them is followed no further */
    struct way ways[2][MAX_WAYS];
};

static void add(struct openings *o, uint64_t head, unsigned bytes, bool marked)
{
    uint8_t kept = 0;
    for (size_t i = 0; i < OPENING_LENGTHS && OPENING_BYTES[i] <= bytes; i++)
        kept = OPENING_BYTES[i];
    struct opening opening = { head_front(head, kept), kept, marked };
    if (o->n < OPENINGS_MOST)
        o->out[o->n] = opening;
    o->n++;
}

static void add_next(struct next *next, struct slice character)
{
    if (next->n < MAX_NEXT)
        next->character[next->n++] = character;
    else
        next->anything = true;
}

/* Keys are without marks; but between two digits they keep some. */
static void add_far(void *payload, struct slice character)
{
    struct next *next = payload;
    uint32_t cp;
    utf8_next(character.ptr, character.ptr + character.len, &cp);
    if (!(chars_flags(cp) & (CHARS_PUNCT | CHARS_SPACE | CHARS_IGNORE)))
        add_next(next, character);
    else if (next->letter)
        next->skips = true;
    else
        next->anything = true;
}

static void add_near(struct next *next, const uint8_t set[32])
{
    static const char LETTERS[] = "0abcdefghijklmnopqrstuvwxyz";
    bool digit = false;
    for (unsigned c = 0; c < 128; c++) {
        if (!(set[c / 8] >> c % 8 & 1))
            continue;
        if (c >= 'a' && c <= 'z')
            add_next(next, slice_of(LETTERS + 1 + c - 'a', 1));
        else if (ascii_is_digit((char)c))
            digit = true;
        else
            next->skips = true;
    }
    if (digit)
        add_next(next, slice_of(LETTERS, 1));
}

/* Adds what can stand at one place. */
static void add_place(struct slice pattern, uint16_t place, struct next *next)
{
    uint8_t set[32] = { 0 };
    size_t before = next->n;
    next->skips = false;
    starts_bytes_at(pattern, place, set);
    next->anything |= !starts_far(pattern, place, add_far, next);
    if (!next->anything)
        add_near(next, set);
    next->anything |= next->n - before > MAX_CLASS;
    for (size_t i = before; i < next->n; i++)
        next->place[i] = place;
}

/* All that can be next on the way. */
static void find_next(struct slice pattern, struct way *way, struct next *next)
{
    struct starts *s = &way->behind;
    *next = (struct next){ .letter = way->letter };
    for (size_t k = 0; k < s->n && !next->anything; k++) {
        add_place(pattern, s->at[k], next);
        if (next->skips && (way->bytes || way->marked))
            starts_behind(pattern, s->at[k], s);
    }
    next->anything |= s->anything;
}

/* The way goes on with the character at i, wherever it stands. */
static void follow(struct slice pattern, const struct way *way, const struct next *next, size_t i, struct way *longer)
{
    struct slice c = next->character[i];
    *longer = *way;
    longer->behind = (struct starts){ .n = 0 };
    longer->letter = ascii_is_letter(c.ptr[0]);
    for (size_t k = 0; k < c.len && longer->bytes < HEAD_BYTES; k++)
        longer->head |= (uint64_t)(unsigned char)c.ptr[k] << longer->bytes++ * 8;
    for (size_t k = i; k < next->n; k++)
        if (slice_equal(next->character[k], c))
            starts_behind(pattern, next->place[k], &longer->behind);
}

static bool is_first(const struct next *next, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (slice_equal(next->character[k], next->character[i]))
            return false;
    return true;
}

/* Adds the ways one character longer behind the n that are there; returns how many
 * are there then. What is found out about the way is added, too, when it stops. */
static size_t lengthen(struct openings *o, struct way *way, struct way *longer, size_t n)
{
    struct next next;
    find_next(o->pattern, way, &next);
    if (next.anything || n + next.n > MAX_WAYS || way->bytes >= o->most) {
        add(o, way->head, way->bytes, way->marked);
        return n;
    }
    if (way->behind.end)
        add(o, way->head, HEAD_BYTES, way->marked);
    for (size_t i = 0; i < next.n; i++) {
        if (!is_first(&next, i))
            continue;
        follow(o->pattern, way, &next, i, &longer[n]);
        if (longer[n].bytes == HEAD_BYTES)
            add(o, longer[n].head, HEAD_BYTES, way->marked);
        else
            n++;
    }
    return n;
}

/* The first ways: one for what starts a line, one for what stands behind a mark there. */
static size_t begin(struct slice pattern, struct way *ways)
{
    ways[0] = (struct way){ .behind = starts_of(pattern), .letter = true };
    ways[1] = (struct way){ .letter = true, .marked = true };
    const struct starts *s = &ways[0].behind;
    for (size_t k = 0; k < s->n && !s->anything; k++) {
        struct next next = { .letter = true };
        add_place(pattern, s->at[k], &next);
        if (next.skips)
            starts_behind(pattern, s->at[k], &ways[1].behind);
    }
    s = &ways[1].behind;
    return 1 + (s->n > 0 || s->anything || s->end);
}

/* Whether every line that opens like b opens like a. */
static bool covers(struct opening a, struct opening b)
{
    return a.bytes <= b.bytes && head_front(b.head, a.bytes) == a.head && (!a.marked || b.marked);
}

/* Leaves out those that another one covers; of two alike the first stays. Returns their number. */
static size_t leave_out_covered(struct opening *all, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool covered = false;
        for (size_t k = 0; k < n && !covered; k++)
            covered = k != i && covers(all[k], all[i]) && (k < i || !covers(all[i], all[k]));
        if (!covered)
            all[kept++] = all[i];
    }
    return kept;
}

/* By the first so many bytes of heads. False: nothing matches, or there are more than find room. */
static bool follow_all(struct openings *o, unsigned most)
{
    o->n = 0;
    o->most = most;
    size_t n = begin(o->pattern, o->ways[0]);
    for (size_t round = 0; n > 0; round++) {
        size_t more = 0;
        for (size_t i = 0; i < n; i++)
            more = lengthen(o, &o->ways[round % 2][i], o->ways[(round + 1) % 2], more);
        n = more;
    }
    return o->n > 0 && o->n <= OPENINGS_MOST;
}

size_t openings_of(struct slice pattern, struct opening out[OPENINGS_MOST])
{
    struct openings o = { .pattern = pattern, .out = out };
    size_t length = OPENING_LENGTHS;
    bool found;
    do {
        found = follow_all(&o, OPENING_BYTES[--length]);
    } while (!found && length > LEAST);
    if (!found) {
        o.n = 0;
        add(&o, 0, 0, false);
    }
    return leave_out_covered(out, o.n);
}
