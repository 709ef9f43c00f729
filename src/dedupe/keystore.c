#include "dedupe/keystore.h"

#include "base/error.h"
#include "dedupe/spill.h"

static bool fail_memory(struct keystore *k)
{
    error_memory(&k->error);
    return false;
}

bool keystore_reset(struct keystore *k, size_t expected)
{
    spill_free(k->spill);
    k->spill = NULL;
    k->error = (struct copydesk_error){ 0 };
    k->set.most = k->budget.memory / 2;
    return keyset_reset(&k->set, expected) || fail_memory(k);
}

void keystore_release(struct keystore *k)
{
    keyset_release(&k->set);
    spill_free(k->spill);
    k->spill = NULL;
}

/* 1 and *place; 0: not there; -1: failed. */
static int find(struct keystore *k, struct key key, struct place *place)
{
    if (keyset_find(&k->set, key, place))
        return 1;
    int found = k->spill ? spill_find(k->spill, key, place, &k->error) : 0;
    if (found < 0)
        budget_failed(k->budget, &k->error);
    return found;
}

/* Moves all keys to files. */
static bool spill_all(struct keystore *k)
{
    if (!k->spill && !(k->spill = spill_new(k->budget.folder, k->budget.memory / BUDGET_FILTER)))
        return fail_memory(k);
    if (spill_add(k->spill, &k->set, &k->error) != COPYDESK_OK) {
        budget_failed(k->budget, &k->error);
        return false;
    }
    keyset_release(&k->set);
    return keyset_reset(&k->set, 0) || fail_memory(k);
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
    int found = k->spill || full ? find(k, key, &before) : 0;   /* else keyset_add finds it */
    if (found > 0)
        *place = before;
    if (found)
        return found > 0 ? 0 : -1;
    if (full && !spill_all(k))
        return -1;
    int added = keyset_add(&k->set, key, place);
    if (added < 0)
        fail_memory(k);
    return added;
}
