/* Near paragraphs of earlier runs (spun.h). What these remembered is loaded when the
 * first article is judged, in the order in which it came, as if this run had met it: a
 * run that finds nothing changed reads none of it.
 *
 * When an article is cleaned anew, paragraphs that an earlier run kept are kept again, and
 * not remembered a second time; the others are compared with what came before the
 * article. */
#include "base/error.h"
#include "pipeline/recall/recall_parts.h"

static enum copydesk_status load_one(void *payload, uint32_t number, struct slice coded, struct copydesk_error *error)
{
    return spun_load(payload, number, coded, error);
}

static bool load(struct recall *r, struct spun *spun, struct copydesk_error *error)
{
    if (r->spun_loaded || r->fresh)
        return true;
    r->spun_loaded = true;
    return recall_open_near(r, error) == COPYDESK_OK
        && state_near_each_paragraphs(r->state, load_one, spun, error) == COPYDESK_OK;
}

/* For which article paragraphs are compared, and whether an owner counts against it. */
struct asking { const struct recall *recall; const struct recalled_article *known; };

static bool counts(void *payload, uint32_t owner)
{
    const struct asking *asking = payload;
    return recall_is_others(asking->recall, asking->known, (struct place){ owner, 0 });
}

/* Fills kept_lines for the article of that number, unless they are its already: they are
 * the same for all its pieces, since the state does not change before the commit. */
static enum copydesk_status read_lines(struct recall *r, uint32_t number, struct copydesk_error *error)
{
    struct slice coded;
    if (r->kept_of == number)
        return COPYDESK_OK;
    r->kept_of = 0;
    enum copydesk_status status = state_near_paragraphs_of(r->state, number, &coded, error);
    if (status != COPYDESK_OK)
        return status;
    if (!spun_lines(coded, &r->kept_lines))
        return error_memory(error);
    r->kept_of = number;
    return COPYDESK_OK;
}

/* Keeps the paragraphs that an earlier run kept: they are not compared. */
static bool keep_again(struct recall *r, const struct recalled_article *known, struct para *paras, size_t n,
                       struct copydesk_error *error)
{
    if (known->number >= r->base)
        return true;
    if (read_lines(r, known->number, error) != COPYDESK_OK)
        return false;
    for (size_t i = 0; i < n; i++)
        if (paras[i].spun && hash_list_has(&r->kept_lines, paras[i].line))
            paras[i].spun = NULL;
    return true;
}

long recall_spun_mark(struct recall *r, struct spun *spun, struct batch *b, const struct article *a, bool flag,
                      struct copydesk_error *error)
{
    const struct recalled_article *known = a->recalled;
    struct asking asking = { r, known };
    const struct spun_owners owners = { counts, &asking };
    struct para *paras = b->paras + a->first;
    if (known->all)
        return 0;
    if (!load(r, spun, error) || !keep_again(r, known, paras, a->n, error))
        return -1;
    long dropped = spun_mark(spun, a->id, paras, a->n, flag, &owners, &b->arena, error);
    for (size_t i = 0; i < a->n && dropped >= 0; i++) {
        struct para *p = &paras[i];
        if (!p->flagged && (p->action != COPYDESK_DROP || p->reason != COPYDESK_NEAR_PARAGRAPH))
            continue;
        if (p->first_id.len == 0)
            p->first_id = recall_id_of(r, b, p->first_number);
        recall_add_lean(r, p->first_number, known);
    }
    return dropped;
}

uint32_t recall_spun_owner(struct recall *r, const struct recalled_article *known, struct spun *spun,
                           const struct article *a, const struct para *p)
{
    struct asking asking = { r, known };
    const struct spun_owners owners = { counts, &asking };
    uint32_t owner;
    int found = load(r, spun, &r->spun_error) ? spun_find(spun, a->id, p, &owners, &owner, &r->spun_error) : -1;
    return found > 0 ? owner : 0;
}

enum copydesk_status recall_spun_add(struct spun *spun, const struct batch *b, const struct article *a,
                                     struct copydesk_error *error)
{
    return spun_add(spun, a->id, b->paras + a->first, a->n, a->recalled->number, error);
}

/* ---- the end ---- */

struct saving { struct recall *recall; struct state_near_writer *writer; struct buf all; };

/* Saves what this run remembered of an article, after what earlier runs did. */
static enum copydesk_status save_one(void *payload, uint32_t number, struct slice coded, struct copydesk_error *error)
{
    struct saving *s = payload;
    struct slice before = SLICE("");
    enum copydesk_status status = COPYDESK_OK;
    if (number < s->recall->base)
        status = state_near_paragraphs_of(s->recall->state, number, &before, error);
    if (status == COPYDESK_OK && before.len > 0) {
        buf_clear(&s->all);
        buf_addslice(&s->all, before);
        buf_addslice(&s->all, coded);
        coded = buf_slice(&s->all);
        status = s->all.failed ? error_memory(error) : COPYDESK_OK;
    }
    return status == COPYDESK_OK ? state_near_add_paragraphs(s->writer, number, coded, error) : status;
}

enum copydesk_status recall_save_spun(struct recall *r, struct spun *spun, struct copydesk_error *error)
{
    size_t memory = r->budget.memory / 4 * 32;   /* without pairs an article takes a 32nd of what is reckoned there */
    struct saving s = { r, state_near_begin(r->state, spun_count(spun), memory, error), { 0 } };
    enum copydesk_status status = s.writer ? spun_each(spun, save_one, &s, error) : COPYDESK_FAILED;
    buf_release(&s.all);
    if (status == COPYDESK_OK)
        return state_near_end(s.writer, error);
    state_near_writer_free(s.writer);
    return status;
}
