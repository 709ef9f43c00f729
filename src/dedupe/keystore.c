#include "dedupe/keystore.h"

#include "base/error.h"
#include "dedupe/spill.h"

bool keystore_reset(struct keystore *k, size_t expected)
{
    spill_free(k->spill);
    k->spill = NULL;
    k->error = (struct copydesk_error){ 0 };
    k->set.most = k->budget.memory / 2;
    return keyset_reset(&k->set, expected) || (error_memory(&k->error), false);
}

void keystore_release(struct keystore *k)
{
    keyset_release(&k->set);
    spill_free(k->spill);
    k->spill = NULL;
}

static int find_in_files(struct keystore *k, struct key key, struct place *place)
{
    int found = spill_find(k->spill, key, place, &k->error);
    if (found < 0)
        budget_failed(k->budget, &k->error);
    return found;
}

int keystore_find(struct keystore *k, struct key key, struct place *place)
{
    if (keyset_find(&k->set, key, place))
        return 1;
    return k->spill ? find_in_files(k, key, place) : 0;
}

static bool move(struct keystore *k)
{
    if (!k->spill && !(k->spill = spill_new(k->budget.folder, k->budget.memory / BUDGET_FILTER))) {
        error_memory(&k->error);
        return false;
    }
    if (spill_add(k->spill, &k->set, &k->error) != COPYDESK_OK) {
        budget_failed(k->budget, &k->error);
        return false;
    }
    keyset_release(&k->set);
    return keyset_reset(&k->set, 0) || (error_memory(&k->error), false);
}

/* Under a cap: with a key more the set would outgrow it. */
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
    int found = k->spill || full ? keystore_find(k, key, &before) : 0;   /* else the set tells when it adds */
    if (found > 0)
        *place = before;
    if (found)
        return found > 0 ? 0 : -1;
    if (full && !move(k))
        return -1;
    int added = keyset_add(&k->set, key, place);
    if (added < 0)
        error_memory(&k->error);
    return added;
}
