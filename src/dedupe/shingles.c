#include "dedupe/shingles.h"

#include <stdlib.h>

#include "base/hash.h"
#include "dedupe/varint.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

void shingles_release(struct shingles *s)
{
    free(s->hashes.at);
    free(s->numbers.at);
    free(s->sorted.at);
    free(s->order.at);
    free(s->lines.at);
    buf_release(&s->folded);
    buf_release(&s->coded);
    *s = (struct shingles){ 0 };
}

/* Room for n more values. */
static bool reserve(struct hash_list *l, size_t n)
{
    enum { FIRST = 1024 };
    if (l->room - l->n >= n)
        return true;
    size_t room = l->room ? l->room : FIRST;
    while (room - l->n < n)
        room *= 2;
    uint64_t *more = reallocarray(l->at, room, sizeof *more);
    if (!more)
        return false;
    l->at = more;
    l->room = room;
    return true;
}

/* ---- folded text to tokens to shingles ---- */

/* The SHINGLE_BITS that are kept of a hash. */
static uint64_t mask(uint64_t hash)
{
    return hash >> (64 - SHINGLE_BITS);
}

/* Takes one more token, and adds the shingle of `width` tokens that ends with it. */
static void add_token(struct shingles *s, uint64_t token, unsigned width)
{
    memmove(s->window + 1, s->window, (SHINGLE_CHARS - 1) * sizeof *s->window);
    s->window[0] = token;
    if (++s->tokens < width)
        return;
    uint64_t hash = 0;
    for (unsigned i = width; i-- > 0;)
        hash = hash * UINT64_C(0x9e3779b97f4a7c15) + s->window[i];
    s->hashes.at[s->hashes.n++] = mask(shingle_mix(hash));
}

/* In any script's digits. */
static bool is_digit(uint32_t c)
{
    enum { FIRST_OTHER = 0x660 };   /* Arabic; what is below, like superscripts, folding has made 0 to 9 */
    return c < FIRST_OTHER ? c >= '0' && c <= '9' : c != UTF8_BAD && chars_flags(c) & CHARS_DIGIT;
}

static bool has_digit(const char *p, size_t n)
{
    enum { LEAD_OTHER = 0xD9 };     /* the first byte of FIRST_OTHER; Latin, Greek and Cyrillic have smaller ones */
    uint32_t c;
    for (const char *end = p + n; p < end;) {
        if ((unsigned char)*p < LEAD_OTHER) {
            if (is_digit((unsigned char)*p++))
                return true;
            continue;
        }
        p += utf8_next(p, end, &c);
        if (is_digit(c))
            return true;
    }
    return false;
}

/* Adds a number, given as its hash, together with the one before it. */
static void add_number(struct shingles *s, uint64_t hash)
{
    s->numbers.at[s->numbers.n++] = mask(shingle_mix(s->number * UINT64_C(0x9e3779b97f4a7c15) + hash));
    s->number = hash;
}

/* Whether a word is of signs alone, as between the columns of a table. */
static bool is_sign(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            return false;   /* at the first character of nearly every word */
    }
    return true;
}

/* Folded words are parted by single spaces. */
static void add_words(struct shingles *s, struct slice folded)
{
    for (const char *p = folded.ptr, *end = p + folded.len; p < end;) {
        const char *space = memchr(p, ' ', (size_t)(end - p));
        size_t n = (size_t)((space ? space : end) - p);
        if (is_sign(p, n)) {
            p += n + 1;
            continue;
        }
        uint64_t token = hash_bytes(slice_of(p, n));
        add_token(s, token, SHINGLE_WORDS);
        if (has_digit(p, n))
            add_number(s, token);
        p += n + 1;
    }
}

/* Tokens are characters but spaces. A run of digits is a number, whatever stands around it. */
static void add_characters(struct shingles *s, struct slice folded)
{
    const char *p = folded.ptr, *end = p + folded.len, *digits = NULL;
    while (p < end) {
        uint32_t c;
        const char *start = p;
        p += utf8_next(p, end, &c);
        if (is_digit(c)) {
            digits = digits ? digits : start;
        } else if (digits) {
            add_number(s, hash_bytes(slice_of(digits, (size_t)(start - digits))));
            digits = NULL;
        }
        if (c != ' ')
            add_token(s, shingle_mix(c + UINT64_C(1)), SHINGLE_CHARS);
    }
    if (digits)
        add_number(s, hash_bytes(slice_of(digits, (size_t)(end - digits))));
}

