/* The steps of recall for each article: who has its paragraphs, and what became of it. */
#include <errno.h>
#include <stdlib.h>

#include "pipeline/recall_parts.h"
#include "read/jsonl.h"

void recalled_release(struct recalled *k)
{
    free(k->articles);
    free(k->keys);
    free(k->at);
    free(k->found);
    free(k->places);
    free(k->ids);
    state_near_release(&k->near);
    *k = (struct recalled){ 0 };
}

/* ---- in parallel: who is it, and who has its paragraphs ---- */

/* Makes *array hold n elements. False when memory is short. */
static bool resize(void *array, size_t n, size_t size)
{
    void *bigger = reallocarray(*(void **)array, n, size);
    if (bigger)
        memcpy(array, &bigger, sizeof bigger);
    /* cppcheck-suppress memleak ; it is in *array now */
    return bigger != NULL;
}

static bool make_room(struct recalled *k, const struct batch *b, const struct article *a)
{
    if (b->cap_articles > k->cap_articles) {
        if (!resize(&k->articles, b->cap_articles, sizeof *k->articles))
            return false;
        k->cap_articles = b->cap_articles;
    }
    if (b->cap_paras > k->cap_places) {
        if (!resize(&k->places, b->cap_paras, sizeof *k->places)
            || !resize(&k->ids, b->cap_paras, sizeof *k->ids))
            return false;
        k->cap_places = b->cap_paras;
    }
    if (a->n >= k->cap_keys) {
        size_t cap = a->n + a->n / 2 + 64;
        if (!resize(&k->keys, cap, sizeof *k->keys) || !resize(&k->at, cap, sizeof *k->at)
            || !resize(&k->found, cap, sizeof *k->found))
            return false;
        k->cap_keys = cap;
    }
    return true;
}

struct slice recall_id_of(struct recall *r, struct batch *b, uint32_t number)
{
    struct buf id = { 0 };
    ledger_id(r->ledger, number, &id);
    struct slice copy = arena_copy(&b->arena, buf_slice(&id));
    b->arena.failed = b->arena.failed || id.failed;
    buf_release(&id);
    return copy;
}

/* Asks the state who has the paragraphs of a: a itself, number `self`, before all others. */
static void look_up(struct recall *r, struct recalled *k, const struct seen *seen, struct batch *b,
                    const struct article *a, uint32_t self)
{
    const struct para *paras = b->paras + a->first;
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++) {
        k->places[a->first + i] = (struct place){ 0, 0 };
        if (!seen_compares(seen, &paras[i]))
            continue;
        k->keys[n] = paras[i].key;
        k->at[n++] = a->first + i;
    }
    state_find(r->state, k->keys, n, self, k->found);
    uint32_t last = 0;
    struct slice id = SLICE("");
    for (size_t i = 0; i < n; i++) {
        uint32_t owner = k->found[i].article;
        if (!owner)
            continue;
        if (owner != last && owner != self)
            id = recall_id_of(r, b, owner);
        last = owner;
        k->places[k->at[i]] = k->found[i];
        k->ids[k->at[i]] = id;
    }
}

bool recall_look(struct recall *r, struct recalled *k, const struct seen *seen, struct batch *b,
                 const struct article *a)
{
    if (!make_room(k, b, a))
        return false;
    struct recalled_article *known = recall_about(k, b, a);
    *known = (struct recalled_article){ 0 };
    if (a->skipped)
        return true;
    if (a->head)
        recall_know(r, known, a);
    if (!recall_look_near(r, k, known, b, a))
        return false;
    if (!seen || a->wall || r->fresh) {
        if (a->n)
            memset(k->places + a->first, 0, a->n * sizeof *k->places);
        return true;
    }
    look_up(r, k, seen, b, a, known->self.number);
    if (a->head && a->tail) {
        known->sequence = seen_sequence(b->paras + a->first, a->n);
        state_find(r->state, &known->sequence, 1, known->self.number, &known->copy);
    }
    return !b->arena.failed;
}

/* ---- in the judging turn ---- */

bool recall_widen(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a)
{
    struct recalled_article *known = recall_about(k, b, a);
    bool wider = !known->all && known->number < r->base;
    known->all = true;
    return wider;
}

