/* One text that stands for many. */
#include "unit.h"

#include "base/buf.h"
#include "strip/match/alternatives.h"

static void expect(const char *text, const char *all)
{
    struct buf one = { 0 }, out = { 0 };
    size_t n = alternatives_count(slice_str(text));
    for (size_t i = 0; i < n; i++) {
        alternatives_take(slice_str(text), n, i, &one);
        buf_addslice(&out, buf_slice(&one));
        buf_addstr(&out, "/");
    }
    assert_string_equal(buf_str(&out), all);
    buf_release(&out);
    buf_release(&one);
}

static void test_in_order(void **state)
{
    (void)state;
    expect("no braces | at all", "no braces | at all/");
    expect("{a|b}", "a/b/");
    expect("{a} b", "a b/");
    expect("{|a }b{|!}", "b/b!/a b/a b!/");
    expect("x {a|b|c}{1|2}y", "x a1y/x a2y/x b1y/x b2y/x c1y/x c2y/");
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = { "{a", "a}", "{a{b}}", "{a}}", "}{" };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_int_equal(alternatives_count(slice_str(BAD[i])), 0);
    assert_int_equal(alternatives_count(SLICE("{|a}{|a}{|a}{|a}{|a}{|a}{|a}{|a}{|a}")), 512);
    assert_int_equal(alternatives_count(SLICE("{|a|b}{|a}{|a}{|a}{|a}{|a}{|a}{|a}{|a}{|a|b|c|d|e|f}")),
                     ALTERNATIVES_MOST + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_in_order), cmocka_unit_test(test_refused) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