/* ---- sorting ---- */

/* Hashes are spread evenly, so dealing them out by their first bits leaves heaps of one
 * or two. A heap that is large all the same, of text made for that, is sorted by qsort. */
enum { HEAP_BITS = 10, HEAPS = 1 << HEAP_BITS, LARGE_HEAP = 24 };

static void sort_heap(uint64_t *at, size_t n)
{
    if (n > LARGE_HEAP) {
        qsort(at, n, sizeof *at, hash_order);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint64_t value = at[i];
        size_t k = i;
        for (; k > 0 && at[k - 1] > value; k--)
            at[k] = at[k - 1];
        at[k] = value;
    }
}

/* Sorts list into `other`, and swaps the two: `other` is the scratch of the next time. */
static bool sort(struct hash_list *list, struct hash_list *other)
{
    uint32_t start[HEAPS + 1] = { 0 };
    other->n = 0;
    if (!reserve(other, list->n))
        return false;
    for (size_t i = 0; i < list->n; i++)
        start[(list->at[i] >> (SHINGLE_BITS - HEAP_BITS)) + 1]++;
    for (size_t h = 0; h < HEAPS; h++)
        start[h + 1] += start[h];
    for (size_t i = 0; i < list->n; i++)
        other->at[start[list->at[i] >> (SHINGLE_BITS - HEAP_BITS)]++] = list->at[i];
    /* now start[h] is where heap h ends */
    for (size_t h = 0, from = 0; h < HEAPS; from = start[h++])
        if (start[h] - from > 1)
            sort_heap(other->at + from, start[h] - from);
    struct hash_list swap = *list;
    swap.n = 0;
    other->n = list->n;
    *list = *other;
    *other = swap;
    return true;
}

static void unique(struct hash_list *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (i == 0 || l->at[i] != l->at[n - 1])
            l->at[n++] = l->at[i];
    l->n = n;
}

/* ---- sets as bytes, in varints: n, n_numbers, of each hash and number what it adds to
 * the one before, and the lines, when there are any ---- */

static char *put_list(char *to, const struct hash_list *l)
{
    uint64_t before = 0;
    for (size_t i = 0; i < l->n; i++) {
        to += varint_put(to, l->at[i] - before);
        before = l->at[i];
    }
    return to;
}

static void encode(struct buf *out, const struct hash_list *hashes, const struct hash_list *numbers,
                   const struct hash_list *lines)
{
    buf_clear(out);
    if (!buf_reserve(out, (hashes->n + numbers->n + lines->n + 2) * VARINT_MOST))
        return;
    char *to = out->ptr;
    to += varint_put(to, hashes->n);
    to += varint_put(to, numbers->n);
    to = put_list(put_list(to, hashes), numbers);
    for (size_t i = 0; i < lines->n; i++)
        to += varint_put(to, lines->at[i]);
    out->len = (size_t)(to - out->ptr);
}

static struct shingle_set set_of(const struct shingles *s, struct slice coded)
{
    return (struct shingle_set){ s->hashes.at, s->numbers.at, s->hashes.n, s->numbers.n,
                                 s->with_lines ? s->lines.at : NULL, coded };
}

/* Takes a varint off the start of *bytes; false when it is not whole. */
static bool take_varint(struct slice *bytes, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < bytes->len && i < VARINT_MOST; i++) {
        unsigned char byte = (unsigned char)bytes->ptr[i];
        *value |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            *bytes = slice_from(*bytes, i + 1);
            return true;
        }
    }
    return false;
}

static bool take_list(struct hash_list *l, size_t n, struct slice *bytes)
{
    uint64_t value = 0, more;
    l->n = 0;
    if (!reserve(l, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!take_varint(bytes, &more))
            return false;
        l->at[l->n++] = value += more;
    }
    return true;
}

static bool take_lines(struct shingles *s, struct slice *bytes)
{
    size_t n = s->with_lines ? s->hashes.n : 0;
    s->lines.n = 0;
    if (!reserve(&s->lines, n))
        return false;
    while (s->lines.n < n)
        if (!take_varint(bytes, &s->lines.at[s->lines.n++]))
            return false;
    return true;
}

