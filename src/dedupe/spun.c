/* DESIGN. The index is one open table of (hash, paragraph number), in which a
 * hash may stand up to SPUN_SAME times. Paragraphs are numbered as they come;
 * where each lies in the spool stands in a row. In the spool:
 *
 *     number of its article, line, words, language   a struct record
 *     the words                                      4 bytes each
 */
#include "dedupe/spun.h"

#include <stdlib.h>

#include "base/error.h"
#include "dedupe/edits.h"
#include "dedupe/spool.h"

struct slot { uint32_t mark, para; };   /* para 0: free; else its number, from 1 */

struct record { uint32_t article, line, n, language; };

struct candidate { uint32_t para, shared; };

/* So many can share a mark; of them so many are compared word by word, so that
 * long paragraphs made to look alike cost no more than a few ones. */
enum { CANDIDATES = SPUN_MARKS * SPUN_SAME, COMPARED = 12 };

struct spun {
    unsigned percent;
    struct slot *slots;
    size_t n_slots, used;      /* n_slots is a power of two */
    uint64_t *places;          /* of paragraph number i + 1 in the spool */
    size_t n_places, room_places;
    struct arena names;
    struct slice *ids;         /* of article number i */
    size_t n_ids, room_ids;
    struct spool spool;
    struct buf record;         /* the candidate looked at */
    struct buf rows[2];        /* words as numbers to be compared */
    struct edits edits;
};

enum { SLOTS_FIRST = 1024 };

struct spun *spun_new(unsigned percent)
{
    struct spun *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    spool_init(&s->spool);
    s->percent = percent;
    s->n_slots = SLOTS_FIRST;
    s->slots = calloc(SLOTS_FIRST, sizeof *s->slots);
    if (!s->slots) {
        spun_free(s);
        return NULL;
    }
    return s;
}

void spun_free(struct spun *s)
{
    if (!s)
        return;
    free(s->slots);
    free(s->places);
    free(s->ids);
    arena_release(&s->names);
    spool_release(&s->spool);
    buf_release(&s->record);
    buf_release(&s->rows[0]);
    buf_release(&s->rows[1]);
    edits_release(&s->edits);
    free(s);
}

size_t spun_memory(const struct spun *s)
{
    return s->n_slots * sizeof *s->slots + s->room_places * sizeof *s->places + s->room_ids * sizeof *s->ids;
}

/* ---- the index ---- */

/* Where a mark's entries begin to be looked for. Marks are the smallest of
 * several hashes, so their upper bits alone say little. */
