#include "dedupe/near/shingles.h"

#include <stdlib.h>

#include "base/endian.h"
#include "base/hash.h"
#include "dedupe/keys/varint.h"
#include "text/fold.h"

void shingles_release(struct shingles *s)
{
    row_release(&s->row);
    free(s->hashes.at);
    free(s->sorted.at);
    free(s->word_lines.at);
    free(s->order.at);
    free(s->lines.at);
    buf_release(&s->coded);
    *s = (struct shingles){ 0 };
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
    if (!hash_list_reserve(other, list->n))
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

/* ---- words to sets ---- */

/* Notes the line of the shingle that was added last. */
static bool note_line(struct shingles *s, uint64_t line)
{
    if (!hash_list_reserve(&s->order, 2))
        return false;
    s->order.at[s->order.n++] = s->hashes.at[s->hashes.n - 1];
    s->order.at[s->order.n++] = line;
    return true;
}

/* Fills the lines of the sorted hashes, the first where there are several. */
static bool find_lines(struct shingles *s)
{
    s->lines.n = 0;
    if (!hash_list_reserve(&s->lines, s->hashes.n))
        return false;
    s->lines.n = s->hashes.n;
    for (size_t i = s->order.n; i > 0; i -= 2) {   /* backwards: the first stays */
        const uint64_t *at = bsearch(&s->order.at[i - 2], s->hashes.at, s->hashes.n, sizeof *at, hash_order);
        s->lines.at[at - s->hashes.at] = s->order.at[i - 1];
    }
    return true;
}

/* Fills the hashes, and their lines when they are wanted, from the words in s. */
static bool build(struct shingles *s)
{
    const struct hash_list *words = &s->row.words;
    s->hashes.n = s->order.n = s->lines.n = 0;
    if (!hash_list_reserve(&s->hashes, words->n))
        return false;
    for (size_t i = 0; i < words->n; i++) {
        size_t width = shingle_width(words->at[i]);
        if (i + 1 < width)
            continue;
        s->hashes.at[s->hashes.n++] = shingle_of(words->at + i + 1 - width, width);
        if (s->with_lines && !note_line(s, s->word_lines.at[i]))
            return false;
    }
    if (!sort(&s->hashes, &s->sorted))
        return false;
    hash_list_unique(&s->hashes);
    return !s->with_lines || s->hashes.n == 0 || find_lines(s);
}

static struct shingle_set set_of(const struct shingles *s, struct slice coded)
{
    return (struct shingle_set){ .hashes = s->hashes.at, .n = s->hashes.n,
                                 .lines = s->with_lines ? s->lines.at : NULL, .coded = coded };
}

/* ---- sets as bytes: how many words, a varint; the words, WORD_BYTES each; and of each word the
 * line, a varint of what it adds to the one before, when there are any ---- */

enum { WORD_BYTES = ROW_BITS / 8 };

static void encode(struct buf *out, const struct hash_list *words, const struct hash_list *lines)
{
    buf_clear(out);
    if (!buf_reserve(out, words->n * WORD_BYTES + (lines->n + 1) * VARINT_MOST))
        return;
    char *to = out->ptr;
    to += varint_put(to, words->n);
    for (size_t i = 0; i < words->n; i++, to += WORD_BYTES)
        put_le((unsigned char *)to, words->at[i], WORD_BYTES);
    for (size_t i = 0; i < lines->n; i++)
        to += varint_put(to, lines->at[i] - (i ? lines->at[i - 1] : 0));
    out->len = (size_t)(to - out->ptr);
}

/* Takes a varint off the start of *bytes; false when it is not whole. */
static bool take_varint(struct slice *bytes, uint64_t *value)
{
    const unsigned char *from = (const unsigned char *)bytes->ptr;
    size_t n = varint_get(from, from + bytes->len, value);
    *bytes = slice_from(*bytes, n);
    return n > 0;
}

static void decode_words(const char *from, uint64_t *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = get_le((const unsigned char *)from + i * WORD_BYTES, WORD_BYTES);
}

static bool take_words(struct hash_list *words, struct slice *bytes)
{
    uint64_t n;
    words->n = 0;
    if (!take_varint(bytes, &n) || n > bytes->len / WORD_BYTES || !hash_list_reserve(words, (size_t)n))
        return false;
    words->n = (size_t)n;
    decode_words(bytes->ptr, words->at, words->n);
    *bytes = slice_from(*bytes, (size_t)n * WORD_BYTES);
    return true;
}

static bool take_lines(struct hash_list *lines, size_t n, struct slice *bytes)
{
    uint64_t line = 0, more;
    lines->n = 0;
    if (!hash_list_reserve(lines, n))
        return false;
    while (lines->n < n) {
        if (!take_varint(bytes, &more))
            return false;
        lines->at[lines->n++] = line += more;
    }
    return true;
}

bool shingles_decode(struct shingles *s, struct slice bytes, struct shingle_set *set)
{
    size_t whole = bytes.len;
    const char *start = bytes.ptr;
    if (!take_words(&s->row.words, &bytes) || !take_lines(&s->word_lines, s->with_lines ? s->row.words.n : 0, &bytes) || !build(s))
        return false;
    *set = set_of(s, slice_of(start, whole - bytes.len));
    return true;
}

size_t shingles_n_words(const struct shingle_set *set)
{
    struct slice bytes = set->coded;
    uint64_t n = 0;
    take_varint(&bytes, &n);
    return (size_t)n;
}

void shingles_words(const struct shingle_set *set, uint64_t *to, size_t n)
{
    struct slice bytes = set->coded;
    uint64_t all;
    take_varint(&bytes, &all);
    decode_words(bytes.ptr, to, n);
}

/* ---- articles to sets ---- */

/* Notes that the words from `from` on stand on this line. */
static bool note_lines(struct shingles *s, size_t from, uint64_t line)
{
    if (!s->with_lines)
        return true;
    if (!hash_list_reserve(&s->word_lines, s->row.words.n - from))
        return false;
    for (; from < s->row.words.n; from++)
        s->word_lines.at[s->word_lines.n++] = line;
    return true;
}

static bool gather(struct shingles *s, const struct para *paras, size_t n)
{
    row_clear(&s->row);
    s->word_lines.n = 0;
    for (size_t i = 0; i < n; i++) {
        if (paras[i].action == COPYDESK_DROP || !(paras[i].fold & FOLD_KEYED))
            continue;
        size_t before = s->row.words.n;
        if (!row_add(&s->row, &paras[i]) || !note_lines(s, before, paras[i].line))
            return false;
    }
    row_mark_names(&s->row);
    return true;
}

bool shingles_make(struct shingles *s, const struct para *paras, size_t n, struct shingle_set *set)
{
    if (!gather(s, paras, n) || !build(s))
        return false;
    encode(&s->coded, &s->row.words, &s->word_lines);
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
    *to = (struct shingle_set){ .hashes = copy_list(set->hashes, set->n, arena), .n = set->n,
                                .lines = set->lines ? copy_list(set->lines, set->n, arena) : NULL,
                                .coded = arena_copy(arena, set->coded) };
    return arena->failed ? NULL : to;
}
