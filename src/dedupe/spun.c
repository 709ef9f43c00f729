/* DESIGN. The index (lsh.h) files a paragraph's number under each of its marks.
 * Paragraphs are numbered as they come; where each lies in the spool stands in a
 * row. In the spool:
 *
 *     number of its article, line, words, language   a struct record
 *     the words                                      4 bytes each
 */
#include "dedupe/spun.h"

#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "dedupe/chunks.h"
#include "dedupe/edits.h"
#include "dedupe/ids.h"
#include "dedupe/lsh.h"
#include "dedupe/spool.h"

struct record { uint32_t article, line, n, language; };

struct candidate { uint32_t para, shared; };

/* So many can share a mark; of them so many are compared word by word, so that
 * long paragraphs made to look alike cost no more than a few ones. */
enum { CANDIDATES = SPUN_MARKS * SPUN_SAME, COMPARED = 12 };

struct spun {
    unsigned percent;
    struct budget budget;
    size_t most;               /* bytes allocated, at the most */
    struct lsh *index;         /* of paragraphs, by their marks */
    struct chunks places;      /* of each paragraph in the spool, 8 bytes */
    uint32_t n;                /* paragraphs */
    struct ids ids;            /* of articles */
    struct buf last;           /* the id of the last one */
    struct spool spool;
    struct buf record;         /* the candidate looked at */
    struct buf rows[2];        /* words as numbers to be compared */
    struct edits edits;
};

struct spun *spun_new(unsigned percent, struct budget budget)
{
    struct spun *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    spool_init(&s->spool);
    chunks_init(&s->places, NULL, 0);
    ids_init(&s->ids);
    s->percent = percent;
    s->budget = budget;
    s->index = lsh_new(SPUN_SAME);
    if (!s->index) {
        spun_free(s);
        return NULL;
    }
    return s;
}

void spun_free(struct spun *s)
{
    if (!s)
        return;
    lsh_free(s->index);
    chunks_release(&s->places);
    ids_release(&s->ids);
    buf_release(&s->last);
    spool_release(&s->spool);
    buf_release(&s->record);
    buf_release(&s->rows[0]);
    buf_release(&s->rows[1]);
    edits_release(&s->edits);
    free(s);
}

/* ---- the index ---- */

/* Marks are the smallest of several hashes, so their first bits alone say
 * little. Two marks share a key with odds of 1 in 2^38. */
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
        int same = lsh_find(s->index, key_of_mark(t->marks[m]), LSH_FIRST, found, error);
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

/* The words without their weights: those may differ with the capital. */
static const uint64_t *row_of(struct buf *row, const spun_word *words, size_t n)
{
    buf_clear(row);
    for (size_t i = 0; i < n; i++) {
        uint64_t word = words[i] >> 2;
        buf_add(row, (const char *)&word, sizeof word);
    }
    return row->failed ? NULL : (const uint64_t *)(const void *)buf_slice(row).ptr;
}

static bool may_come(spun_word w)
{
    return spun_weight(w) == SPUN_FREE;
}

static bool may_go(spun_word w, bool cased)
{
    return spun_weight(w) == SPUN_FREE || (cased && spun_weight(w) == SPUN_PLAIN);
}

/* The words that are not free and were edited, of one side: do they stand in
 * one place, and at the start or end of all that are not free? */
struct phrase { size_t from, to, n; bool whole, at_end; };

static struct phrase find_phrase(const spun_word *words, const unsigned char *edited, size_t n)
{
    struct phrase f = { 0 };
    size_t core = 0, first = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        if (spun_weight(words[i]) == SPUN_FREE)
            continue;
        if (edited[i]) {
            first = f.n == 0 ? core : first;
            last = core;
            f.from = f.n == 0 ? i : f.from;
            f.to = i + 1;
            f.n++;
        }
        core++;
    }
    f.whole = f.n > 0 && last - first + 1 == f.n;
    f.at_end = f.n > 0 && (first == 0 || last + 1 == core);
    return f;
}

static size_t count(const unsigned char *edited, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += edited[i];
    return sum;
}

/* The word of row at place i, from the front or from the back. */
static size_t place(bool front, size_t n, size_t i)
{
    return front ? i : n - 1 - i;
}

/* Does the phrase `is` of b stand at that end of a too, free words left out, all of
 * it cut? Then behind it few words may be cut, and only such as may go. */
