/* The steps of recall that follow the articles on their way. */
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "pipeline/recall_parts.h"
#include "read/jsonl.h"

static struct recalled_article *about(const struct recalled *k, const struct batch *b, const struct article *a)
{
    return &k->articles[a - b->articles];
}

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

/* ---- alone: who is it, and who has its paragraphs ---- */

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

/* A file of a folder: the survey has decided, unless it was changed since. Of one
 * that comes in pieces only its time can tell that before the last. */
static void know_file(const struct recall *r, struct recalled_article *k, const struct article *a,
                      const struct ledger_article *row)
{
    bool whole = a->head && a->tail;
    if (bit_is(&r->dead, row->number))
        return;
    if (whole ? !key_equal(k->hash, row->hash) : !recall_stamp(r, a->stamp))
        k->older = row->number;
    else
        k->self = *row;
}

static void know(const struct recall *r, struct recalled_article *k, const struct article *a)
{
    struct ledger_article row;
    bool huge = !(a->head && a->tail);
    if (!recall_is_file(a) || !huge)
        k->hash = key_of(a->encoding ? a->original : a->bytes);
    if (r->fresh)
        return;
    if (a->origin.len) {
        if (ledger_find_part(r->ledger, a->origin, a->id, k->hash, &row) && !bit_is(&r->dead, row.number))
            k->self = row;
    } else if (a->nameless) {
        if (ledger_find_input(r->ledger, a->id, k->hash, &row) && !bit_is(&r->dead, row.number))
            k->self = row;
    } else if (a->stamp) {
        if (ledger_find_file(r->ledger, a->id, &row))
            know_file(r, k, a, &row);
    } else if (ledger_find_input(r->ledger, a->id, k->hash, &row) && !bit_is(&r->dead, row.number)) {
        k->self = row;
    } else if (ledger_find(r->ledger, a->id, &row) && !bit_is(&r->dead, row.number)) {
        k->older = row.number;
    }
}

/* The id of an article of an earlier run, kept with the batch. */
struct slice recall_id_of(struct recall *r, struct batch *b, uint32_t number)
{
    struct buf id = { 0 };
    ledger_id(r->ledger, number, &id);
    struct slice copy = arena_copy(&b->arena, buf_slice(&id));
    b->arena.failed = b->arena.failed || id.failed;
    buf_release(&id);
    return copy;
}

/* Who has the paragraphs of a, from the state. */
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
        if (!owner || owner == self)
            continue;
        if (owner != last)
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
    struct recalled_article *known = about(k, b, a);
    *known = (struct recalled_article){ 0 };
    if (a->skipped)
        return true;
    if (a->head)
        know(r, known, a);
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

static bool is_free(const struct recall *r, uint32_t number)
{
    return !bit_is(&r->used, number) && !bit_is(&r->killed, number);
}

static void kill_free(void *payload, uint32_t number)
{
    struct recall *r = payload;
    if (number >= r->base || !is_free(r, number))
        return;
    bit_set(&r->killed, number);
    recall_mind(r, numbers_add(&r->kills, number) ? 0 : ENOMEM);
}

/* The article has changed. All of its name that this run has not met die, once:
 * which of them it was cannot be told, and it must not lose text to it. */
static void kill_older(struct recall *r, uint32_t older)
{
    if (bit_is(&r->replaced, older))
        return;
    bit_set(&r->replaced, older);
    ledger_namesakes(r->ledger, older, kill_free, r);
}

/* The so-manyth of the same name and bytes in this run is the so-manyth of before. */
static void find_free(const struct recall *r, struct recalled_article *known)
{
    enum { TWINS = 64 };           /* those behind them are new each time (guess) */
    bool found = known->self.number != 0;
    for (int i = 0; found && i < TWINS && !is_free(r, known->self.number); i++) {
        known->near_stays = false; /* the first one did */
        found = ledger_find_twin(r->ledger, known->self.number, &known->self);
    }
    if (!found || !is_free(r, known->self.number))
        known->self = (struct ledger_article){ 0 };
}

/* A number of its own, or the one it had. */
static bool give_number(struct recall *r, struct recalled_article *known)
{
    find_free(r, known);
    if (known->older)
        kill_older(r, known->older);
    if (known->self.number)
        bit_set(&r->used, known->self.number);
    else if (r->next == UINT32_MAX)
        return false;
    known->number = known->self.number ? known->self.number : (uint32_t)r->next++;
    return true;
}

/* The number of the file of many that the article comes out of. */
static bool enter_origin(struct recall *r, struct recalled_article *known, const struct article *a)
{
    struct ledger_article *row = &r->entered_origin;
    if (!a->origin.len)
        return true;
    if (!slice_equal(buf_slice(&r->origin), a->origin)) {
        buf_clear(&r->origin);
        buf_addslice(&r->origin, a->origin);
        if (r->fresh || !ledger_find_file(r->ledger, a->origin, row) || bit_is(&r->dead, row->number))
            *row = (struct ledger_article){ .number = (uint32_t)r->next++, .run = r->run };
        if (r->origin.failed || r->next > UINT32_MAX)
            return false;
    }
    known->origin = *row;
    return true;
}

/* A file of records inside an archive has a number as well, by which its output is
 * known: there is one for all of its records, and none for the archive. */
