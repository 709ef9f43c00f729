#include "dedupe/keys/keystore.h"

#include "base/error.h"
#include "dedupe/keys/spill.h"

static bool fail_memory(struct keystore *k)
{
    error_memory(&k->error);
    return false;
}

static bool fail_file(struct keystore *k)
{
    budget_failed(k->budget, &k->error);
    return false;
}

bool keystore_reset(struct keystore *k, size_t expected)
{
    spill_free(k->spill);
    k->spill = NULL;
    k->error = (struct copydesk_error){ 0 };
    k->set.most = k->budget.memory / 2;   /* what else is remembered, and the filter, need room, too */
    return keyset_reset(&k->set, expected) || fail_memory(k);
}

void keystore_release(struct keystore *k)
{
    keyset_release(&k->set);
    spill_free(k->spill);
    k->spill = NULL;
}

int keystore_find_filed(const struct keystore *k, struct key key, struct place *place, struct copydesk_error *error)
{
    int found = k->spill ? spill_find(k->spill, key, place, error) : 0;
    if (found < 0)
        budget_failed(k->budget, error);
    return found;
}

int keystore_find(const struct keystore *k, struct key key, struct place *place, struct copydesk_error *error)
{
    return keyset_find(&k->set, key, place) ? 1 : keystore_find_filed(k, key, place, error);
}

bool keystore_spill(struct keystore *k)
{
    if (!k->spill && !(k->spill = spill_new(k->budget.folder, k->budget.memory / BUDGET_FILTER)))
        return fail_memory(k);
    if (spill_add(k->spill, &k->set, &k->error) != COPYDESK_OK)
        return fail_file(k);
    keyset_release(&k->set);
    return keyset_reset(&k->set, 0) || fail_memory(k);
}

const struct keyrun *keystore_whole(struct keystore *k)
{
    if (!keystore_spill(k))
        return NULL;
    const struct keyrun *whole = spill_whole(k->spill, &k->error);
    if (!whole)
        fail_file(k);
    return whole;
}

/* Whether one more key would make the set outgrow the cap, if there is one. */
static bool is_full(const struct keystore *k)
{
    size_t movable = keyset_memory_with(&k->set, 1);
    if (!k->budget.memory || movable == keyset_memory(&k->set))
        return false;
    size_t now = movable + (k->spill ? spill_memory(k->spill) : 0);
    return budget_is_full(k->budget, k->spill != NULL, now, movable);
}

int keystore_add(struct keystore *k, struct key key, struct place *place)
{
    struct place before;
    bool full = is_full(k);
    int found = k->spill || full ? keystore_find(k, key, &before, &k->error) : 0;   /* else keyset_add finds it */
    if (found > 0)
        *place = before;
    if (found)
        return found > 0 ? 0 : -1;
    if (full && !keystore_spill(k))
        return -1;
    int added = keyset_add(&k->set, key, place);
    if (added < 0)
        fail_memory(k);
    return added;
}

size_t keystore_memory(const struct keystore *k)
{
    return keyset_memory(&k->set) + (k->spill ? spill_memory(k->spill) : 0);
}

uint64_t keystore_filed(const struct keystore *k)
{
    return k->spill ? spill_bytes(k->spill) : 0;
}

uint64_t keystore_count(const struct keystore *k)
{
    return k->set.n + (k->spill ? spill_keys(k->spill) : 0);
}
