/* buf, arena, error: the edges. */
#include "unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

static void test_buf(void **state)
{
    (void)state;
    struct buf b = { 0 };
    assert_string_equal(buf_str(&b), "");
    buf_add(&b, NULL, 0);
    buf_addstr(&b, "x");
    buf_addf(&b, "%d-%s", 12, "yz");
    assert_string_equal(buf_str(&b), "x12-yz");
    assert_int_equal(b.len, 6);
    buf_clear(&b);
    for (int i = 0; i < 100000; i++)
        buf_addch(&b, (char)('a' + i % 26));
    assert_int_equal(b.len, 100000);
    assert_int_equal(b.ptr[99999], 'a' + 99999 % 26);
    assert_false(buf_reserve(&b, SIZE_MAX / 2));
    assert_true(b.failed);
    buf_addch(&b, 'x');
    assert_int_equal(b.len, 100000);
    buf_clear(&b);
    assert_false(b.failed);
    buf_release(&b);
}

static void test_arena_is_stable(void **state)
{
    (void)state;
    struct arena a = { 0 };
    uint64_t seed = 3;
    for (int round = 0; round < 3; round++) {
        struct slice held[200];
        for (int i = 0; i < 200; i++) {
            char text[3000];
            size_t n = random_below(&seed, sizeof text);
            memset(text, i, n);
            held[i] = arena_copy(&a, slice_of(text, n));
        }
        char *big = arena_take(&a, 1 << 20);
        assert_non_null(big);
        memset(big, 1, 1 << 20);
        for (int i = 0; i < 200; i++) {
            for (size_t k = 0; k < held[i].len; k++)
                assert_int_equal((unsigned char)held[i].ptr[k], i);
            assert_int_equal(held[i].ptr[held[i].len], 0);
        }
        arena_clear(&a);
    }
    assert_null(arena_take(&a, SIZE_MAX));
    assert_true(a.failed);
    arena_release(&a);
}

static void test_error(void **state)
{
    (void)state;
    struct copydesk_error e;
    assert_int_equal(error_system(&e, COPYDESK_FAILED, "a/b", 2), COPYDESK_FAILED);
    assert_string_equal(e.path, "a/b");
    assert_string_equal(e.reason, "No such file or directory");
    assert_int_equal(error_set(NULL, COPYDESK_SKIPPED, NULL, 0, "x"), COPYDESK_SKIPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buf),
        cmocka_unit_test(test_arena_is_stable),
        cmocka_unit_test(test_error),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
