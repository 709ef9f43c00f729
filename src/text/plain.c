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

#include "text/ascii.h"
#include "text/tables.h"

struct block {
    struct ascii_block is;
    uint64_t kept;
    uint64_t strange;
    uint64_t letters, dense, loose;   /* beyond ASCII, at their first byte */
};

/* What to do with it. */
struct cut {
    unsigned stop;             /* bytes folded */
    uint64_t stay;             /* of them stay */
};

static inline uint64_t below(unsigned n)
{
    return n < ASCII_BLOCK ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
}

/* ---- characters beyond ASCII ---- */

enum kind { STRANGE, LETTER, LOOSE, DENSE, MARK };

static inline bool in_row(const uint64_t *table, unsigned row, unsigned char last)
{
    return table[row] >> (last & 0x3F) & 1;
}

static inline bool continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* The kind of the character at p, and its length. */
static inline enum kind kind_at(const char *p, const char *end, unsigned *n)
{
    const unsigned char *b = (const unsigned char *)p;
    if (b[0] < 0xC2 || b[0] > 0xEF || end - p < 2 || !continues(b[1]))
        return STRANGE;
    if (b[0] < 0xE0) {
        unsigned row = b[0] & 0x1F;
        *n = 2;
        if (in_row(text_plain_letters, row, b[1]))
            return in_row(text_plain_loose, row, b[1]) ? LOOSE : LETTER;
        return in_row(text_plain_marks, row, b[1]) ? MARK : STRANGE;
    }
    unsigned row = (b[0] & 0xFu) << 6 | (b[1] & 0x3F);
    *n = 3;
    if (row < 0x20 || end - p < 3 || !continues(b[2]))   /* overlong, or cut short */
        return STRANGE;
    if (in_row(text_plain_letters, row, b[2]))
        return in_row(text_plain_dense, row, b[2]) ? DENSE : LETTER;
    return in_row(text_plain_marks, row, b[2]) ? MARK : STRANGE;
}

/* Sorts the characters beyond ASCII into the masks, up to one that is strange
 * or goes on behind the block. */
static void look_beyond(const char *p, const char *end, struct block *b)
{
    uint64_t beyond = b->is.beyond;
    while (beyond) {
        unsigned at = (unsigned)__builtin_ctzll(beyond), n = 0;
        uint64_t first = UINT64_C(1) << at;
        enum kind kind = kind_at(p + at, end, &n);
        if (kind == STRANGE || at + n > ASCII_BLOCK)
            break;
        uint64_t all = below(n) << at;
        if (kind == MARK) {
            b->is.marks |= all;
        } else {
            b->kept |= all;
            b->letters |= first;
            b->dense |= kind == DENSE ? first : 0;
            b->loose |= kind == LOOSE ? first : 0;
        }
        beyond &= ~all;
    }
    b->strange |= beyond;
}

/* ---- gaps ---- */

/* What is strange about the gaps: hyphens beside anything but kept characters,
 * a second space, several marks between two digits. Sets the marks that stay:
 * single ones between digits. A sum carries a bit past a run of marks. */
static inline uint64_t strange_gaps(const struct block *b, bool digit, uint64_t *stay)
{
    const struct ascii_block *is = &b->is;
    uint64_t loose = is->hyphens & ~((b->kept << 1 | 1) & b->kept >> 1);
    uint64_t second = ((is->spaces << 1) + is->marks) & ~is->marks & is->spaces;
    uint64_t behind = (is->digits << 1 | digit) & is->marks;
    *stay = behind & is->digits >> 1;
    uint64_t several = (behind + is->marks) & ~is->marks & is->digits & ~(*stay << 1);
    return loose | second | several;
}

/* size: bytes of the text in the block, less than its own only at the end;
 * last: that is the end of all. */
static struct cut cut_block(const struct block *b, bool digit, size_t size, bool last)
{
    uint64_t stay, strange = b->strange | strange_gaps(b, digit, &stay);
    unsigned first = strange ? (unsigned)__builtin_ctzll(strange) : ASCII_BLOCK;
    uint64_t kept = b->kept & below(first);
    unsigned stop = kept ? ASCII_BLOCK - (unsigned)__builtin_clzll(kept) : 0;
    if (size < ASCII_BLOCK && last) {   /* marks at the end go with it */
        uint64_t rest = below((unsigned)size) & ~below(stop);
        if (!(rest & ~(b->is.marks & ~b->is.hyphens)))
            stop = (unsigned)size;
    }
    return (struct cut){ stop, below(stop) & ~(b->is.marks & ~stay) };
}

static size_t count(uint64_t bits)
{
    return bits ? (size_t)__builtin_popcountll(bits) : 0;
}

/* One block. False when it ends the run. */
static bool fold_block(const struct ascii_way *way, struct plain *f)
{
    struct block b;
    size_t size = (size_t)(f->end - f->p);
    way->look(f->p, size, &b.is);
    b.kept = b.is.kept;
    b.strange = ~(b.kept | b.is.spaces | b.is.marks | b.is.beyond);
    b.letters = b.dense = b.loose = 0;
    if (b.is.beyond)
        look_beyond(f->p, f->end, &b);
    struct cut cut = cut_block(&b, f->digit, size, f->last);
    if (cut.stop == 0)
        return false;
    f->out += way->keep(&b.is, cut.stay, f->out);
    uint64_t done = below(cut.stop);
    f->beyond = f->beyond || (b.is.beyond & done);
    f->loose = f->loose || (b.loose & done);
    f->letters += count(b.letters & done);
    f->dense += count(b.dense & done);
    f->digit = b.is.digits >> (cut.stop - 1) & 1;
    f->p += cut.stop;
    return true;
}

void plain_fold(struct plain *f)
{
    const struct ascii_way *way = ascii_way();
    while (f->p < f->end && fold_block(way, f))
        ;
}

bool plain_starts(const char *p, const char *end)
{
    unsigned n;
    if ((unsigned char)*p < 0x80)
        return ascii_is_word(*p);
    enum kind kind = kind_at(p, end, &n);
    return kind != STRANGE && kind != MARK;
}