static bool enter_member(struct recall *r, struct recalled_article *known, const struct article *a)
{
    struct ledger_article *row = &r->entered_member;
    struct slice name;
    if (!a->frame || !a->origin.len || recall_records_file(r, a->origin, &name))
        return true;
    if (!slice_equal(buf_slice(&r->member), a->file)) {
        buf_clear(&r->member);
        buf_addslice(&r->member, a->file);
        bool known_before = !r->fresh && ledger_find_part(r->ledger, a->origin, a->file, (struct key){ 0 }, row);
        if (!known_before || bit_is(&r->dead, row->number))
            *row = (struct ledger_article){ .number = (uint32_t)r->next++, .run = r->run };
        if (r->member.failed || r->next > UINT32_MAX)
            return false;
    }
    known->member = *row;
    return true;
}

/* The hash of a folder's file that comes in pieces. */
static void hash_piece(struct recall *r, struct recalled_article *known, const struct article *a)
{
    if (a->head)
        hash_reset(r->hash);
    hash_add(r->hash, a->encoding ? a->original : a->bytes);
    if (a->tail)
        known->hash = hash_key(r->hash);
}

bool recall_enter(struct recall *r, struct recalled *k, const struct batch *b, const struct article *a)
{
    struct recalled_article *known = about(k, b, a);
    if (!a->head)
        *known = r->entered;
    else if (!give_number(r, known) || !enter_origin(r, known, a) || !enter_member(r, known, a))
        return false;
    known->all = false;
    if (a->head)
        known->stays = known->copy.article && known->copy.article == known->number;
    if (!(a->head && a->tail) && recall_is_file(a))
        hash_piece(r, known, a);
    if (!a->tail)
        r->entered = *known;
    return true;
}

bool recall_widen(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a)
{
    struct recalled_article *known = about(k, b, a);
    bool wider = !known->all && known->number < r->base;
    known->all = true;
    return wider;
}

/* Whether that place counts against the article. A new one has the highest number. */
static bool is_others(const struct recall *r, const struct recalled_article *known, struct place place)
{
    return place.article && place.article != known->number && !bit_is(&r->killed, place.article)
        && (known->all || place.article < known->number);
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
    return about(k, b, a)->stays;
}

bool recall_copy(struct recall *r, struct recalled *k, struct batch *b, const struct article *a,
                 struct key sequence, struct slice *id)
{
    struct recalled_article *known = about(k, b, a);
    if (r->fresh)
        return false;
    if (!key_equal(sequence, known->sequence))
        state_find(r->state, &sequence, 1, known->number, &known->copy);
    known->sequence = sequence;
    if (!is_others(r, known, known->copy))
        return false;
    *id = recall_id_of(r, b, known->copy.article);
    return id->len > 0;
}

/* Who has paragraph i of the batch; 0: nobody. */
static uint32_t owner_of(struct recall *r, const struct recalled *k, struct seen *seen,
                         const struct batch *b, const struct recalled_article *known, size_t i)
{
    if (is_others(r, known, k->places[i]))
        return k->places[i].article;
    uint32_t local = seen_owner(seen, &b->paras[i]);
    return local ? recall_local(r, local) : 0;
}

bool recall_rest(struct recall *r, const struct recalled *k, struct seen *seen, const struct batch *b,
                 const struct article *a, uint32_t first)
{
    const struct recalled_article *known = about(k, b, a);
    size_t end = a->first + a->n;
    for (size_t i = a->first; i < end; i++)
        if (seen_compares(seen, &b->paras[i]) && !owner_of(r, k, seen, b, known, i))
            return false;
    recall_add_lean(r, first ? recall_local(r, first) : known->copy.article, known);
    for (size_t i = a->first; i < end; i++)
        if (seen_compares(seen, &b->paras[i]))
            recall_add_lean(r, owner_of(r, k, seen, b, known, i), known);
    return true;
}

size_t recall_mark(struct recall *r, struct recalled *k, const struct seen *seen, struct batch *b,
                   const struct article *a)
{
    const struct recalled_article *known = about(k, b, a);
    size_t dropped = 0;
    for (size_t i = a->first; i < a->first + a->n && !r->fresh; i++) {
        struct para *p = &b->paras[i];
        if (!is_others(r, known, k->places[i]) || !seen_compares(seen, p))
            continue;
        p->action = COPYDESK_DROP;
        p->reason = COPYDESK_SEEN;
        p->first_line = k->places[i].line;
        p->first_number = 0;
        p->first_id = k->ids[i];
        recall_add_lean(r, k->places[i].article, known);
        dropped++;
    }
    return dropped;
}

void recall_number(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a)
{
    recall_mind(r, chunks_add(&r->local, &about(k, b, a)->number, sizeof(uint32_t)));
}

void recall_lean(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a)
{
    for (size_t i = a->first; i < a->first + a->n; i++) {
        const struct para *p = &b->paras[i];
        if (p->action == COPYDESK_DROP && p->reason == COPYDESK_SEEN && p->first_number)
            recall_add_lean(r, recall_local(r, p->first_number), about(k, b, a));
    }
}

enum copydesk_status recall_status(struct recall *r, struct copydesk_error *error)
{
    enum copydesk_status status = budget_check(r->budget, r->fault, error);
    return status == COPYDESK_OK ? ledger_check(r->ledger, error) : status;
}

/* ---- in the writing turn ---- */

/* The origin's own row begins when the first of its articles comes. */
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
    else
        r->origin_row.row.wrote = wrote;
    r->noted_member = (struct ledger_article){ 0 };
}

bool recall_note(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a,
                 struct copydesk_error *error)
{
    const struct recalled_article *known = about(k, b, a);
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
