/* keyset against a naive twin: an unsorted list searched from end to end. */
#include "unit.h"

#include "dedupe/keys/keyset.h"

enum { KEYS = 3000 };

struct twin { struct key key[KEYS]; struct place place[KEYS]; size_t n; };

static const struct place *twin_find(const struct twin *t, struct key key)
{
    for (size_t i = 0; i < t->n; i++)
        if (key_equal(t->key[i], key))
            return &t->place[i];
    return NULL;
}

/* mode 0: spread keys; 1: all in one corner; 2: all with the same high word */
static struct key make_key(uint64_t *seed, int mode)
{
    uint64_t r = random_next(seed) % 2000;   /* so that many come twice */
    uint64_t spread = r * 0x9e3779b97f4a7c15u;
    if (mode == 0)
        return (struct key){ spread, spread ^ 0x5555 };
    if (mode == 1)
        return (struct key){ UINT64_MAX - r, 0 };
    return (struct key){ 0x1234567800000000u, r << 32 };
}

/* Where to add: where it belongs, where another one did, or anything. */
static size_t hint_for(const struct keyset *k, struct key key, uint32_t i, uint64_t *seed)
{
    struct place place;
    size_t right = keyset_seek(k, key, &place);
    return i % 3 == 0 ? right : i % 3 == 1 ? right - 2 + random_below(seed, 5) : random_below(seed, 10 * KEYS);
}

static void check_mode(int mode, size_t expected, size_t most)
{
    uint64_t seed = 42 + (uint64_t)mode;
    struct keyset k = { .most = most };
    struct twin *t = calloc(1, sizeof *t);
    assert_true(keyset_reset(&k, expected));
    for (uint32_t i = 0; i < KEYS; i++) {
        struct key key = make_key(&seed, mode);
        struct place place = { i + 1, i }, found = { 0 };
        const struct place *known = twin_find(t, key);
        assert_int_equal(keyset_find(&k, key, &found), known != NULL);
        int added = keyset_add_at(&k, hint_for(&k, key, i, &seed), key, &place);
        assert_int_equal(added, known == NULL);
        if (known) {
            assert_int_equal(place.article, known->article);
            assert_int_equal(place.line, known->line);
        } else {
            t->key[t->n] = key;
            t->place[t->n++] = place;
        }
    }
    assert_int_equal(k.n, t->n);
    for (size_t i = 0; i < t->n; i++) {
        struct place place;
        assert_true(keyset_find(&k, t->key[i], &place));
        assert_int_equal(place.article, t->place[i].article);
    }
    struct key key, last = { 0, 0 };
    struct place place;
    size_t n = 0;
    for (size_t at = 0; keyset_next(&k, &at, &key, &place); n++) {
        assert_true(n == 0 || key.hi > last.hi || (key.hi == last.hi && key.lo > last.lo));
        assert_true(keyset_find(&k, key, &place));
        last = key;
    }
    assert_int_equal(n, t->n);
    free(t);
    keyset_release(&k);
}

static void test_twin(void **state)
{
    (void)state;
    for (int mode = 0; mode < 3; mode++) {
        check_mode(mode, 0, 0);
        check_mode(mode, KEYS, 0);
    }
    check_mode(0, 0, 20000);   /* bytes: of a third of the keys */
}

static void test_reset_forgets(void **state)
{
    (void)state;
    struct keyset k = { 0 };
    struct place place = { 1, 1 };
    struct key key = { 7, 7 };
    assert_true(keyset_reset(&k, 1000));
    size_t memory = keyset_memory(&k);
    assert_int_equal(keyset_add(&k, key, &place), 1);
    assert_true(keyset_reset(&k, 10));
    assert_false(keyset_find(&k, key, &place));
    assert_int_equal(k.n, 0);
    assert_int_equal(keyset_memory(&k), memory);
    keyset_release(&k);
}

/* The header promises 24 to 28 bytes a key, 22 to 25 in a large table and 23 to 40 or 108 in a small
 * one; 22 to 28 where none may grow fast. */
static void check_memory(size_t most)
{
    struct keyset k = { .most = most };
    uint64_t seed = 7;
    assert_true(keyset_reset(&k, 0));
    for (uint32_t i = 1; i <= 3000000; i++) {
        struct place place = { i, 0 };
        assert_int_equal(keyset_add(&k, (struct key){ random_next(&seed), random_next(&seed) }, &place), 1);
        if (most)
            assert_in_range(keyset_memory(&k), 22 * k.n, 30 * k.n + 4096);
        else if (i > 1000 && i < 1000000)
            assert_in_range(keyset_memory(&k), 23 * k.n, (i < 395000 ? 108 : 40) * k.n + 4096);
        else if (i > 1300000)
            assert_in_range(keyset_memory(&k), 22 * k.n, (i < 2500000 ? 28 : 25) * k.n + 4096);
    }
    keyset_release(&k);
}

static void test_memory(void **state)
{
    (void)state;
    check_memory(0);
    check_memory(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_twin),
        cmocka_unit_test(test_reset_forgets),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests_name("keyset", tests, NULL, NULL);
}
