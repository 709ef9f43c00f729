/* Near-duplicates of articles that earlier runs kept (state_near.h).
 *
 * When an unchanged article is cleaned anew, it is kept again if it was kept, whatever
 * has come since; and if it was near another one it is so again, as long as that one
 * counts. Any other article is compared with what earlier runs kept just as with what
 * this run kept. */
#include <stdlib.h>

#include "base/error.h"
#include "pipeline/recall/recall_parts.h"

/* ---- in parallel ---- */

/* Fills list with the articles that text is near on that side; returns how many, as
 * state_near_find. If the article was near another one before, only that one is asked,
 * and only on the side where it was. If it was known but near nothing, only those
 * that came before it are asked on NEAR_BEFORE. */
static int look(const struct recall *r, struct recall_scratch *s, const struct ledger_article *self,
                const struct near_text *text, enum near_side side, struct state_near_match *list)
{
    if (self->near && self->near_side != side)
        return 0;
    if (self->near)
        return state_near_ask(r->state, &s->near, &r->near_rules, text, side, self->near, list, &s->error);
    uint32_t below = self->number && side == NEAR_BEFORE ? self->number : UINT32_MAX;
    return state_near_find(r->state, &s->near, &r->near_rules, text, side, below, list, &s->error);
}

/* The same, into known->near, in the batch's arena. False: failed; s->error says why,
 * else memory is short. */
static bool find(const struct recall *r, struct recall_scratch *s, struct recalled_article *known,
                 const struct near_text *text, enum near_side side, struct arena *arena)
{
    struct state_near_match list[NEAR_LOOKS];
    int n = look(r, s, &known->self, text, side, list);
    struct recalled_near *to = &known->near[side == NEAR_AFTER];
    *to = (struct recalled_near){ NULL, n > 0 ? (size_t)n : 0, known->self.near != 0 };
    if (n <= 0)
        return n == 0;
    struct state_near_match *copy = arena_take(arena, to->n * sizeof *copy);
    if (!copy)
        return false;
    memcpy(copy, list, to->n * sizeof *copy);
    to->list = copy;
    return true;
}

enum copydesk_status recall_open_near(struct recall *r, struct copydesk_error *error)
{
    pthread_mutex_lock(&r->near_lock);
    if (!r->near_asked)
        state_near_open(r->state, &r->near_error);
    r->near_asked = true;
    if (r->near_error.status != COPYDESK_OK)
        *error = r->near_error;
    pthread_mutex_unlock(&r->near_lock);
    return error->status;
}

bool recall_look_near(struct recall *r, struct recall_scratch *s, struct batch *b, const struct article *a)
{
    struct recalled_article *known = a->recalled;
    uint32_t self = known->self.number;
    if (!r->near || r->fresh || !a->near || recall_open_near(r, &s->error) != COPYDESK_OK)
        return true;   /* a failure is told in the turn */
    known->near_stays = state_near_has(r->state, self);
    if (known->near_stays)
        return true;
    if (!state_counts(r->state, known->self.near))
        known->self.near = 0;
    bool good = find(r, s, known, a->near, NEAR_BEFORE, &b->arena)
        && (r->options->near != COPYDESK_NEAR_DROP || find(r, s, known, a->near, NEAR_AFTER, &b->arena));
    return good || s->error.status != COPYDESK_OK;
}

/* ---- in the judging turn ---- */

bool recall_near_stays(const struct article *a)
{
    const struct recalled_article *known = a->recalled;
    return known->near_stays && known->number == known->self.number;
}

/* The first of found that has not died in this run; NULL: there is none. */
static const struct state_near_match *first_alive(const struct recall *r, const struct recalled_near *found)
{
    for (size_t i = 0; i < found->n; i++)
        if (!bit_is(&r->killed, found->list[i].number))
            return &found->list[i];
    return NULL;
}

/* The state's number of the article that near numbers `kept`. */
static uint32_t kept_number(struct recall *r, uint32_t kept)
{
    struct near_kept owner = { 0, 0 };
    recall_mind(r, chunks_read(&r->near_kept, (uint64_t)kept * sizeof owner, &owner, sizeof owner));
    return owner.number;
}

/* The nearest article that earlier runs kept; NULL: there is none, or s->error. Looks
 * again when recall_look asked for another text, or only for what the article was near. */
static const struct state_near_match *nearest(struct recall *r, struct recall_scratch *s,
                                              struct recalled_article *known, struct batch *b,
                                              const struct article *a, const struct near_text *text,
                                              enum near_side side)
{
    const struct recalled_near *of = &known->near[side == NEAR_AFTER];
    bool as_looked = text == a->near && of->again == (known->self.near != 0);
    if (!as_looked && !find(r, s, known, text, side, &b->arena) && s->error.status == COPYDESK_OK)
        error_memory(&s->error);
    return s->error.status == COPYDESK_OK ? first_alive(r, of) : NULL;
}

