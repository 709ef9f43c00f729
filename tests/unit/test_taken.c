/* taken: paths that stay where they are, and ids that no two members have. */
#include "unit.h"

#include "read/taken.h"

static void check_path(const char *name, const char *wanted)
{
    struct buf b = { 0 };
    bool fit = taken_path(&b, slice_str(name));
    assert_int_equal(fit, wanted != NULL);
    if (wanted)
        assert_string_equal(buf_str(&b), wanted);
    buf_release(&b);
}

static void test_paths(void **state)
{
    (void)state;
    check_path("a/b.txt", "a/b.txt");
    check_path("/a//b.txt", "a/b.txt");
    check_path("./../a/./../b.txt", "a/b.txt");
    check_path("...", "...");
    check_path("..a/.b", "..a/.b");
    check_path("", NULL);
    check_path("/", NULL);
    check_path("../..", NULL);
    check_path("a/.copydesk-x/b.txt", NULL);
    check_path("a/.copydesk/b.txt", "a/.copydesk/b.txt");
    char part[5000];
    memset(part, 'a', sizeof part);
    part[255] = '\0';
    check_path(part, part);
    part[255] = 'a', part[256] = '\0';
    check_path(part, NULL);
    for (size_t i = 0; i + 1 < sizeof part; i++)
        part[i] = i % 2 ? '/' : 'a';
    part[sizeof part - 1] = '\0';
    check_path(part, NULL);
}

static void test_ids(void **state)
{
    (void)state;
    struct taken t = { 0 };
    assert_int_equal(taken_ask(&t, SLICE("a/b.txt")), TAKEN_FREE);
    assert_int_equal(taken_ask(&t, SLICE("a/b.txt")), TAKEN_AGAIN);
    assert_int_equal(taken_ask(&t, SLICE("a/b.txt/c.txt")), TAKEN_BELOW);
    assert_int_equal(taken_ask(&t, SLICE("a/b.txt/c/d.txt")), TAKEN_BELOW);
    assert_int_equal(taken_ask(&t, SLICE("a")), TAKEN_AGAIN);
    assert_int_equal(taken_ask(&t, SLICE("a/b")), TAKEN_FREE);
    char id[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(id, sizeof id, "many/%d.txt", i);
        assert_int_equal(taken_ask(&t, slice_str(id)), TAKEN_FREE);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(id, sizeof id, "many/%d.txt", i);
        assert_int_equal(taken_ask(&t, slice_str(id)), TAKEN_AGAIN);
    }
    char part[300];
    memset(part, 'a', sizeof part);
    assert_int_equal(taken_ask(&t, slice_of(part, 256)), TAKEN_LONG);
    part[0] = part[1] = '/';
    assert_int_equal(taken_ask(&t, slice_of(part + 1, 257)), TAKEN_LONG);
    assert_int_equal(taken_ask(&t, slice_of(part + 1, 256)), TAKEN_FREE);
    taken_clear(&t);
    assert_int_equal(taken_ask(&t, SLICE("a")), TAKEN_FREE);
    taken_clear(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
