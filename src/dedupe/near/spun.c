/* DESIGN. Paragraphs are numbered as they come, from 0. The index files a paragraph's
 * number under each of its marks; its entry tells where it lies among the texts. There:
 *
 *     its article, line, language, marks             a struct record
 *     the words                                      4 bytes each
 */
#include "dedupe/near/spun.h"

#include <errno.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/endian.h"
#include "base/error.h"
#include "dedupe/near/spun_compare.h"
#include "dedupe/near/stock.h"

struct record {
    uint32_t article;          /* its number in ids; 0: loaded */
    uint32_t owner, line, n;   /* n: words */
    uint32_t marks[SPUN_MARKS];
    uint8_t n_marks, language;
};

struct candidate { uint32_t para, shared; };

enum {
    CANDIDATES = SPUN_MARKS * SPUN_SAME,   /* so many can share a mark */
    COMPARED = 12    /* of them compared word by word: long paragraphs made to look alike cost no more than that */
};

struct spun {
    struct stock stock;        /* of paragraphs; an entry is where one lies among the texts, 8 bytes */
    uint32_t n, loaded;        /* paragraphs; so many, the first ones, were loaded */
    struct buf last;           /* the id of the last article */
    struct buf record;         /* scratch: the words of the paragraph that was read last */
    struct spun_comparer comparer;
    struct buf coded;          /* scratch: what spun_each hands out */
};

struct spun *spun_new(unsigned percent, struct budget budget)
{
    struct spun *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->comparer.percent = percent;
    if (stock_init(&s->stock, budget, SPUN_SAME))
        return s;
    spun_free(s);
    return NULL;
}

void spun_free(struct spun *s)
{
    if (!s)
        return;
    stock_release(&s->stock);
    buf_release(&s->last);
    buf_release(&s->record);
    spun_comparer_release(&s->comparer);
    buf_release(&s->coded);
    free(s);
}

/* ---- the index ---- */

/* Spreads a mark over the index: marks are the smallest of several hashes, so their first
 * bits alone tell little. Two marks share a key with odds of 1 in 2^38. */
static uint64_t key_of_mark(uint32_t mark)
{
    return mark * UINT64_C(0x9E3779B97F4A7C15);
}

static int by_likelihood(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    if (a->shared != b->shared)
        return a->shared > b->shared ? -1 : 1;
    return a->para < b->para ? -1 : 1;
}

/* The paragraphs that share marks with t: the most marks first, then the
 * earliest. How many; -1 with error filled when it failed. */
static int find_candidates(const struct spun *s, const struct spun_text *t, struct candidate *list,
                           struct copydesk_error *error)
{
    int n = 0;
    for (size_t m = 0; m < t->n_marks; m++) {
        uint32_t found[LSH_MOST];
        int same = lsh_find(s->stock.index, key_of_mark(t->marks[m]), LSH_FIRST, found, error);
        if (same < 0)
            return -1;
        for (int i = 0; i < same; i++) {
            int k = 0;
            while (k < n && list[k].para != found[i])
                k++;
            if (k == n)
                list[n++] = (struct candidate){ found[i], 0 };
            list[k].shared++;
        }
    }
    if (n > 0)
        qsort(list, (size_t)n, sizeof *list, by_likelihood);
    return n;
}

/* ---- comparing ---- */

/* Reads a paragraph, its words into s->record. */
static enum copydesk_status read_record(struct spun *s, uint32_t para, struct record *r, struct copydesk_error *error)
{
    uint64_t at = 0;
    enum copydesk_status status = stock_entry(&s->stock, para, &at, sizeof at, error);
    if (status == COPYDESK_OK)
        status = stock_get(&s->stock, at, sizeof *r, &s->record, error);
    if (status != COPYDESK_OK)
        return status;
    memcpy(r, s->record.ptr, sizeof *r);
    return stock_get(&s->stock, at + sizeof *r, r->n * sizeof(spun_word), &s->record, error);
}

/* Whether a candidate counts: not a piece of the article `own` itself, nor of an owner that does not. */
static bool counts(const struct record *r, uint32_t own, const struct spun_owners *owners)
{
    return (!r->article || r->article != own) && (!owners || owners->count(owners->payload, r->owner));
}

/* Finds the paragraph of which t is a spun copy. 1: found, r tells of it; 0: there is none;
 * -1: failed. Passes over those of the article itself, whose earlier pieces are remembered
 * already. */