int recall_near(struct recall *r, struct recall_scratch *s, struct batch *b, const struct article *a,
                const struct near_text *text, enum near_side side, bool found, struct near_match *match,
                struct copydesk_error *error)
{
    struct recalled_article *known = a->recalled;
    uint32_t *before = &known->self.near;
    if (*before && bit_is(&r->killed, *before))
        *before = 0;
    if (*before && side != known->self.near_side)
        return 0;
    const struct state_near_match *m = r->fresh ? NULL : nearest(r, s, known, b, a, text, side);
    if (m && *before)
        found = false;             /* near the same one again, even if another is nearer by now */
    if (!m && *before) {           /* no longer: that one has lost text since */
        *before = 0;
        m = nearest(r, s, known, b, a, text, side);
    }
    if (s->error.status != COPYDESK_OK) {
        *error = s->error;
        return -1;
    }
    struct near_match old = { .jaccard = m ? m->jaccard : 0, .containment = m ? m->containment : 0 };
    if (!m && !found)
        return 0;
    if (!m || (found && near_is_nearer(match, &old))) {
        known->near_to = kept_number(r, match->kept);
    } else {
        *match = old;
        match->id = recall_id_of(r, b, m->number);
        known->near_to = m->number;
    }
    known->near_side = side;
    recall_add_lean(r, known->near_to, known);
    return 1;
}

void recall_near_kept(struct recall *r, const struct article *a, unsigned sides)
{
    struct near_kept kept = { a->recalled->number, sides };
    recall_mind(r, chunks_add(&r->near_kept, &kept, sizeof kept));
}

/* ---- the end ---- */

/* A view of an article, to be written to the state. */
struct view {
    uint32_t number;           /* the article's, in the state */
    uint32_t kept;             /* the view's, in near */
    unsigned sides;
};

struct saving {
    struct recall *recall;
    struct near *near;
    struct state_near_writer *writer;
    struct copydesk_error *error;
};

static int by_number(const void *a, const void *b)
{
    const struct view *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (x->sides > y->sides) - (x->sides < y->sides);
}

/* Whether the state has all these views of an article as they are. */
static bool are_known(const struct saving *s, const struct view *views, size_t n)
{
    struct near_text text;
    for (size_t i = 0; i < n; i++)
        if (!near_get(s->near, views[i].kept, &text, s->error)
            || !state_near_is(s->recall->state, views[i].number, views[i].sides, text.set.coded))
            return false;
    return true;
}

static enum copydesk_status save_view(const struct saving *s, const struct view *v)
{
    struct near_text text;
    if (!near_get(s->near, v->kept, &text, s->error))
        return COPYDESK_FAILED;
    return state_near_add(s->writer, &s->recall->near_rules, v->number, v->sides, &text, s->error);
}

/* Saves the views of articles that the state knows, sorted by number; leaves out an
 * article whose views it has already. */
static enum copydesk_status save_known(const struct saving *s, const struct view *views, size_t n)
{
    enum copydesk_status status = COPYDESK_OK;
    for (size_t i = 0, same; i < n; i += same) {
        for (same = 1; i + same < n && views[i + same].number == views[i].number;)
            same++;
        bool known = are_known(s, views + i, same);
        for (size_t k = 0; k < same && !known && status == COPYDESK_OK; k++)
            status = save_view(s, &views[i + k]);
    }
    return status;
}

/* Fills v for the view that near numbers `kept`. */
static enum copydesk_status read_view(const struct saving *s, uint32_t kept, struct view *v)
{
    struct near_kept k = { 0, 0 };
    int code = chunks_read(&s->recall->near_kept, (uint64_t)kept * sizeof k, &k, sizeof k);
    *v = (struct view){ k.number, kept, k.sides };
    return budget_check(s->recall->budget, code, s->error);
}

static enum copydesk_status save_all_known(const struct saving *s)
{
    struct view *list = NULL, v;
    size_t n = 0, cap = 0;
    enum copydesk_status status = COPYDESK_OK;
    for (uint32_t i = 0; i < near_count(s->near) && status == COPYDESK_OK; i++) {
        status = read_view(s, i, &v);
        if (status != COPYDESK_OK || v.number >= s->recall->base)
            continue;
        struct view *more = array_room(list, n, &cap, sizeof *list);
        if (more)
            (list = more)[n++] = v;
        else
            status = error_memory(s->error);
    }
    if (n)
        qsort(list, n, sizeof *list, by_number);
    if (status == COPYDESK_OK)
        status = save_known(s, list, n);
    free(list);
    return status;
}

/* Saves the views of new articles. Their numbers are above all known ones and rise in the
 * order of near, as the writer wants them. */
static enum copydesk_status save_all_new(const struct saving *s)
{
    struct view v;
    enum copydesk_status status = COPYDESK_OK;
    for (uint32_t i = 0; i < near_count(s->near) && status == COPYDESK_OK; i++) {
        status = read_view(s, i, &v);
        if (status == COPYDESK_OK && v.number >= s->recall->base)
            status = save_view(s, &v);
    }
    return status;
}

enum copydesk_status recall_save_near(struct recall *r, struct near *near, struct copydesk_error *error)
{
    struct saving s = { r, near, state_near_begin(r->state, near_count(near), r->budget.memory / 4, error), error };
    enum copydesk_status status = s.writer ? save_all_known(&s) : COPYDESK_FAILED;
    if (status == COPYDESK_OK)
        status = save_all_new(&s);
    if (status == COPYDESK_OK)
        return state_near_end(s.writer, error);
    state_near_writer_free(s.writer);
    return status;
}