static size_t home(const struct spun *s, uint32_t mark)
{
    return (size_t)(mark * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (s->n_slots - 1);
}

static void put(struct spun *s, struct slot slot)
{
    size_t i = home(s, slot.mark), same = 0;
    for (; s->slots[i].para; i = (i + 1) & (s->n_slots - 1))
        same += s->slots[i].mark == slot.mark;
    if (same == SPUN_SAME)
        return;
    s->slots[i] = slot;
    s->used++;
}

static bool make_slots(struct spun *s, size_t more)
{
    if ((s->used + more) * 5 < s->n_slots * 4)
        return true;
    struct slot *old = s->slots, *bigger = calloc(s->n_slots * 2, sizeof *bigger);
    size_t n = s->n_slots;
    if (!bigger)
        return false;
    s->slots = bigger;
    s->n_slots = n * 2;
    s->used = 0;
    for (size_t i = 0; i < n; i++)
        if (old[i].para)
            put(s, old[i]);
    free(old);
    return true;
}

static int by_likelihood(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    if (a->shared != b->shared)
        return a->shared > b->shared ? -1 : 1;
    return a->para < b->para ? -1 : 1;
}

/* The paragraphs that share marks with t: the most marks first, then the
 * earliest. */
static size_t find_candidates(const struct spun *s, const struct spun_text *t, struct candidate *list)
{
    size_t n = 0;
    for (size_t m = 0; m < t->n_marks; m++) {
        for (size_t i = home(s, t->marks[m]); s->slots[i].para; i = (i + 1) & (s->n_slots - 1)) {
            size_t k = 0;
            if (s->slots[i].mark != t->marks[m])
                continue;
            while (k < n && list[k].para != s->slots[i].para)
                k++;
            if (k == n)
                list[n++] = (struct candidate){ s->slots[i].para, 0 };
            list[k].shared++;
        }
    }
    if (n > 0)
        qsort(list, n, sizeof *list, by_likelihood);
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

/* A phrase that moved whole from one end of the text to the other, as in "US
 * officials said the ferry sank" and "the ferry sank, US officials said": what
 * came, free words left out, is what went. Two names that changed places are
 * two phrases, or stand in the middle. */
static bool is_moved(const struct edits *e, const spun_word *a, size_t n, const spun_word *b, size_t m)
{
    struct phrase was = find_phrase(a, e->cut, n), is = find_phrase(b, e->added, m);
    if (was.n != is.n || !was.whole || !is.whole || !was.at_end || !is.at_end)
        return false;
    for (size_t i = was.from, j = is.from; i < was.to && j < is.to;) {
        bool free_a = spun_weight(a[i]) == SPUN_FREE, free_b = spun_weight(b[j]) == SPUN_FREE;
        if (!free_a && !free_b && a[i] >> 2 != b[j] >> 2)
            return false;
        i += free_a || !free_b;
        j += free_b || !free_a;
    }
    return true;
}

static size_t count(const unsigned char *edited, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += edited[i];
    return sum;
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

/* 1: later says nothing that earlier does not; 0: it may; -1: memory is short. */
static int is_spun(struct spun *s, const spun_word *earlier, size_t n, const struct spun_text *later)
{
    size_t m = later->n, longer = n > m ? n : m, limit = longer * s->percent / 100;
    if (longer - (n < m ? n : m) > limit)
        return 0;
    const uint64_t *a = row_of(&s->rows[0], earlier, n), *b = row_of(&s->rows[1], later->words, m);
    if (!a || !b)
        return -1;
    long edits = edits_find(&s->edits, a, n, b, m, 2 * limit);
    if (edits < 0)
        return edits == EDITS_NO_MEMORY ? -1 : 0;
    if (count(s->edits.cut, n) > limit || count(s->edits.added, m) > limit)
        return 0;
    return says_no_more(&s->edits, earlier, n, later)
        || (later->cased && is_moved(&s->edits, earlier, n, later->words, m));
}

static enum copydesk_status read_record(struct spun *s, uint32_t para, struct record *r, struct copydesk_error *error)
{
    uint64_t at = s->places[para - 1];
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
    size_t n = find_candidates(s, t, list);
    for (size_t i = 0, compared = 0; i < n && compared < COMPARED; i++) {
        if (read_record(s, list[i].para, r, error) != COPYDESK_OK)
            return -1;
        if (r->language != t->language || slice_equal(s->ids[r->article], id))
            continue;
        compared++;
        int found = is_spun(s, (const spun_word *)(const void *)s->record.ptr, r->n, t);
        if (found < 0)
            error_memory(error);
        if (found)
            return found;
    }
    return 0;
}

long spun_mark(struct spun *s, struct slice id, struct para *paras, size_t n, bool flag,
               struct copydesk_error *error)
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
        p->first_id = s->ids[first.article];
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

static bool make_room(void **p, size_t *room, size_t n, size_t size)
{
    if (n < *room)
        return true;
    size_t more = *room ? *room + *room / 2 : 256;
    void *bigger = reallocarray(*p, more, size);
    if (!bigger)
        return false;
    *p = bigger;
    *room = more;
    return true;
}

/* The number of the article; of the last one when this is a piece of it. */
static bool number_article(struct spun *s, struct slice id, uint32_t *number)
{
    if (s->n_ids > 0 && slice_equal(s->ids[s->n_ids - 1], id)) {
        *number = (uint32_t)s->n_ids - 1;
        return true;
    }
    if (s->n_ids >= UINT32_MAX || !make_room((void **)&s->ids, &s->room_ids, s->n_ids, sizeof *s->ids))
        return false;
    s->ids[s->n_ids] = arena_copy(&s->names, id);
    *number = (uint32_t)s->n_ids++;
    return !s->names.failed;
}

static enum copydesk_status add_para(struct spun *s, uint32_t article, const struct para *p, struct copydesk_error *error)
{
    const struct spun_text *t = p->spun;
    struct record r = { article, p->line < UINT32_MAX ? (uint32_t)p->line : UINT32_MAX, t->n, t->language };
    if (s->n_places >= UINT32_MAX - 1 || !make_slots(s, SPUN_MARKS)
        || !make_room((void **)&s->places, &s->room_places, s->n_places, sizeof *s->places))
        return error_memory(error);
    s->places[s->n_places++] = spool_size(&s->spool);
    for (size_t i = 0; i < t->n_marks; i++)
        put(s, (struct slot){ t->marks[i], (uint32_t)s->n_places });
    enum copydesk_status status = spool_put(&s->spool, slice_of((const char *)&r, sizeof r), error);
    if (status == COPYDESK_OK)
        status = spool_put(&s->spool, slice_of((const char *)t->words, t->n * sizeof *t->words), error);
    return status;
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
    return status;
}