void recall_add_lean(struct recall *r, uint32_t owner, const struct recalled_article *known)
{
    uint32_t article = known->origin.number ? known->origin.number : known->number;
    struct lean lean = { owner, article };
    if (owner == article || (r->last_lean.owner == owner && r->last_lean.article == article))
        return;
    r->last_lean = lean;
    recall_mind(r, chunks_add(&r->leans, &lean, sizeof lean));
}

bool recall_stays(const struct recalled *k, const struct batch *b, const struct article *a)
{
    return recall_about(k, b, a)->stays;
}

bool recall_copy(struct recall *r, struct recalled *k, struct batch *b, const struct article *a,
                 struct key sequence, struct slice *id)
{
    struct recalled_article *known = recall_about(k, b, a);
    if (r->fresh)
        return false;
    if (!key_equal(sequence, known->sequence))
        state_find(r->state, &sequence, 1, known->number, &known->copy);
    known->sequence = sequence;
    if (!recall_is_others(r, known, known->copy))
        return false;
    *id = recall_id_of(r, b, known->copy.article);
    return id->len > 0;
}

/* The number of the article that has, or nearly has, paragraph i of the batch; 0: none. */
static uint32_t owner_of(struct recall *r, const struct recalled *k, struct seen *seen, struct spun *spun,
                         const struct batch *b, const struct article *a, size_t i)
{
    const struct recalled_article *known = recall_about(k, b, a);
    if (recall_is_others(r, known, k->places[i]))
        return k->places[i].article;
    uint32_t local = seen_owner(seen, &b->paras[i]).article;
    if (local)
        return recall_local(r, local);
    return spun ? recall_spun_owner(r, known, spun, a, &b->paras[i]) : 0;
}

bool recall_rest(struct recall *r, const struct recalled *k, struct seen *seen, struct spun *spun,
                 const struct batch *b, const struct article *a, uint32_t first)
{
    const struct recalled_article *known = recall_about(k, b, a);
    size_t end = a->first + a->n;
    if (first && !recall_is_others(r, known, (struct place){ recall_local(r, first), 0 }))
        return false;
    for (size_t i = a->first; i < end; i++)
        if (seen_compares(seen, &b->paras[i]) && !owner_of(r, k, seen, spun, b, a, i))
            return false;
    recall_add_lean(r, first ? recall_local(r, first) : known->copy.article, known);
    for (size_t i = a->first; i < end; i++)
        if (seen_compares(seen, &b->paras[i]))
            recall_add_lean(r, owner_of(r, k, seen, spun, b, a, i), known);
    return true;
}

bool recall_is_narrow(const struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a)
{
    const struct recalled_article *known = recall_about(k, b, a);
    return !known->all && known->number < r->base;
}

/* Where paragraph i of the batch stands in an article of earlier runs or, while
 * recall_is_narrow, of this one: *local is that one's number in seen then, else 0.
 * Article 0: in none that counts. */
static struct place find_other(struct recall *r, const struct recalled *k, struct seen *seen, const struct batch *b,
                               const struct article *a, size_t i, uint32_t *local)
{
    const struct recalled_article *known = recall_about(k, b, a);
    struct place place = k->places[i];
    bool own = place.article == known->number;   /* with a window it may be another's, too */
    *local = 0;
    if (!own && !recall_is_others(r, known, place) && recall_is_narrow(r, k, b, a)) {
        place = seen_owner(seen, &b->paras[i]);
        *local = place.article;
        place.article = *local ? recall_local(r, *local) : 0;
    }
    return recall_is_others(r, known, place) ? place : (struct place){ 0, 0 };
}

size_t recall_mark(struct recall *r, struct recalled *k, struct seen *seen, struct batch *b, const struct article *a)
{
    size_t dropped = 0;
    for (size_t i = a->first; i < a->first + a->n && !r->fresh; i++) {
        struct para *p = &b->paras[i];
        uint32_t local;
        if (!seen_compares(seen, p))
            continue;
        struct place place = find_other(r, k, seen, b, a, i, &local);
        if (!place.article)
            continue;
        p->action = COPYDESK_DROP;
        p->reason = COPYDESK_SEEN;
        p->first_line = place.line;
        p->first_number = local;
        p->first_id = local ? SLICE("") : k->ids[i];
        recall_add_lean(r, place.article, recall_about(k, b, a));
        dropped++;
    }
    return dropped;
}

