/* DESIGN. Text is looked at in blocks of 64 bytes, each kind of byte a mask
 * with a bit for each (ascii.h), so that a question like "a mark between two
 * digits" is a few shifts and ands for the whole block. Characters beyond ASCII
 * join the masks one by one, by a bit in a table.
 *
 *     text     Then, he's 3.1% up. "We
 *     kept     1111.11.1.1.11.11..  11     letters, digits, $ and %
 *     marks        1  1    .    1 1        the one between digits is kept too
 *
 * A gap is folded here when it holds marks and at most one space, and no dash
 * beside a blank. All marks go, the space stays. Whatever is strange ends the
 * run behind the last kept character before it; fold.c takes that one character
 * by character.
 *
 * Of a block all but the last byte is taken: the byte behind a mark must be known.
 * Less is taken when that would part a character. What a gap must know of the block
 * before is carried over (struct carry). So little decides where the next block
 * begins, and the machine works on several at once. */
#include "text/plain.h"

#include "text/plain_kind.h"
#include "text/utf8.h"
#include "text/ways_half.h"
#include "text/ways_wide.h"

struct block {
    uint64_t kept, digits, spaces, marks, hyphens, beyond, inner;   /* as in ascii.h */
    uint64_t letters, dense, loose;   /* beyond ASCII, at their first byte */
};

/* What a block must know of the one before: bits for its first byte. */
struct carry {
    uint64_t kept, digit;      /* stands behind such a character */
    uint64_t space;            /* behind a space, or marks behind one */
    uint64_t marks;            /* behind marks that stand behind a digit */
};

/* ---- characters beyond ASCII ---- */

/* bits where kind has the bit, else none. */
INLINE uint64_t where(unsigned kind, enum text_plain bit, uint64_t bits)
{
    return kind & bit ? bits : 0;
}

/* Makes the capital at `at` a small letter, in a copy of the block. */
static void make_small(struct ascii_block *is, unsigned at, unsigned kind, size_t left)
{
    if (is->from != is->copy) {
        memcpy(is->copy, is->from, left < sizeof is->copy ? left : sizeof is->copy);
        is->from = is->copy;
    }
    unsigned char *p = (unsigned char *)is->copy + at;
    p[1] = (unsigned char)(p[1] + text_shift[(p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu)]);
    p[0] = (unsigned char)(p[0] + (kind & TEXT_PLAIN_NEXT ? 1 : 0));
}

/* Adds the characters beyond ASCII whose bytes are `open` to the masks, up to one that
 * is strange. Capitals become small in `is`, which may be NULL when there are none. */
static void look_beyond(const char *p, const char *end, uint64_t open, struct ascii_block *is, struct block *block)
{
    struct block b = *block;
    while (open) {
        unsigned at = (unsigned)__builtin_ctzll(open), n = 0;
        unsigned kind = kind_at(p + at, end, &n);
        if (!kind || at + n > ASCII_BLOCK)
            break;
        uint64_t first = UINT64_C(1) << at, all = ((UINT64_C(1) << n) - 1) << at;
        if (is && kind & TEXT_PLAIN_CAPITAL) {
            make_small(is, at, kind, (size_t)(end - p));
            kind |= TEXT_PLAIN_LETTER;
        }
        b.kept |= where(kind, TEXT_PLAIN_LETTER, all);
        b.letters |= where(kind, TEXT_PLAIN_LETTER, first);
        b.dense |= where(kind, TEXT_PLAIN_DENSE, first);
        b.loose |= where(kind, TEXT_PLAIN_LOOSE, first);
        b.marks |= where(kind, TEXT_PLAIN_MARK, all);
        open &= ~all;
    }
    *block = b;
}

/* ---- gaps ---- */

/* How many bytes of a block to take, of `size` that there are: no part of a character
 * that goes on behind them. Read off the text, not the masks: where the next block
 * begins must be known soon, and by no branch that nobody can guess. Of two leading bytes
 * that follow one another, which is no text, the first counts. */