static int find_first(struct spun *s, struct slice id, const struct spun_text *t, const struct spun_owners *owners,
                      struct record *r, struct copydesk_error *error)
{
    struct candidate list[CANDIDATES];
    uint32_t own = slice_equal(buf_slice(&s->last), id) ? s->stock.ids.n : 0;
    int n = find_candidates(s, t, list, error);
    for (int i = 0, compared = 0; i < n && compared < COMPARED; i++) {
        if (read_record(s, list[i].para, r, error) != COPYDESK_OK)
            return -1;
        if (r->language != t->language || !counts(r, own, owners))
            continue;
        compared++;
        int found = spun_compare(&s->comparer, (const spun_word *)(const void *)s->record.ptr, r->n, t, list[i].shared);
        if (found < 0)
            error_memory(error);
        if (found)
            return found;
    }
    return n < 0 ? -1 : 0;
}

/* The id of an article, copied into the arena; false with error filled when it failed. */
static bool find_id(struct spun *s, uint32_t article, struct arena *arena, struct slice *id,
                    struct copydesk_error *error)
{
    if (stock_id(&s->stock, article, id, error) != COPYDESK_OK)
        return false;
    *id = arena_copy(arena, *id);
    if (arena->failed)
        error_memory(error);
    return !arena->failed;
}

long spun_mark(struct spun *s, struct slice id, struct para *paras, size_t n, bool flag,
               const struct spun_owners *owners, struct arena *arena, struct copydesk_error *error)
{
    long dropped = 0;
    for (size_t i = 0; i < n; i++) {
        struct para *p = &paras[i];
        struct record first;
        if (!p->spun || p->action == COPYDESK_DROP)
            continue;
        int found = find_first(s, id, p->spun, owners, &first, error);
        if (found < 0)
            return -1;
        if (!found)
            continue;
        p->first_id = SLICE("");
        if (first.article && !find_id(s, first.article, arena, &p->first_id, error))
            return -1;
        p->first_line = first.line;
        p->first_number = first.owner;
        p->flagged = flag;
        if (flag)
            continue;
        p->action = COPYDESK_DROP;
        p->reason = COPYDESK_NEAR_PARAGRAPH;
        dropped++;
    }
    return dropped;
}

int spun_find(struct spun *s, struct slice id, const struct para *p, const struct spun_owners *owners,
              uint32_t *owner, struct copydesk_error *error)
{
    struct record first = { 0 };
    int found = p->spun ? find_first(s, id, p->spun, owners, &first, error) : 0;
    *owner = first.owner;
    return found;
}

/* ---- remembering ---- */

/* The number of the article; of the last one when this is a piece of it. False:
 * memory is short. */
static bool number_article(struct spun *s, struct slice id, uint32_t *number)
{
    if (s->stock.ids.n > 0 && slice_equal(buf_slice(&s->last), id)) {
        *number = s->stock.ids.n;
        return true;
    }
    buf_clear(&s->last);
    buf_addslice(&s->last, id);
    *number = s->last.failed ? 0 : ids_add(&s->stock.ids, id);
    return *number > 0;
}

/* Adds a paragraph: r, and its r->n words. */
static enum copydesk_status put(struct spun *s, const struct record *r, const void *words, struct copydesk_error *error)
{
    uint64_t at = s->stock.texts.end;
    if (s->n == LSH_ARTICLES)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "more paragraphs than near ones are looked for in; clean the articles in parts");
    for (size_t i = 0; i < r->n_marks; i++)
        if (!lsh_add(s->stock.index, key_of_mark(r->marks[i]), s->n, LSH_FIRST))
            return error_memory(error);
    s->n++;
    enum copydesk_status status = stock_add(&s->stock, &at, sizeof at, error);
    if (status == COPYDESK_OK)
        status = stock_put(&s->stock, slice_of((const char *)r, sizeof *r), error);
    return status == COPYDESK_OK ? stock_put(&s->stock, slice_of(words, r->n * sizeof(spun_word)), error) : status;
}

static enum copydesk_status add_para(struct spun *s, uint32_t article, uint32_t owner, const struct para *p,
                                     struct copydesk_error *error)
{
    const struct spun_text *t = p->spun;
    struct record r = { .article = article, .owner = owner, .n = t->n, .n_marks = t->n_marks, .language = t->language,
                        .line = p->line < UINT32_MAX ? (uint32_t)p->line : UINT32_MAX };
    memcpy(r.marks, t->marks, t->n_marks * sizeof *t->marks);
    return put(s, &r, t->words, error);
}

enum copydesk_status spun_add(struct spun *s, struct slice id, const struct para *paras, size_t n,
                              uint32_t owner, struct copydesk_error *error)
{
    uint32_t article = 0;
    bool numbered = false;
    enum copydesk_status status = COPYDESK_OK;
    for (size_t i = 0; status == COPYDESK_OK && i < n; i++) {
        const struct para *p = &paras[i];
        if (!p->spun || p->action == COPYDESK_DROP || p->flagged)
            continue;
        if (!numbered && !number_article(s, id, &article))
            return error_memory(error);
        numbered = true;
        status = add_para(s, article, owner, p, error);
    }
    return status == COPYDESK_OK ? stock_keep_cap(&s->stock, error) : status;
}

