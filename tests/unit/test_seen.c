/* seen: the guard, the first article's place, copies. */
#include "unit.h"

#include "dedupe/seen.h"
#include "text/fold.h"

static struct para para(const char *name, unsigned words, unsigned chars)
{
    return (struct para){ .key = key_of(slice_str(name)), .fold = FOLD_KEYED,
                          .words = words, .chars = chars, .line = 7 };
}

static void add(struct seen *s, const char *id, const struct para *paras, size_t n)
{
    struct key sequence = seen_sequence(paras, n);
    assert_true(seen_add(s, slice_str(id), paras, n, &sequence, 1));
}

static void test_guard(void **state)
{
    (void)state;
    struct seen *s = seen_new(8, 40);
    struct para dense = para("dense", 1, 20), short_dense = para("short dense", 1, 19);
    dense.fold |= FOLD_DENSE;
    short_dense.fold |= FOLD_DENSE;
    struct para first[] = { para("long", 8, 40), para("few words", 7, 400),
                            para("few chars", 8, 39), dense, short_dense };
    struct para again[5];
    memcpy(again, first, sizeof first);
    assert_int_equal(seen_mark(s, first, 5), 0);
    add(s, "a.txt", first, 5);
    assert_int_equal(seen_mark(s, again, 5), 2);
    assert_int_equal(again[0].reason, COPYDESK_SEEN);
    assert_int_equal(again[0].first_line, 7);
    assert_true(slice_equal(again[0].first_id, SLICE("a.txt")));
    assert_int_equal(again[1].action, COPYDESK_KEEP);
    assert_int_equal(again[2].action, COPYDESK_KEEP);
    assert_int_equal(again[3].action, COPYDESK_DROP);
    assert_int_equal(again[4].action, COPYDESK_KEEP);
    seen_free(s);
}

static void test_first_stays_first(void **state)
{
    (void)state;
    struct seen *s = seen_new(8, 40);
    struct para p = para("x", 9, 50);
    add(s, "first", &p, 1);
    p.line = 99;
    add(s, "second", &p, 1);
    assert_int_equal(seen_mark(s, &p, 1), 1);
    assert_true(slice_equal(p.first_id, SLICE("first")));
    assert_int_equal(p.first_line, 7);
    seen_free(s);
}

static void test_dropped_is_not_remembered(void **state)
{
    (void)state;
    struct seen *s = seen_new(8, 40);
    struct para gone = para("x", 9, 50), again = gone;
    gone.action = COPYDESK_DROP;
    add(s, "first", &gone, 1);
    assert_int_equal(seen_mark(s, &again, 1), 0);
    seen_free(s);
}

static void test_copy(void **state)
{
    (void)state;
    struct seen *s = seen_new(8, 40);
    struct para a[] = { para("one", 2, 9), para("two", 9, 90) };
    struct para turned[] = { a[1], a[0] };
    struct slice id;
    assert_false(seen_copy(s, seen_sequence(a, 2), &id));
    add(s, "first", a, 2);
    assert_true(seen_copy(s, seen_sequence(a, 2), &id));
    assert_true(slice_equal(id, SLICE("first")));
    assert_false(seen_copy(s, seen_sequence(turned, 2), &id));
    assert_false(seen_copy(s, seen_sequence(a, 1), &id));
    seen_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guard),
        cmocka_unit_test(test_first_stays_first),
        cmocka_unit_test(test_dropped_is_not_remembered),
        cmocka_unit_test(test_copy),
    };
    return cmocka_run_group_tests_name("seen", tests, NULL, NULL);
}