INLINE unsigned step_of(const char *p, size_t size)
{
    const unsigned char *b = (const unsigned char *)p + ASCII_BLOCK - 3;
    if (size < ASCII_BLOCK)
        return (unsigned)size;
    return ASCII_BLOCK - 1 - (b[0] >= 0xE0 ? 2u : b[1] >= 0xC0);
}

/* What is strange in the first `step` bytes of a block (`in` has their bits), and right
 * behind them: what no mask has, hyphens beside anything but kept characters, a second
 * space in a gap, the digit behind several marks that follow a digit. Sets *stay: single
 * marks between digits. Adding a run of marks carries a bit past its end. */
INLINE uint64_t find_strange(const struct block *b, uint64_t in, unsigned step, struct carry *carry, uint64_t *stay)
{
    uint64_t marks = b->marks & in, spaces = b->spaces & in;
    uint64_t ahead = b->kept & (in | ~b->beyond);   /* what begins behind may not be whole */
    uint64_t loose = b->hyphens & in & ~((b->kept << 1 | carry->kept) & ahead >> 1);
    uint64_t past = ((spaces << 1 | carry->space) + marks) & ~marks;
    uint64_t behind = (b->digits << 1 | carry->digit) & marks;
    *stay = behind & b->digits >> 1;
    uint64_t past_marks = ((behind | (carry->marks & marks)) + marks) & ~marks;
    uint64_t several = past_marks & b->digits & ~(*stay << 1) & in << 1;
    *carry = (struct carry){ b->kept >> (step - 1) & 1, b->digits >> (step - 1) & 1,
                             past >> step & 1, past_marks >> step & 1 };
    return (in & ~(b->kept | b->spaces | b->marks)) | loose | (past & spaces) | several;
}

/* ---- runs ---- */

INLINE void count_beyond(struct plain *f, const struct block *b, uint64_t in, uint64_t stay)
{
    f->points -= (size_t)__builtin_popcountll(stay & b->inner);
    f->letters += (size_t)__builtin_popcountll(b->letters & in);
    f->dense += (size_t)__builtin_popcountll(b->dense & in);
    f->beyond |= (b->beyond & in) != 0;   /* no branches */
    f->loose |= (b->loose & in) != 0;
}

/* Right behind the last kept character before p; start if there is none. */
static const char *behind_kept(const char *start, const char *p)
{
    for (const char *before; p > start; p = before) {
        unsigned n;
        before = utf8_prev(start, p);
        if (kind_of(before, p, &n) & (TEXT_PLAIN_LETTER | TEXT_PLAIN_CAPITAL))
            break;
    }
    return p;
}

/* A run has ended in a gap, which is left for fold.c, save marks at the end of
 * the text. space: a space of the gap was written. */
static void end_in_gap(struct plain *f, const char *start, bool space, bool strange)
{
    if (!strange && !space && f->last)
        return;
    f->p = behind_kept(start, f->p);
    f->out -= space;
    f->points -= space;
    f->spaces -= space;
}

/* One way to fold a block: look sets b and returns how many bytes to take; take writes
 * those that stay. `bytes` is the way's own, for what look leaves to take. */
typedef unsigned look_function(const char *p, const char *end, struct block *b, void *bytes);
typedef void take_function(const void *bytes, uint64_t stay, char *out);

/* Folds block by block, up to what ends the run. */
INLINE void fold_blocks(struct plain *run, look_function *look, take_function *take, void *bytes)
{
    struct plain f = { .p = run->p, .end = run->end, .last = run->last, .out = run->out };   /* in registers */
    struct carry carry = { .space = 1 };   /* marks in front go, a space behind them is strange */
    uint64_t strange = 0, space = 0;
    unsigned n = 1;
    while (f.p < f.end && !strange) {
        struct block b;
        uint64_t stay;
        n = look(f.p, f.end, &b, bytes);
        uint64_t in = below(n);
        space = carry.space;
        strange = find_strange(&b, in, n, &carry, &stay);
        if (strange) {
            uint64_t kept = b.kept & in & below((unsigned)__builtin_ctzll(strange));
            n = kept ? ASCII_BLOCK - (unsigned)__builtin_clzll(kept) : 0;
            in = below(n);
        }
        stay |= ~b.marks;
        stay &= in;
        take(bytes, stay, f.out);
        f.out += __builtin_popcountll(stay);
        f.spaces += (size_t)__builtin_popcountll(stay & b.spaces);
        if (b.beyond)
            count_beyond(&f, &b, in, stay);
        f.p += n;
    }
    f.points += (size_t)(f.out - run->out);
    bool wrote = f.out > run->out;
    const char *start = run->p;
    *run = f;
    if (!strange || n == 0)
        end_in_gap(run, start, wrote && (strange ? space : carry.space), strange);
}

