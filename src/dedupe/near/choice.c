/* DESIGN. In bytes: id and set of every article, one behind the other; and
 * behind them all, when they are wanted, the spans of those that go. The id that
 * near.h gets is the article's index in items, four bytes. */
#include "dedupe/near/choice.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "dedupe/near/stock.h"

struct item {
    uint64_t number, check;
    uint64_t offset;       /* in bytes: its id, and its set behind that */
    uint64_t spans;        /* in bytes: the spans of one that goes */
    uint32_t id, set;      /* how many bytes each takes there */
    uint32_t kept;         /* of one that goes: the item that stays, + 1; else 0 */
    uint32_t n_spans;
    uint16_t jaccard, containment;
};

/* An item's place in the order of preference: the smallest rank comes first. */
struct ranked {
    uint64_t rank;
    uint32_t item;
};

struct choice {
    struct near_rules rules;
    enum copydesk_keep keep;
    struct budget budget;    /* for near.h */
    struct item *items;
    size_t n, room;
    struct ranked *ranks;  /* of all items, until they are settled */
    size_t room_ranks;
    uint64_t undated;
    struct chunks bytes;
    struct buf got;        /* scratch: some of them */
};

struct choice *choice_new(const struct near_rules *rules, enum copydesk_keep keep, struct budget budget)
{
    struct choice *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->rules = *rules;
    c->keep = keep;
    c->budget = budget;
    chunks_init(&c->bytes, budget.folder, STOCK_TEXTS);
    return c;
}

void choice_free(struct choice *c)
{
    if (!c)
        return;
    chunks_release(&c->bytes);
    buf_release(&c->got);
    free(c->items);
    free(c->ranks);
    free(c);
}

uint64_t choice_count(const struct choice *c)
{
    return c->n;
}

uint64_t choice_undated(const struct choice *c)
{
    return c->undated;
}

static enum copydesk_status put(struct choice *c, struct slice bytes, struct copydesk_error *error)
{
    return budget_check(c->budget, chunks_add(&c->bytes, bytes.ptr, bytes.len), error);
}

static enum copydesk_status get(struct choice *c, uint64_t offset, size_t len, struct copydesk_error *error)
{
    return budget_check(c->budget, chunks_get(&c->bytes, offset, len, &c->got), error);
}

/* ---- the first reading ---- */

static uint64_t rank_of(enum copydesk_keep keep, const struct choice_article *a)
{
    uint64_t time = (uint64_t)a->time ^ UINT64_C(1) << 63;   /* in the order of signed times */
    if (keep == COPYDESK_KEEP_LONGEST)
        return UINT64_MAX - a->chars;
    if (a->time == 0)
        return UINT64_MAX;
    return keep == COPYDESK_KEEP_EARLIEST ? time : UINT64_MAX - 1 - time;
}

enum copydesk_status choice_add(struct choice *c, const struct choice_article *a, struct copydesk_error *error)
{
    if (c->n == UINT32_MAX - 1)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "more articles than near-duplicates are looked for in; clean them in parts");
    struct item *items = array_room(c->items, c->n, &c->room, sizeof *items);
    c->items = items ? items : c->items;
    struct ranked *ranks = array_room(c->ranks, c->n, &c->room_ranks, sizeof *ranks);
    c->ranks = ranks ? ranks : c->ranks;
    if (!items || !ranks)
        return error_memory(error);
    c->items[c->n] = (struct item){ .number = a->number, .check = a->check, .offset = c->bytes.end,
                                    .id = (uint32_t)a->id.len, .set = (uint32_t)a->text->set.coded.len };
    c->ranks[c->n] = (struct ranked){ rank_of(c->keep, a), (uint32_t)c->n };
    c->undated += a->time == 0;
    c->n++;
    enum copydesk_status status = put(c, a->id, error);
    return status == COPYDESK_OK ? put(c, a->text->set.coded, error) : status;
}

/* ---- between the readings ---- */

struct settling {
    struct choice *c;
    struct near *near;
    struct shingles scratch;
    uint64_t gone;
    struct copydesk_error *error;
};

static bool read_text(struct settling *s, const struct item *it, struct near_text *text)
{
    if (get(s->c, it->offset + it->id, it->set, s->error) != COPYDESK_OK)
        return false;
    if (!shingles_decode(&s->scratch, buf_slice(&s->c->got), &text->set)) {
        error_memory(s->error);
        return false;
    }
    near_make_bands(&s->c->rules, text);
    return true;
}