/* ---- from run to run ---- */

/* A coded paragraph, in numbers of 4 bytes: its line, how many words, how many marks << 8 |
 * language; then the marks, and the words. */
enum { CODED_HEAD = 12 };

static void encode(struct buf *out, const struct record *r, const spun_word *words)
{
    unsigned char four[4];
    const uint32_t head[] = { r->line, r->n, (uint32_t)r->n_marks << 8 | r->language };
    const struct { const uint32_t *at; size_t n; } parts[] = { { head, 3 }, { r->marks, r->n_marks }, { words, r->n } };
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < parts[i].n; k++) {
            put_le(four, parts[i].at[k], sizeof four);
            buf_add(out, (const char *)four, sizeof four);
        }
}

static void decode_words(uint32_t *to, const char *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (uint32_t)get_le((const unsigned char *)from + 4 * i, 4);
}

/* Takes the first paragraph off coded, its words into s->record; false when there is no
 * whole one, or memory is short. */
static bool decode(struct spun *s, struct slice *coded, struct record *r)
{
    uint32_t head[3] = { 0 };
    if (coded->len < CODED_HEAD)
        return false;
    decode_words(head, coded->ptr, 3);
    *r = (struct record){ .line = head[0], .n = head[1], .n_marks = (uint8_t)(head[2] >> 8),
                          .language = (uint8_t)head[2] };
    *coded = slice_from(*coded, CODED_HEAD);
    size_t bytes = 4 * ((size_t)r->n_marks + r->n);
    buf_clear(&s->record);
    if (r->n_marks > SPUN_MARKS || r->n > SPUN_MOST || coded->len < bytes
        || !buf_reserve(&s->record, r->n * sizeof(spun_word)))
        return false;
    decode_words(r->marks, coded->ptr, r->n_marks);
    decode_words((spun_word *)(void *)s->record.ptr, coded->ptr + 4 * (size_t)r->n_marks, r->n);
    *coded = slice_from(*coded, bytes);
    return true;
}

enum copydesk_status spun_load(struct spun *s, uint32_t owner, struct slice coded, struct copydesk_error *error)
{
    struct record r;
    enum copydesk_status status = COPYDESK_OK;
    while (status == COPYDESK_OK && coded.len > 0) {
        if (!decode(s, &coded, &r))
            return error_memory(error);   /* nothing else: the file's check sum was right */
        r.owner = owner;
        status = put(s, &r, s->record.ptr, error);
        s->loaded = s->n;
    }
    return status == COPYDESK_OK ? stock_keep_cap(&s->stock, error) : status;
}

/* Sorts, as what several runs remembered stands one behind the other: lines may fall. */
bool spun_lines(struct slice coded, struct hash_list *lines)
{
    lines->n = 0;
    for (uint32_t head[3]; coded.len >= CODED_HEAD;) {
        decode_words(head, coded.ptr, 3);
        if (!hash_list_add(lines, head[0]))
            return false;
        size_t bytes = CODED_HEAD + 4 * ((size_t)head[1] + (head[2] >> 8));
        coded = slice_from(coded, bytes < coded.len ? bytes : coded.len);
    }
    hash_list_sort(lines);
    return true;
}

/* Hands out what was coded. */
static enum copydesk_status hand_out(struct spun *s, uint32_t owner, spun_each_fn *each, void *payload,
                                     struct copydesk_error *error)
{
    if (s->coded.failed)
        return error_memory(error);
    enum copydesk_status status = s->coded.len ? each(payload, owner, buf_slice(&s->coded), error) : COPYDESK_OK;
    buf_clear(&s->coded);
    return status;
}

enum copydesk_status spun_each(struct spun *s, spun_each_fn *each, void *payload, struct copydesk_error *error)
{
    struct record r;
    uint32_t owner = 0;
    enum copydesk_status status = COPYDESK_OK;
    for (uint32_t i = s->loaded; i < s->n && status == COPYDESK_OK; i++) {
        status = read_record(s, i, &r, error);
        if (status == COPYDESK_OK && r.owner != owner)
            status = hand_out(s, owner, each, payload, error);
        owner = r.owner;
        encode(&s->coded, &r, (const spun_word *)(const void *)s->record.ptr);
    }
    return status == COPYDESK_OK ? hand_out(s, owner, each, payload, error) : status;
}

uint32_t spun_count(const struct spun *s)
{
    return s->n - s->loaded;
}

struct budget_used spun_used(const struct spun *s)
{
    return stock_used(&s->stock);
}