/* look_beyond, if any are open: of a copy, so that b itself stays in registers. */
INLINE void look_at(const char *p, const char *end, uint64_t open, struct ascii_block *is, struct block *b)
{
    if (!open)
        return;
    struct block slow = *b;
    look_beyond(p, end, open, is, &slow);
    *b = slow;
}

/* Adds what is known of characters beyond ASCII, which have no bits in b yet. Returns their bytes. */
INLINE uint64_t add_known(struct block *b, struct ascii_known known)
{
    b->kept |= known.kept;
    b->marks |= known.marks;
    b->letters = known.letters;
    b->dense = known.dense;
    b->loose = known.loose;
    return known.kept | known.marks;
}

/* A line end inside a paragraph folds like a space. */
INLINE struct block block_of(const struct ascii_block *is)
{
    return (struct block){ .kept = is->kept, .digits = is->digits, .spaces = is->spaces | is->ends, .marks = is->marks,
                           .hyphens = is->hyphens, .beyond = is->beyond, .inner = is->inner };
}

INLINE unsigned sort_narrow(struct ascii_block *is, const char *p, const char *end, struct block *b)
{
    unsigned step = step_of(p, (size_t)(end - p));
    *b = block_of(is);
    look_at(p, end, b->beyond & below(step), is, b);
    return step;
}

/* By a way that keeps its block in memory; brackets are looked for afterwards. */
INLINE void fold_in_memory(struct plain *f, look_function *look, take_function *take)
{
    struct ascii_block is;
    const char *start = f->p;
    fold_blocks(f, look, take, &is);
    f->bracket = memchr(start, '(', (size_t)(f->p - start)) != NULL;
}

#if defined(__x86_64__) && defined(__SSE2__)
/* The `bytes` of AVX-512: the constants of the loop, and the block at hand. */
struct wide {
    __m512i kinds[2], lower[2];
    __m512i letter, digit, space, mark, hyphen, bracket, top, lead;
    __m512i v;   /* capitals beyond ASCII are small already */
    __mmask64 brackets;
};

/* A constant that is made once: gcc would make it anew in every round, and has too few
 * registers free for that. */
WIDE static inline __m512i held(char c)
{
    __m512i v = _mm512_set1_epi8(c);
    __asm__("" : "+v"(v));
    return v;
}

WIDE static inline __m512i table(const void *p)
{
    __m512i v = _mm512_loadu_si512(p);
    __asm__("" : "+v"(v));
    return v;
}

WIDE INLINE void sort_wide(__m512i v, const char *p, const char *end, unsigned step, struct block *b, __m512i *small)
{
    b->kept &= ~b->beyond;
    b->digits &= ~b->beyond;
    b->spaces &= ~b->beyond;
    b->hyphens &= ~b->beyond;
    b->marks &= ~b->beyond;
    uint64_t known = add_known(b, known_of(v, p, (size_t)(end - p), small));
    look_at(p, end, b->beyond & ~known & below(step), NULL, b);
}