static bool stood_at(bool front, const struct edits *e, const spun_word *a, size_t n, const spun_word *b,
                     struct phrase is, size_t limit)
{
    size_t i = 0, j = 0, met = 0, m = is.to - is.from;
    for (; met < is.n && i < n; i++) {
        size_t at = place(front, n, i);
        if (spun_weight(a[at]) == SPUN_FREE)
            continue;
        while (j < m && spun_weight(b[is.from + place(front, m, j)]) == SPUN_FREE)
            j++;
        if (j == m || !e->cut[at] || a[at] >> 2 != b[is.from + place(front, m, j)] >> 2)
            return false;
        j++;
        met++;
    }
    size_t gone = 0;
    for (; i < n && gone <= limit; i++) {
        size_t at = place(front, n, i);
        gone += e->cut[at] ? may_go(a[at], true) ? 1 : limit + 1 : 0;
    }
    return met == is.n && gone <= limit;
}

/* A phrase that moved whole from one end of the text to the other, as in "US
 * officials said the ferry sank" and "the ferry sank, US officials said": what
 * came, free words left out, is at an end, and all of it went from the other. Two
 * names that changed places are two phrases, or stand in the middle. Its own
 * words neither came nor went. */
static bool is_moved(const struct edits *e, const spun_word *a, size_t n, const spun_word *b, size_t m, size_t limit)
{
    struct phrase is = find_phrase(b, e->added, m);
    if (!is.whole || !is.at_end || count(e->added, m) > count(e->added + is.from, is.to - is.from) + limit)
        return false;
    return stood_at(true, e, a, n, b, is, limit) || stood_at(false, e, a, n, b, is, limit);
}

static bool says_no_more(const struct edits *e, const spun_word *a, size_t n, const struct spun_text *later)
{
    for (size_t i = 0; i < n; i++)
        if (e->cut[i] && !may_go(a[i], later->cased))
            return false;
    for (size_t j = 0; j < later->n; j++)
        if (e->added[j] && !may_come(later->words[j]))
            return false;
    return true;
}

/* 1: later says nothing that earlier does not; 0: it may; -1: memory is short.
 * shared: marks; most are where a long phrase moved, and only then it is looked for. */
static int is_spun(struct spun *s, const spun_word *earlier, size_t n, const struct spun_text *later, uint32_t shared)
{
    enum { MOVED = 32 };   /* the longest phrase that moves, in words (guess) */
    size_t m = later->n, longer = n > m ? n : m, limit = longer * s->percent / 100;
    bool far = later->cased && shared * 2 >= later->n_marks;
    if (longer - (n < m ? n : m) > limit)
        return 0;
    const uint64_t *a = row_of(&s->rows[0], earlier, n), *b = row_of(&s->rows[1], later->words, m);
    if (!a || !b)
        return -1;
    struct edits *e = &s->edits;
    long edits = edits_find(e, a, n, b, m, 2 * (limit + (far ? MOVED : 0)));
    if (edits < 0)
        return edits == EDITS_NO_MEMORY ? -1 : 0;
    if (count(e->cut, n) <= limit && count(e->added, m) <= limit && says_no_more(e, earlier, n, later))
        return 1;
    return later->cased && is_moved(e, earlier, n, later->words, m, limit);
}

static enum copydesk_status read_record(struct spun *s, uint32_t para, struct record *r, struct copydesk_error *error)
{
    uint64_t at;
    int code = chunks_read(&s->places, (uint64_t)para * sizeof at, &at, sizeof at);
    if (code)
        return budget_check(s->budget, code, error);
    buf_clear(&s->record);
    enum copydesk_status status = spool_get(&s->spool, at, sizeof *r, &s->record, error);
    if (status != COPYDESK_OK)
        return status;
    memcpy(r, s->record.ptr, sizeof *r);
    buf_clear(&s->record);
    return spool_get(&s->spool, at + sizeof *r, r->n * sizeof(spun_word), &s->record, error);
}

/* 1: found, with its place in r; 0: not; -1: failed. An article's own pieces
 * are passed over: they are remembered as they come. */
static int find_first(struct spun *s, struct slice id, const struct spun_text *t, struct record *r,
                      struct copydesk_error *error)
{
    struct candidate list[CANDIDATES];
    uint32_t own = slice_equal(buf_slice(&s->last), id) ? s->ids.n : 0;
    int n = find_candidates(s, t, list, error);
    for (int i = 0, compared = 0; i < n && compared < COMPARED; i++) {
        if (read_record(s, list[i].para, r, error) != COPYDESK_OK)
            return -1;
        if (r->language != t->language || r->article == own)
            continue;
        compared++;
        int found = is_spun(s, (const spun_word *)(const void *)s->record.ptr, r->n, t, list[i].shared);
        if (found < 0)
            error_memory(error);
        if (found)
            return found;
    }
    return n < 0 ? -1 : 0;
}