size_t recall_mark_new(const struct recalled *k, struct seen *seen, struct batch *b, const struct article *a)
{
    uint32_t self = recall_about(k, b, a)->number;
    size_t dropped = 0, from = a->first, end = a->first + a->n;
    for (size_t i = from; i <= end; i++) {
        if (i < end && k->places[i].article != self)
            continue;
        dropped += seen_mark(seen, b->paras + from, i - from);
        from = i + 1;
    }
    return dropped;
}

void recall_number(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a)
{
    recall_mind(r, chunks_add(&r->local, &recall_about(k, b, a)->number, sizeof(uint32_t)));
}

void recall_lean(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a)
{
    for (size_t i = a->first; i < a->first + a->n; i++) {
        const struct para *p = &b->paras[i];
        if (p->action == COPYDESK_DROP && p->reason == COPYDESK_SEEN && p->first_number)
            recall_add_lean(r, recall_local(r, p->first_number), recall_about(k, b, a));
    }
}

enum copydesk_status recall_status(struct recall *r, struct copydesk_error *error)
{
    enum copydesk_status status = budget_check(r->budget, r->fault, error);
    if (status == COPYDESK_OK && r->spun_error.status != COPYDESK_OK) {
        *error = r->spun_error;
        return error->status;
    }
    return status == COPYDESK_OK ? ledger_check(r->ledger, error) : status;
}

/* ---- in the writing turn ---- */

/* Begins the origin's own row when the first of its articles comes; marks it stale when
 * something of it was skipped. */
static void note_origin(struct recall *r, const struct ledger_article *origin, const struct article *a)
{
    bool fault = a->skipped && !(a->frame && a->frame->kind == FRAME_TEXTLESS);
    if (!slice_equal(buf_slice(&r->noted_origin), a->origin)) {
        recall_end_origin(r);
        buf_clear(&r->noted_origin);
        buf_addslice(&r->noted_origin, a->origin);
        r->notes.fault = r->noted_origin.failed ? ENOMEM : r->notes.fault;
    }
    r->origin_fault = r->origin_fault || fault;
    if (!r->origin_row.row.number && !a->skipped)
        r->origin_row = (struct noted){ .row = { .number = origin->number, .size = a->size,
                                                 .mtime = recall_stamp(r, a->stamp), .run = origin->run },
                                        .origin = true };
    r->origin_row.row.stale = r->origin_fault;
}

void recall_note_file(struct recall *r, struct slice file, uint64_t wrote)
{
    const struct ledger_article *member = &r->noted_member;
    if (member->number)
        notes_add(&r->notes, &(struct noted){ .alone = true, .row = { .number = member->number, .id = file,
                                 .file = buf_slice(&r->noted_origin), .run = member->run, .wrote = wrote } });
    r->noted_member = (struct ledger_article){ 0 };
}

bool recall_note(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a,
                 struct copydesk_error *error)
{
    const struct recalled_article *known = recall_about(k, b, a);
    if (a->origin.len)
        note_origin(r, &known->origin, a);
    if (a->skipped)
        return budget_check(r->budget, r->notes.fault, error) == COPYDESK_OK;
    r->noted_member = known->member;
    r->wrote = a->head ? a->wrote : r->wrote + a->wrote;
    if (!a->tail)
        return true;
    bool is_file = recall_is_file(a);
    bool part = a->file.len && !slice_equal(a->file, a->id);
    struct slice whole = a->origin.len ? a->origin : part ? a->file : SLICE("");
    struct noted note = { .alone = !a->frame, .row = {
        .number = known->number,
        .id = a->id,
        .file = whole,
        .size = is_file ? a->size : 0,
        .mtime = is_file ? recall_stamp(r, a->stamp) : 0,
        .hash = known->hash,
        .run = known->self.number ? known->self.run : r->run,
        .wrote = known->member.number ? 0 : r->wrote,
        .near = known->near_to,
        .near_side = known->near_side,
    } };
    notes_add(&r->notes, &note);
    return budget_check(r->budget, r->notes.fault, error) == COPYDESK_OK;
}