WIDE INLINE unsigned fold_look_wide(const char *p, const char *end, struct block *b, void *bytes)
{
    struct wide *w = bytes;
    size_t size = (size_t)(end - p);
    unsigned step = step_of(p, size);
    __m512i v = w->v = load_wide(p, size);
    __m512i kinds = _mm512_permutex2var_epi8(w->kinds[0], v, w->kinds[1]);
    *b = (struct block){
        .kept = as_bits(_mm512_test_epi8_mask(kinds, w->letter)), .digits = as_bits(_mm512_test_epi8_mask(kinds, w->digit)),
        .spaces = as_bits(_mm512_test_epi8_mask(kinds, w->space)), .marks = as_bits(_mm512_test_epi8_mask(kinds, w->mark)),
        .hyphens = as_bits(_mm512_test_epi8_mask(kinds, w->hyphen)), .beyond = _mm512_movepi8_mask(v),
    };
    w->brackets |= _mm512_cmpeq_epi8_mask(v, w->bracket);
    if (b->beyond) {
        b->inner = _mm512_cmplt_epi8_mask(v, w->lead);
        sort_wide(v, p, end, step, b, &w->v);
    }
    return step;
}

WIDE INLINE void fold_take_wide(const void *bytes, uint64_t stay, char *out)
{
    const struct wide *w = bytes;
    __mmask64 ascii = _mm512_testn_epi8_mask(w->v, w->top);
    __m512i v = _mm512_mask2_permutex2var_epi8(w->lower[0], w->v, ascii, w->lower[1]);
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(stay, v));
}

WIDE static void fold_wide(struct plain *f)
{
    struct wide w = {
        .kinds = { table(text_plain), table(text_plain + 64) },
        .lower = { table(text_lower), table(text_lower + 64) },
        .letter = held(TEXT_PLAIN_LETTER), .digit = held(TEXT_PLAIN_DIGIT),
        .space = held(TEXT_PLAIN_SPACE | TEXT_PLAIN_END), .mark = held(TEXT_PLAIN_MARK),
        .hyphen = held((char)TEXT_PLAIN_HYPHEN), .bracket = held('('), .top = held((char)0x80), .lead = held((char)0xC0),
    };
    fold_blocks(f, fold_look_wide, fold_take_wide, &w);
    f->bracket = w.brackets != 0;
}

INLINE unsigned fold_look_sse2(const char *p, const char *end, struct block *b, void *bytes)
{
    look_sse2(p, (size_t)(end - p), bytes);
    return sort_narrow(bytes, p, end, b);
}

INLINE void fold_take_sse2(const void *bytes, uint64_t stay, char *out)
{
    keep_sse2(bytes, stay, out);
}

static void fold_sse2(struct plain *f)
{
    fold_in_memory(f, fold_look_sse2, fold_take_sse2);
}

/* From so many characters beyond ASCII on they are looked up at once, not one by one
 * (3 to 10 are the same, measured). */
enum { MANY = 6 };

HALF INLINE unsigned fold_look_half(const char *p, const char *end, struct block *b, void *bytes)
{
    struct ascii_block *is = bytes;
    look_half(p, (size_t)(end - p), is);
    *b = block_of(is);
    unsigned step = step_of(p, (size_t)(end - p));
    uint64_t open = b->beyond & below(step);
    if (__builtin_popcountll(open & ~b->inner) >= MANY)
        open &= ~add_known(b, known_half(is));
    look_at(p, end, open, is, b);
    return step;
}

HALF INLINE void fold_take_half(const void *bytes, uint64_t stay, char *out)
{
    keep_half(bytes, stay, out);
}

HALF static void fold_half(struct plain *f)
{
    fold_in_memory(f, fold_look_half, fold_take_half);
}

void plain_fold(struct plain *f)
{
    if (ascii_wide())
        fold_wide(f);
    else if (ascii_half())
        fold_half(f);
    else
        fold_sse2(f);
}
#else
INLINE unsigned fold_look(const char *p, const char *end, struct block *b, void *bytes)
{
    look_portable(p, (size_t)(end - p), bytes);
    return sort_narrow(bytes, p, end, b);
}

INLINE void fold_take(const void *bytes, uint64_t stay, char *out)
{
    keep_portable(bytes, stay, out);
}

void plain_fold(struct plain *f)
{
    fold_in_memory(f, fold_look, fold_take);
}
#endif