/* Notes that the item goes, being near the kept one that match names. */
static bool let_go(struct settling *s, struct item *it, const struct near_match *match)
{
    uint32_t kept;
    memcpy(&kept, match->id.ptr, sizeof kept);
    it->kept = kept + 1;
    it->jaccard = (uint16_t)match->jaccard;
    it->containment = (uint16_t)match->containment;
    it->spans = s->c->bytes.end;
    it->n_spans = (uint32_t)match->n_spans;
    s->gone++;
    return !match->n_spans
        || put(s->c, slice_of((const char *)match->spans, match->n_spans * sizeof *match->spans), s->error) == COPYDESK_OK;
}

/* Keeps the article, unless it is near one that is kept already. */
static bool settle_one(struct settling *s, uint32_t number)
{
    struct item *it = &s->c->items[number];
    struct near_text text;
    struct near_match match;
    if (!read_text(s, it, &text))
        return false;
    int found = near_find(s->near, &text, NEAR_BEFORE, &match, s->error);
    if (found)
        return found > 0 && let_go(s, it, &match);
    return near_keep(s->near, slice_of((const char *)&number, sizeof number), &text, NEAR_BEFORE, s->error)
        == COPYDESK_OK;
}

static int by_rank(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->item < b->item ? -1 : 1;
}

static bool settle_all(struct settling *s)
{
    struct choice *c = s->c;
    if (!s->near) {
        error_memory(s->error);
        return false;
    }
    s->scratch.with_lines = c->rules.spans;
    if (c->n > 0)
        qsort(c->ranks, c->n, sizeof *c->ranks, by_rank);
    for (size_t i = 0; i < c->n; i++)
        if (!settle_one(s, c->ranks[i].item))
            return false;
    if (c->keep == COPYDESK_KEEP_LONGEST || s->gone == 0 || c->undated < c->n)
        return true;
    error_set(s->error, COPYDESK_FAILED, NULL, 0, "articles are near-duplicates, but none has a date that can be read; "
              "name its field with --date-field");
    return false;
}

enum copydesk_status choice_settle(struct choice *c, struct copydesk_error *error)
{
    struct settling s = { .c = c, .near = near_new(&c->rules, c->budget), .error = error };
    bool good = settle_all(&s);
    near_free(s.near);
    shingles_release(&s.scratch);
    free(c->ranks);
    c->ranks = NULL;
    c->room_ranks = 0;
    return good ? COPYDESK_OK : COPYDESK_FAILED;
}

/* ---- the second reading ---- */

static const struct item *find(const struct choice *c, uint64_t number)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->n && c->items[low].number == number ? &c->items[low] : NULL;
}

/* Some of the bytes, a NUL behind them, in the arena; NULL with error filled. */
static const char *copy_out(struct choice *c, uint64_t offset, size_t len, struct arena *arena,
                            struct copydesk_error *error)
{
    if (get(c, offset, len, error) != COPYDESK_OK)
        return NULL;
    struct slice copy = arena_copy(arena, buf_slice(&c->got));
    if (!arena->failed)
        return copy.ptr;
    error_memory(error);
    return NULL;
}

int choice_ask(struct choice *c, uint64_t number, uint64_t check, struct arena *arena,
               struct near_match *match, uint64_t *known, struct copydesk_error *error)
{
    const struct item *it = find(c, number);
    if (!it)
        return 0;
    if (it->check != check) {
        error_set(error, COPYDESK_FAILED, NULL, 0, "the input changed while it was read twice for --keep; run again");
        return -1;
    }
    ++*known;
    if (!it->kept)
        return 0;
    const struct item *kept = &c->items[it->kept - 1];
    *match = (struct near_match){ .id = { copy_out(c, kept->offset, kept->id, arena, error), kept->id },
                                  .jaccard = it->jaccard, .containment = it->containment };
    if (!match->id.ptr)
        return -1;
    if (!c->rules.spans)
        return 1;
    match->n_spans = it->n_spans;
    match->spans = (const void *)copy_out(c, it->spans, it->n_spans * sizeof *match->spans, arena, error);
    return match->spans ? 1 : -1;
}