bool shingles_decode(struct shingles *s, struct slice bytes, struct shingle_set *set)
{
    uint64_t n, n_numbers;
    size_t whole = bytes.len;
    const char *start = bytes.ptr;
    if (!take_varint(&bytes, &n) || !take_varint(&bytes, &n_numbers) || n > whole || n_numbers > whole
        || !take_list(&s->hashes, (size_t)n, &bytes) || !take_list(&s->numbers, (size_t)n_numbers, &bytes)
        || !take_lines(s, &bytes))
        return false;
    *set = set_of(s, slice_of(start, whole - bytes.len));
    return true;
}

/* ---- sets ---- */

/* Notes that the hashes from `from` on came on this line. */
static bool note_line(struct shingles *s, size_t from, uint64_t line)
{
    size_t n = s->hashes.n - from;
    if (!reserve(&s->order, 2 * n))
        return false;
    for (size_t i = from; i < s->hashes.n; i++) {
        s->order.at[s->order.n++] = s->hashes.at[i];
        s->order.at[s->order.n++] = line;
    }
    return true;
}

/* Fills the lines of the sorted hashes, the first where there are several. */
static bool find_lines(struct shingles *s)
{
    s->lines.n = 0;
    if (!reserve(&s->lines, s->hashes.n))
        return false;
    s->lines.n = s->hashes.n;
    for (size_t i = s->order.n; i > 0; i -= 2) {   /* backwards: the first stays */
        const uint64_t *at = bsearch(&s->order.at[i - 2], s->hashes.at, s->hashes.n, sizeof *at, hash_order);
        s->lines.at[at - s->hashes.at] = s->order.at[i - 1];
    }
    return true;
}

static bool gather(struct shingles *s, const struct para *paras, size_t n)
{
    s->hashes.n = s->numbers.n = s->tokens = s->order.n = s->lines.n = 0;
    s->number = 0;
    for (size_t i = 0; i < n; i++) {
        if (paras[i].action == COPYDESK_DROP || !(paras[i].fold & FOLD_KEYED))
            continue;
        fold_key(paras[i].text, &s->folded);
        /* no more tokens than bytes, of words half as many */
        if (s->folded.failed || !reserve(&s->hashes, s->folded.len) || !reserve(&s->numbers, s->folded.len))
            return false;
        size_t before = s->hashes.n;
        if (paras[i].fold & FOLD_DENSE)
            add_characters(s, buf_slice(&s->folded));
        else
            add_words(s, buf_slice(&s->folded));
        if (s->with_lines && !note_line(s, before, paras[i].line))
            return false;
    }
    return true;
}

bool shingles_make(struct shingles *s, const struct para *paras, size_t n, struct shingle_set *set)
{
    if (!gather(s, paras, n) || !sort(&s->hashes, &s->sorted))
        return false;
    unique(&s->hashes);
    if (s->numbers.n > 1)
        qsort(s->numbers.at, s->numbers.n, sizeof *s->numbers.at, hash_order);
    unique(&s->numbers);
    if (s->with_lines && s->hashes.n && !find_lines(s))
        return false;
    encode(&s->coded, &s->hashes, &s->numbers, &s->lines);
    *set = set_of(s, buf_slice(&s->coded));
    return !s->coded.failed;
}

static const uint64_t *copy_list(const uint64_t *at, size_t n, struct arena *arena)
{
    uint64_t *to = arena_take(arena, (n + 1) * sizeof *to);
    if (to && n)
        memcpy(to, at, n * sizeof *to);
    return to;
}

const struct shingle_set *shingles_copy(const struct shingle_set *set, struct arena *arena)
{
    struct shingle_set *to = arena_take(arena, sizeof *to);
    if (!to)
        return NULL;
    *to = (struct shingle_set){ copy_list(set->hashes, set->n, arena),
                                copy_list(set->numbers, set->n_numbers, arena),
                                set->n, set->n_numbers,
                                set->lines ? copy_list(set->lines, set->n, arena) : NULL,
                                arena_copy(arena, set->coded) };
    return arena->failed ? NULL : to;
}

size_t shingles_shared(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b)
{
    size_t i = 0, k = 0, shared = 0;
    while (i < n_a && k < n_b) {   /* no branches: which list steps on cannot be predicted */
        uint64_t x = a[i], y = b[k];
        shared += x == y;
        i += x <= y;
        k += y <= x;
    }
    return shared;
}
