/* Near-duplicates of articles that earlier runs kept (state_near.h).
 *
 * An article that was kept is kept again when it is cleaned anew, whatever has
 * come since. Any other is compared with what earlier runs kept as with what
 * this one did; when it was there before, with those that came before it first,
 * so that the same run comes to the same. */
#include <stdlib.h>

#include "base/error.h"
#include "pipeline/recall_parts.h"

/* ---- alone ---- */

/* What text is nearly, kept with the batch. */
static bool find(const struct recall *r, struct recalled *k, const struct near_text *text, enum near_side side,
                 uint32_t self, struct arena *arena, struct recalled_near *to)
{
    struct state_near_match list[NEAR_LOOKS];
    int n = state_near_find(r->state, &k->near, &r->near_rules, text, side, self, list, &k->error);
    *to = (struct recalled_near){ NULL, n > 0 ? (size_t)n : 0 };
    if (n <= 0)
        return n == 0;
    struct state_near_match *copy = arena_take(arena, to->n * sizeof *copy);
    if (!copy)
        return false;
    memcpy(copy, list, to->n * sizeof *copy);
    to->list = copy;
    return true;
}

/* The state's files are opened and checked when the first article is looked at:
 * a night on which nothing changed reads none of them. False with k->error filled. */
static bool open_files(struct recall *r, struct recalled *k)
{
    pthread_mutex_lock(&r->near_lock);
    if (!r->near_asked)
        state_near_open(r->state, &r->near_error);
    r->near_asked = true;
    if (r->near_error.status != COPYDESK_OK)
        k->error = r->near_error;
    pthread_mutex_unlock(&r->near_lock);
    return k->error.status == COPYDESK_OK;
}

bool recall_look_near(struct recall *r, struct recalled *k, struct recalled_article *known, struct batch *b,
                      const struct article *a)
{
    uint32_t self = known->self.number;
    if (!r->near || r->fresh || !a->near || !open_files(r, k))
        return true;   /* what failed is told in the turn */
    known->near_stays = state_near_has(r->state, self);
    if (known->near_stays)
        return true;
    bool good = find(r, k, a->near, NEAR_BEFORE, self, &b->arena, &known->near[0])
        && (r->options->near != COPYDESK_NEAR_DROP
            || find(r, k, a->near, NEAR_AFTER, self, &b->arena, &known->near[1]));
    return good || k->error.status != COPYDESK_OK;
}

/* ---- in the judging turn ---- */

bool recall_near_stays(const struct recalled *k, const struct batch *b, const struct article *a)
{
    const struct recalled_article *known = &k->articles[a - b->articles];
    return known->near_stays && known->number == known->self.number;
}

/* The first of them that is not dead by now; NULL: there is none. */
static const struct state_near_match *first_alive(const struct recall *r, const struct recalled_near *found)
{
    for (size_t i = 0; i < found->n; i++)
        if (!bit_is(&r->killed, found->list[i].number))
            return &found->list[i];
    return NULL;
}

/* On what this run has kept as that number in near. */
static void lean_on_kept(struct recall *r, const struct recalled_article *known, uint32_t kept)
{
    struct near_kept owner = { 0, 0 };
    recall_mind(r, chunks_read(&r->near_kept, (uint64_t)kept * sizeof owner, &owner, sizeof owner));
    recall_add_lean(r, owner.number, known);
}

int recall_near(struct recall *r, struct recalled *k, struct batch *b, const struct article *a,
                const struct near_text *text, enum near_side side, bool found, struct near_match *match,
                struct copydesk_error *error)
{
    struct recalled_article *known = &k->articles[a - b->articles];
    struct recalled_near *of = &known->near[side == NEAR_AFTER];
    bool anew = !r->fresh && text != a->near;   /* another text than recall_look saw */
    if (anew && !find(r, k, text, side, known->self.number, &b->arena, of) && k->error.status == COPYDESK_OK)
        error_memory(&k->error);
    if (k->error.status != COPYDESK_OK) {
        *error = k->error;
        return -1;
    }
    const struct state_near_match *m = r->fresh ? NULL : first_alive(r, of);
    struct near_match old = { .jaccard = m ? m->jaccard : 0, .containment = m ? m->containment : 0 };
    if (!m || (found && near_is_nearer(match, &old))) {
        if (found)
            lean_on_kept(r, known, match->kept);
        return found;
    }
    *match = old;
    match->id = recall_id_of(r, b, m->number);
    recall_add_lean(r, m->number, known);
    return 1;
}

void recall_near_kept(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a,
                      unsigned sides)
{
    struct near_kept kept = { k->articles[a - b->articles].number, sides };
    recall_mind(r, chunks_add(&r->near_kept, &kept, sizeof kept));
}

/* ---- the end ---- */

/* A view on its way into the state. */
struct view {
    uint32_t number, kept;     /* kept: its number in near */
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

/* Articles that were known already, sorted; those that are as they were are left out. */
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

/* The view that was kept as number `kept` in near. */
static enum copydesk_status read_view(const struct saving *s, uint32_t kept, struct view *v)
{
    struct near_kept k = { 0, 0 };
    int code = chunks_read(&s->recall->near_kept, (uint64_t)kept * sizeof k, &k, sizeof k);
    *v = (struct view){ k.number, kept, k.sides };
    return room_check(s->recall->room, code, s->error);
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
        struct view *more = recall_grown(list, n, &cap, sizeof *list);
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

/* New numbers stand above known ones, and rise as articles are kept. */
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
    struct saving s = { r, near, state_near_begin(r->state, near_count(near), r->room.memory / 4, error), error };
    enum copydesk_status status = s.writer ? save_all_known(&s) : COPYDESK_FAILED;
    if (status == COPYDESK_OK)
        status = save_all_new(&s);
    if (status == COPYDESK_OK)
        return state_near_end(s.writer, error);
    state_near_writer_free(s.writer);
    return status;
}
