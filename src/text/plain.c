/* DESIGN. Text is looked at in blocks of 64 bytes, each kind of byte a mask
 * with a bit for each (ascii.h), so that a question like "a mark between two
 * digits" is a few shifts and ands for the whole block. Characters beyond ASCII
 * join the masks one by one, by a bit in a table.
 *
 *     text     Then, he's 3.1% up. "We
 *     kept     1111.11.1.1.11.11..  11     letters, digits, $ and %
 *     marks        1  1    .    1 1        the one between digits is kept too
 *
 * A gap is folded here when it is whole in the block and holds marks and at
 * most one space, and no dash beside a blank. All marks go, the space stays.
 * Whatever is strange ends the run behind the last kept character before it;
 * fold.c takes that one character by character. */
#include "text/plain.h"

#include "text/ways.h"

/* One loop for all ways, each of them made with its own functions in line. */
#define INLINE static inline __attribute__((always_inline))

struct block {
    uint64_t kept, digits, spaces, marks, hyphens, beyond, inner;   /* as in ascii.h */
    uint64_t known;                   /* beyond ASCII, and sorted into the others */
    uint64_t strange;
    uint64_t letters, dense, loose;   /* beyond ASCII, at their first byte */
};

/* What to do with it. */
struct cut {
    unsigned stop;             /* bytes folded */
    uint64_t stay;             /* of them stay */
};

INLINE uint64_t below(unsigned n)
{
    return n < ASCII_BLOCK ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
}

/* ---- characters beyond ASCII ---- */

INLINE bool continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* What the character at p is (enum text_plain; 0: strange), and its length. */
INLINE unsigned kind_at(const char *p, const char *end, unsigned *n)
{
    const unsigned char *b = (const unsigned char *)p;
    if (b[0] < 0xC2 || b[0] > 0xEF || end - p < 2 || !continues(b[1]))
        return 0;
    *n = 2;
    if (b[0] < 0xE0)
        return text_plain[(b[0] & 0x1Fu) << 6 | (b[1] & 0x3Fu)];
    unsigned cp = (b[0] & 0xFu) << 12 | (b[1] & 0x3Fu) << 6;
    *n = 3;
    if (cp < 0x800 || end - p < 3 || !continues(b[2]))   /* overlong, or cut short */
        return 0;
    return text_plain[cp | (b[2] & 0x3Fu)];
}

/* bits where kind has the bit, else none. */
INLINE uint64_t where(unsigned kind, enum text_plain bit, uint64_t bits)
{
    return kind & bit ? bits : 0;
}

/* Sorts the characters beyond ASCII into the masks, up to one that is strange
 * or goes on behind the block. */
static void look_beyond(const char *p, const char *end, struct block *block)
{
    struct block b = *block;
    uint64_t beyond = b.beyond & ~b.known;
    while (beyond) {
        unsigned at = (unsigned)__builtin_ctzll(beyond), n = 0;
        unsigned kind = kind_at(p + at, end, &n);
        if (!kind || at + n > ASCII_BLOCK)
            break;
        uint64_t first = UINT64_C(1) << at, all = ((UINT64_C(1) << n) - 1) << at;
        b.kept |= where(kind, TEXT_PLAIN_LETTER, all);
        b.letters |= where(kind, TEXT_PLAIN_LETTER, first);
        b.dense |= where(kind, TEXT_PLAIN_DENSE, first);
        b.loose |= where(kind, TEXT_PLAIN_LOOSE, first);
        b.marks |= where(kind, TEXT_PLAIN_MARK, all);
        beyond &= ~all;
    }
    b.strange |= beyond;
    *block = b;
}

/* ---- gaps ---- */

/* What is strange about the gaps: hyphens beside anything but kept characters,
 * a second space, several marks between two digits. Sets the marks that stay:
 * single ones between digits. A sum carries a bit past a run of marks. */
INLINE uint64_t strange_gaps(const struct block *b, bool digit, uint64_t *stay)
{
    uint64_t loose = b->hyphens & ~((b->kept << 1 | 1) & b->kept >> 1);
    uint64_t second = ((b->spaces << 1) + b->marks) & ~b->marks & b->spaces;
    uint64_t behind = (b->digits << 1 | digit) & b->marks;
    *stay = behind & b->digits >> 1;
    uint64_t several = (behind + b->marks) & ~b->marks & b->digits & ~(*stay << 1);
    return loose | second | several;
}

/* size: bytes of the text in the block, less than its own only at the end;
 * last: that is the end of all. */
INLINE struct cut cut_block(const struct block *b, bool digit, size_t size, bool last)
{
    uint64_t stay, strange = b->strange | strange_gaps(b, digit, &stay);
    unsigned first = strange ? (unsigned)__builtin_ctzll(strange) : ASCII_BLOCK;
    uint64_t kept = b->kept & below(first);
    unsigned stop = kept ? ASCII_BLOCK - (unsigned)__builtin_clzll(kept) : 0;
    if (size < ASCII_BLOCK && last) {   /* marks at the end go with it */
        uint64_t rest = below((unsigned)size) & ~below(stop);
        if (!(rest & ~(b->marks & ~b->hyphens)))
            stop = (unsigned)size;
    }
    return (struct cut){ stop, below(stop) & ~(b->marks & ~stay) };
}

INLINE size_t count(uint64_t bits)
{
    return bits ? (size_t)__builtin_popcountll(bits) : 0;
}

