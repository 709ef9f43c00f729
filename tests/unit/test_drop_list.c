/* drop_list: under a cap it takes no more than that, and knows all its lines. */
#include "unit.h"

#include "dedupe/drop_list.h"

enum { LEFT = 24600, CAP = 1 << 20 };   /* so many lines have room */

static struct drop_list *open_list(unsigned lines)
{
    char path[] = "/tmp/drop_list.XXXXXX";
    struct copydesk_error error = { 0 };
    struct buf line = { 0 };
    FILE *f = fdopen(mkstemp(path), "w");
    assert_non_null(f);
    for (unsigned i = 0; i < lines; i++) {
        buf_clear(&line);
        drop_list_line(&line, (struct key){ i, 0 }, slice_str("a"), i);
        fprintf(f, "%.*s\n", (int)line.len, line.ptr);
    }
    assert_int_equal(fclose(f), 0);
    struct drop_list *l = drop_list_open(path, (struct budget){ CAP, "/tmp" }, &error);
    assert_non_null(l);
    remove(path);
    buf_release(&line);
    return l;
}

static void check_list(unsigned lines)
{
    struct drop_list *l = open_list(lines);
    struct copydesk_error error = { 0 };
    struct buf line = { 0 };
    assert_in_range(drop_list_memory(l), 1, CAP);
    for (unsigned i = 0; i < lines + 100; i++) {
        buf_clear(&line);
        drop_list_line(&line, (struct key){ i, 0 }, slice_str("a"), i);
        assert_int_equal(drop_list_has(l, buf_slice(&line), &error), i < lines);
    }
    buf_release(&line);
    drop_list_free(l);
}

static void test_cap(void **state)
{
    (void)state;
    check_list(0);
    check_list(LEFT);
    check_list(5 * LEFT);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cap) };
    return cmocka_run_group_tests_name("drop_list", tests, NULL, NULL);
}
