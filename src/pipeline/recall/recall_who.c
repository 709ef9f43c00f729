/* Which article of the state is it? Looked up by its name and bytes in parallel; given its
 * number in the judging turn. See recall.h, WHO IS WHO. */
#include <errno.h>

#include "pipeline/recall/recall_parts.h"

/* ---- in parallel ---- */

/* A file of a folder: the survey has decided whether it changed, unless it did so since.
 * For one that comes in pieces only its time can tell that before the last piece. */
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

void recall_know(const struct recall *r, struct recalled_article *k, const struct article *a)
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
    if (k->self.number && k->self.run == 0) {   /* it is forgotten, and another one from now on */
        k->older = k->self.number;
        k->self = (struct ledger_article){ 0 };
    }
}

/* ---- in the judging turn ---- */

/* Whether no article of this run has taken that number yet, and it is not dead. */
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
    recall_mind(r, numbers_add(&r->deaths, number) ? 0 : ENOMEM);
}

/* The article has changed. All of its name that this run has not met die, once for each
 * name: which of them it was cannot be told, and it must not lose text to its old self. */
static void kill_older(struct recall *r, uint32_t older)
{
    if (bit_is(&r->replaced, older))
        return;
    bit_set(&r->replaced, older);
    ledger_namesakes(r->ledger, older, kill_free, r);
}

/* Of several articles with the same name and bytes, the n-th in this run is the n-th of the
 * run before. Where the last of them was found the search goes on. */
static void find_free(struct recall *r, struct recalled_article *known)
{
    enum { STEPS = 64 };           /* what is not found after so many is a new article (guess) */
    uint32_t first = known->self.number, last = first;
    struct twins *twins = &r->twins[first % RECALL_TWINS];
    if (first && twins->first == first)
        last = twins->last;
    bool found = first != 0;
    for (int i = 0; found && !is_free(r, last) && i < STEPS; i++) {
        known->near_stays = false; /* the first one did */
        found = ledger_find_twin(r->ledger, last, &known->self);
        last = found ? known->self.number : last;
    }
    if (!found || !is_free(r, last))
        known->self = (struct ledger_article){ 0 };
    if (first)
        *twins = (struct twins){ first, last };
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

/* Sets *row to that of the file `name`, which is whole->row when it comes again. in: the origin that it
 * is a part of; empty: none. False: memory is short, or numbers ran out. */
static bool enter_whole(struct recall *r, struct whole *whole, struct slice in, struct slice name, struct ledger_article *row)
{
    if (!slice_equal(buf_slice(&whole->name), name)) {
        buf_clear(&whole->name);
        buf_addslice(&whole->name, name);
        bool known = !r->fresh && (in.len ? ledger_find_part(r->ledger, in, name, (struct key){ 0 }, &whole->row)
                                          : ledger_find_file(r->ledger, name, &whole->row));
        if (!known || bit_is(&r->dead, whole->row.number))
            whole->row = (struct ledger_article){ .number = (uint32_t)r->next++, .run = r->run };
        if (whole->name.failed || r->next > UINT32_MAX)
            return false;
    }
    *row = whole->row;
    return true;
}

/* An article out of a file of many leans for that file; what is written of a file of records, or
 * of one inside an archive, is one file for all of its records. Both have rows of their own. */
static bool enter_wholes(struct recall *r, struct recalled_article *known, const struct article *a)
{
    return a->origin.len == 0 || (enter_whole(r, &r->origin, SLICE(""), a->origin, &known->origin)
        && (!a->frame || enter_whole(r, &r->member, a->origin, a->file, &known->member)));
}

/* Adds a piece of a folder's file to its hash, which is known with the last one. */
static void hash_piece(struct recall *r, struct recalled_article *known, const struct article *a)
{
    if (a->head)
        hash_reset(r->hash);
    hash_add(r->hash, a->encoding ? a->original : a->bytes);
    if (a->tail)
        known->hash = hash_key(r->hash);
}

bool recall_enter(struct recall *r, const struct article *a)
{
    struct recalled_article *known = a->recalled;
    struct owner *owners = known->owners;
    if (!a->head)
        *known = r->entered;
    else if (!give_number(r, known) || !enter_wholes(r, known, a))
        return false;
    known->owners = owners;
    known->all = false;
    if (a->head)
        known->stays = known->copy.article && known->copy.article == known->number;
    if (!(a->head && a->tail) && recall_is_file(a))
        hash_piece(r, known, a);
    if (!a->tail)
        r->entered = *known;
    return true;
}