/* The id of an article; false with error filled when it failed. */
static bool find_id(struct spun *s, uint32_t article, struct arena *arena, struct slice *id,
                    struct copydesk_error *error)
{
    int code = ids_get(&s->ids, article, id);
    if (code == 0)
        *id = arena_copy(arena, *id);
    return budget_check(s->budget, arena->failed ? ENOMEM : code, error) == COPYDESK_OK;
}

long spun_mark(struct spun *s, struct slice id, struct para *paras, size_t n, bool flag,
               struct arena *arena, struct copydesk_error *error)
{
    long dropped = 0;
    for (size_t i = 0; i < n; i++) {
        struct para *p = &paras[i];
        struct record first;
        if (!p->spun || p->action == COPYDESK_DROP)
            continue;
        int found = find_first(s, id, p->spun, &first, error);
        if (found < 0)
            return -1;
        if (!found)
            continue;
        if (!find_id(s, first.article, arena, &p->first_id, error))
            return -1;
        p->first_line = first.line;
        p->flagged = flag;
        if (flag)
            continue;
        p->action = COPYDESK_DROP;
        p->reason = COPYDESK_NEAR_PARAGRAPH;
        dropped++;
    }
    return dropped;
}

/* ---- remembering ---- */

/* The number of the article; of the last one when this is a piece of it. False:
 * memory is short. */
static bool number_article(struct spun *s, struct slice id, uint32_t *number)
{
    if (s->ids.n > 0 && slice_equal(buf_slice(&s->last), id)) {
        *number = s->ids.n;
        return true;
    }
    buf_clear(&s->last);
    buf_addslice(&s->last, id);
    *number = s->last.failed ? 0 : ids_add(&s->ids, id);
    return *number > 0;
}

static enum copydesk_status add_para(struct spun *s, uint32_t article, const struct para *p, struct copydesk_error *error)
{
    const struct spun_text *t = p->spun;
    struct record r = { article, p->line < UINT32_MAX ? (uint32_t)p->line : UINT32_MAX, t->n, t->language };
    uint64_t at = spool_size(&s->spool);
    if (s->n == LSH_ARTICLES)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "more paragraphs than near ones are looked for in; clean the articles in parts");
    for (size_t i = 0; i < t->n_marks; i++)
        if (!lsh_add(s->index, key_of_mark(t->marks[i]), s->n, LSH_FIRST))
            return error_memory(error);
    if (chunks_add(&s->places, &at, sizeof at) != 0)
        return error_memory(error);
    s->n++;
    enum copydesk_status status = spool_put(&s->spool, slice_of((const char *)&r, sizeof r), error);
    if (status == COPYDESK_OK)
        status = spool_put(&s->spool, slice_of((const char *)t->words, t->n * sizeof *t->words), error);
    return status;
}

/* Under a cap: moves everything to files when it is time. */
static enum copydesk_status keep_cap(struct spun *s, struct copydesk_error *error)
{
    size_t now = sizeof *s + lsh_memory(s->index) + ids_memory(&s->ids) + chunks_memory(&s->places);
    size_t movable = lsh_tables(s->index) + ids_unfiled(&s->ids) + chunks_unfiled(&s->places);
    s->most = now > s->most ? now : s->most;
    if (!budget_is_full(s->budget, now, movable))
        return COPYDESK_OK;
    int code = ids_spill(&s->ids, s->budget.folder);
    code = code ? code : chunks_spill(&s->places, s->budget.folder);
    if (code)
        return budget_check(s->budget, code, error);
    enum copydesk_status status = lsh_spill(s->index, s->budget.folder, s->budget.memory / BUDGET_FILTER, error);
    return status == COPYDESK_OK ? status : budget_failed(s->budget, error);
}

enum copydesk_status spun_add(struct spun *s, struct slice id, const struct para *paras, size_t n,
                              struct copydesk_error *error)
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
        status = add_para(s, article, p, error);
    }
    return status == COPYDESK_OK ? keep_cap(s, error) : status;
}

struct budget_used spun_used(const struct spun *s)
{
    return (struct budget_used){ s->most, lsh_filed(s->index) + ids_filed(&s->ids) + chunks_filed(&s->places) };
}
