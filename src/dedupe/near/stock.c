#include "dedupe/near/stock.h"

bool stock_init(struct stock *s, struct budget budget, unsigned most)
{
    *s = (struct stock){ .budget = budget, .index = lsh_new(most) };
    ids_init(&s->ids);
    chunks_init(&s->entries, NULL, 0);
    chunks_init(&s->texts, budget.folder, STOCK_TEXTS);
    return s->index != NULL;
}

void stock_release(struct stock *s)
{
    lsh_free(s->index);
    ids_release(&s->ids);
    chunks_release(&s->entries);
    chunks_release(&s->texts);
}

enum copydesk_status stock_put(struct stock *s, struct slice text, struct copydesk_error *error)
{
    return budget_check(s->budget, chunks_add(&s->texts, text.ptr, text.len), error);
}

enum copydesk_status stock_get(const struct stock *s, uint64_t from, size_t n, struct buf *out, struct copydesk_error *error)
{
    return budget_check(s->budget, chunks_get(&s->texts, from, n, out), error);
}

enum copydesk_status stock_add(struct stock *s, const void *entry, size_t size, struct copydesk_error *error)
{
    return budget_check(s->budget, chunks_add(&s->entries, entry, size), error);
}

enum copydesk_status stock_entry(const struct stock *s, uint32_t i, void *entry, size_t size, struct copydesk_error *error)
{
    return budget_check(s->budget, chunks_read(&s->entries, (uint64_t)i * size, entry, size), error);
}

enum copydesk_status stock_id(struct stock *s, uint32_t number, struct slice *id, struct copydesk_error *error)
{
    return budget_check(s->budget, ids_get(&s->ids, number, id), error);
}

enum copydesk_status stock_keep_cap(struct stock *s, struct copydesk_error *error)
{
    size_t now = lsh_memory(s->index) + ids_memory(&s->ids) + chunks_memory(&s->entries);
    size_t movable = lsh_tables(s->index) + ids_unfiled(&s->ids) + chunks_unfiled(&s->entries);
    s->peak = now > s->peak ? now : s->peak;
    if (!budget_is_full(s->budget, lsh_filed(s->index) > 0, now, movable))
        return COPYDESK_OK;
    int code = ids_spill(&s->ids, s->budget.folder);
    code = code ? code : chunks_spill(&s->entries, s->budget.folder);
    if (code)
        return budget_check(s->budget, code, error);
    enum copydesk_status status = lsh_spill(s->index, s->budget.folder, s->budget.memory / BUDGET_FILTER, error);
    return status == COPYDESK_OK ? status : budget_failed(s->budget, error);
}

struct budget_used stock_used(const struct stock *s)
{
    return (struct budget_used){ s->peak, lsh_filed(s->index) + ids_filed(&s->ids) + chunks_filed(&s->entries) };
}
