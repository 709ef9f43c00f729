/* keystore: under a cap the same answers, and never more memory than it. */
#include "unit.h"

#include "dedupe/keys/keystore.h"

enum { KEYS = 300000, CAP = 1 << 20 };

/* The cap holds all the time; before there are files, with the filter that the first one brings. */
static void test_cap(void **state)
{
    struct keystore k = { .budget = { CAP, "/tmp" } };
    (void)state;
    assert_true(keystore_reset(&k, 0));
    for (uint32_t i = 1; i <= KEYS; i++) {
        struct place place = { i, 0 };
        assert_int_equal(keystore_add(&k, key_of((struct slice){ (const char *)&i, sizeof i }), &place), 1);
        assert_in_range(keystore_memory(&k), 1, k.spill ? CAP : CAP - CAP / BUDGET_FILTER);
    }
    assert_non_null(k.spill);
    for (uint32_t i = 1; i <= KEYS; i++) {
        struct place place = { 1, 0 };
        assert_int_equal(keystore_add(&k, key_of((struct slice){ (const char *)&i, sizeof i }), &place), 0);
        assert_int_equal(place.article, i);
    }
    keystore_release(&k);
}

/* What was met is met whenever it is asked, also right when the set would grow and all goes to files
 * for the first time. */
static void test_known_at_the_move(void **state)
{
    struct keystore k = { .budget = { CAP, "/tmp" } };
    uint32_t i = 0;
    (void)state;
    assert_true(keystore_reset(&k, 0));
    while (!k.spill && i < KEYS) {
        struct place place = { ++i, 0 };
        struct key key = key_of((struct slice){ (const char *)&i, sizeof i });
        assert_int_equal(keystore_add(&k, key, &place), 1);
        place.article = KEYS;
        assert_int_equal(keystore_add(&k, key, &place), 0);
        assert_int_equal(place.article, i);
    }
    assert_non_null(k.spill);
    keystore_release(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cap), cmocka_unit_test(test_known_at_the_move) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
