/* The steps of recall for each article: who has its paragraphs, and what became of it. */
#include <errno.h>
#include <stdlib.h>

#include "pipeline/recall/recall_parts.h"
#include "read/records/jsonl.h"

void recall_scratch_release(struct recall_scratch *s)
{
    state_near_release(&s->near);
}

/* ---- in parallel: who is it, and who has its paragraphs ---- */

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
static bool look_up(struct recall *r, const struct seen *seen, struct batch *b, const struct article *a, uint32_t self)
{
    const struct para *paras = b->paras + a->first;
    struct key *keys = arena_take(&b->arena, a->n * sizeof *keys);
    struct place *found = arena_take(&b->arena, a->n * sizeof *found);
    size_t n = 0;
    if (!keys || !found)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (seen_compares(seen, &paras[i]))
            keys[n++] = paras[i].key;
    state_find(r->state, keys, n, self, found);
    uint32_t named = 0;
    struct slice id = SLICE("");
    for (size_t i = 0; i < a->n; i++) {
        if (!seen_compares(seen, &paras[i]))
            continue;
        if (found->article && found->article != self && found->article != named)
            id = recall_id_of(r, b, named = found->article);
        a->recalled->owners[i] = (struct owner){ *found++, id };
    }
    return !b->arena.failed;
}

bool recall_look(struct recall *r, struct recall_scratch *s, const struct seen *seen, struct batch *b, struct article *a)
{
    struct recalled_article *known = a->recalled = arena_take(&b->arena, sizeof *known);
    if (!known)
        return false;
    *known = (struct recalled_article){ .owners = arena_take(&b->arena, a->n * sizeof *known->owners) };
    if (!known->owners)
        return false;
    if (a->n)
        memset(known->owners, 0, a->n * sizeof *known->owners);
    if (a->skipped)
        return true;
    if (a->head)
        recall_know(r, known, a);
    if (!recall_look_near(r, s, b, a))
        return false;
    if (!seen || a->wall || r->fresh)
        return true;
    if (a->head && a->tail) {
        known->sequence = seen_sequence(b->paras + a->first, a->n);
        state_find(r->state, &known->sequence, 1, known->self.number, &known->copy);
    }
    return look_up(r, seen, b, a, known->self.number);
}

/* ---- in the judging turn ---- */

bool recall_widen(struct recall *r, const struct article *a)
{
    struct recalled_article *known = a->recalled;
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

bool recall_stays(const struct article *a)
{
    return a->recalled->stays;
}

bool recall_copy(struct recall *r, struct batch *b, const struct article *a, struct key sequence, struct slice *id)
{
    struct recalled_article *known = a->recalled;
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

/* The number of the article that has, or nearly has, paragraph i of a; 0: none. */
static uint32_t owner_of(struct recall *r, struct seen *seen, struct spun *spun, const struct batch *b,
                         const struct article *a, size_t i)
{
    const struct recalled_article *known = a->recalled;
    const struct para *p = &b->paras[a->first + i];
    if (recall_is_others(r, known, known->owners[i].place))
        return known->owners[i].place.article;
    uint32_t local = seen_owner(seen, p).article;
    if (local)
        return recall_local(r, local);
    return spun ? recall_spun_owner(r, known, spun, a, p) : 0;
}

bool recall_rest(struct recall *r, struct seen *seen, struct spun *spun, const struct batch *b, const struct article *a,
                 uint32_t first)
{
    const struct recalled_article *known = a->recalled;
    const struct para *paras = b->paras + a->first;
    if (first && !recall_is_others(r, known, (struct place){ recall_local(r, first), 0 }))
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (seen_compares(seen, &paras[i]) && !owner_of(r, seen, spun, b, a, i))
            return false;
    recall_add_lean(r, first ? recall_local(r, first) : known->copy.article, known);
    for (size_t i = 0; i < a->n; i++)
        if (seen_compares(seen, &paras[i]))
            recall_add_lean(r, owner_of(r, seen, spun, b, a, i), known);
    return true;
}

bool recall_is_narrow(const struct recall *r, const struct article *a)
{
    const struct recalled_article *known = a->recalled;
    return !known->all && known->number < r->base;
}

/* Who has paragraph i of a: an article of earlier runs or, while recall_is_narrow, of this one: *local
 * is that one's number in seen then, else 0. Article 0: none that counts. */
static struct owner find_other(struct recall *r, struct seen *seen, const struct article *a, const struct para *p,
                               size_t i, uint32_t *local)
{
    const struct recalled_article *known = a->recalled;
    struct owner owner = known->owners[i];
    bool own = owner.place.article == known->number;   /* with a window it may be another's, too */
    *local = 0;
    if (!own && !recall_is_others(r, known, owner.place) && recall_is_narrow(r, a)) {
        owner = (struct owner){ seen_owner(seen, p), SLICE("") };
        *local = owner.place.article;
        owner.place.article = *local ? recall_local(r, *local) : 0;
    }
    return recall_is_others(r, known, owner.place) ? owner : (struct owner){ 0 };
}

size_t recall_mark(struct recall *r, struct seen *seen, struct batch *b, const struct article *a)
{
    size_t dropped = 0;
    for (size_t i = 0; i < a->n && !r->fresh; i++) {
        struct para *p = &b->paras[a->first + i];
        uint32_t local;
        if (!seen_compares(seen, p))
            continue;
        struct owner owner = find_other(r, seen, a, p, i, &local);
        if (!owner.place.article)
            continue;
        p->action = COPYDESK_DROP;
        p->reason = COPYDESK_SEEN;
        p->first_line = owner.place.line;
        p->first_number = local;
        p->first_id = owner.id;
        recall_add_lean(r, owner.place.article, a->recalled);
        dropped++;
    }
    return dropped;
}

size_t recall_mark_new(struct seen *seen, struct batch *b, const struct article *a)
{
    const struct recalled_article *known = a->recalled;
    size_t dropped = 0, from = 0;
    for (size_t i = 0; i <= a->n; i++) {
        if (i < a->n && known->owners[i].place.article != known->number)
            continue;
        dropped += seen_mark(seen, b->paras + a->first + from, i - from);
        from = i + 1;
    }
    return dropped;
}

void recall_number(struct recall *r, const struct article *a)
{
    recall_mind(r, chunks_add(&r->local, &a->recalled->number, sizeof(uint32_t)));
}

void recall_lean(struct recall *r, const struct batch *b, const struct article *a)
{
    for (size_t i = a->first; i < a->first + a->n; i++) {
        const struct para *p = &b->paras[i];
        if (p->action == COPYDESK_DROP && p->reason == COPYDESK_SEEN && p->first_number)
            recall_add_lean(r, recall_local(r, p->first_number), a->recalled);
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

bool recall_note(struct recall *r, const struct article *a, struct copydesk_error *error)
{
    const struct recalled_article *known = a->recalled;
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