INLINE struct block block_of(const struct ascii_block *is)
{
    /* a line end inside a paragraph folds like a space */
    struct block b = { .kept = is->kept, .digits = is->digits, .spaces = is->spaces | is->ends,
                       .marks = is->marks, .hyphens = is->hyphens, .beyond = is->beyond, .inner = is->inner };
    b.strange = ~(b.kept | b.spaces | b.marks | b.beyond);
    return b;
}

INLINE void add_known(struct block *b, struct ascii_known known)
{
    b->kept |= known.kept;
    b->marks |= known.marks;
    b->letters |= known.letters;
    b->dense |= known.dense;
    b->loose |= known.loose;
    b->known |= known.kept | known.marks;
}

INLINE void take_block(struct plain *f, const struct block *b, struct cut cut)
{
    unsigned stop = cut.stop;
    uint64_t done = below(stop);
    f->points += (size_t)__builtin_popcountll(cut.stay & ~b->inner);
    f->spaces += (size_t)__builtin_popcountll(cut.stay & b->spaces);
    f->beyond = f->beyond || (b->beyond & done);
    f->loose = f->loose || (b->loose & done);
    f->letters += count(b->letters & done);
    f->dense += count(b->dense & done);
    f->digit = b->digits >> (stop - 1) & 1;
    f->p += stop;
}

typedef struct ascii_known known_function(const struct ascii_block *b, size_t n);

/* Block by block, to what ends the run. known, which sorts characters in one
 * go, may be NULL. */
INLINE void fold_blocks(struct plain *f, struct ascii_way way, known_function *known)
{
    while (f->p < f->end) {
        struct ascii_block is;
        size_t size = (size_t)(f->end - f->p);
        way.look(f->p, size, &is);
        struct block b = block_of(&is);
        if (b.beyond && known)
            add_known(&b, known(&is, size));
        if (b.beyond & ~b.known)
            look_beyond(f->p, f->end, &b);
        struct cut cut = cut_block(&b, f->digit, size, f->last);
        if (cut.stop == 0)
            return;
        f->out += way.keep(&is, cut.stay, f->out);
        take_block(f, &b, cut);
    }
}

/* ---- a look ahead ---- */

/* Looks at the bytes of the block at p that are still open. Returns how many are
 * plain: up to the first that is not, or all of the block, or up to the end of the
 * character that goes on behind it. */
INLINE size_t plain_rest(const char *p, const char *end, uint64_t open, bool *odd)
{
    while (open) {
        unsigned at = (unsigned)__builtin_ctzll(open), n = 1;
        unsigned char c = (unsigned char)p[at];
        *odd = c < 0x80 ? c < ' ' || c == 0x7F : !kind_at(p + at, end, &n);
        if (*odd || at + n > ASCII_BLOCK)
            return at + (*odd ? 0 : n);
        open &= ~(((UINT64_C(1) << n) - 1) << at);
    }
    return end - p < ASCII_BLOCK ? (size_t)(end - p) : ASCII_BLOCK;
}

INLINE const char *end_of_plain(const char *p, const char *end, struct ascii_way way, known_function *known)
{
    bool odd = false;
    while (p < end && !odd) {
        struct ascii_block is;
        size_t size = (size_t)(end - p);
        way.look(p, size, &is);
        struct block b = block_of(&is);
        if (b.beyond && known)
            add_known(&b, known(&is, size));
        uint64_t open = ~(b.kept | b.spaces | b.marks) & below(size < ASCII_BLOCK ? (unsigned)size : ASCII_BLOCK);
        p += plain_rest(p, end, open, &odd);
    }
    return p;
}

#if defined(__x86_64__) && defined(__SSE2__)
WIDE static const char *plain_end_wide(const char *p, const char *end)
{
    return end_of_plain(p, end, (struct ascii_way){ look_wide, keep_wide }, known_wide);
}

const char *plain_end_narrow(const char *p, const char *end)
{
    return end_of_plain(p, end, (struct ascii_way){ look_sse2, keep_sse2 }, NULL);
}

const char *plain_end(const char *p, const char *end)
{
    return ascii_wide() ? plain_end_wide(p, end) : plain_end_narrow(p, end);
}

WIDE static void fold_wide(struct plain *f)
{
    fold_blocks(f, (struct ascii_way){ look_wide, keep_wide }, known_wide);
}

void plain_fold_narrow(struct plain *f)
{
    fold_blocks(f, (struct ascii_way){ look_sse2, keep_sse2 }, NULL);
}

void plain_fold(struct plain *f)
{
    if (ascii_wide())
        fold_wide(f);
    else
        plain_fold_narrow(f);
}
#else
const char *plain_end_narrow(const char *p, const char *end)
{
    return end_of_plain(p, end, (struct ascii_way){ look_portable, keep_portable }, NULL);
}

const char *plain_end(const char *p, const char *end)
{
    return plain_end_narrow(p, end);
}

void plain_fold_narrow(struct plain *f)
{
    fold_blocks(f, (struct ascii_way){ look_portable, keep_portable }, NULL);
}

void plain_fold(struct plain *f)
{
    plain_fold_narrow(f);
}
#endif

bool plain_starts(const char *p, const char *end)
{
    unsigned n;
    if ((unsigned char)*p < 0x80)
        return ascii_is_word(*p);
    return kind_at(p, end, &n) & TEXT_PLAIN_LETTER;
}
