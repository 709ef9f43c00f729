/* output_check: what stands in an output directory, whatever the order of asking. */
#include "folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "write/files/output_check.h"

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static int make_files(void **state)
{
    if (enter_folder(state) != 0 || mkdir("out", 0777) != 0 || mkdir("out/a", 0777) != 0
        || mkdir("out/a/deep", 0777) != 0)
        return -1;
    put("out/top.txt", "1234");
    put("out/a/one.txt", "123");
    put("out/a/deep/two.txt", "12");
    put("out/a-file.txt", "1");
    return symlink("one.txt", "out/a/link.txt");
}

/* What is missing of what was asked for, as numbers in a row. */
static void hear(void *payload, uint32_t number)
{
    buf_addf(payload, "%u ", (unsigned)number);
}

static void assert_missing(struct output_check *g, const char *numbers)
{
    struct buf heard = { 0 };
    assert_true(output_check_answers(g, hear, &heard));
    assert_string_equal(buf_str(&heard), numbers);
    buf_release(&heard);
}

static bool ask(struct output_check *g, const char *id, uint64_t size, uint32_t number)
{
    return output_check_ask(g, slice_str(id), size, 0, number);
}

/* Many questions, in any order, alone and with a thread: twice, for answers are told once. */
static void finds_files_of_any_folder_in_any_order(void **state)
{
    static const struct { const char *id; uint64_t size; } there[] = {
        { "top.txt", 4 }, { "a/one.txt", 3 }, { "a/deep/two.txt", 2 }, { "a-file.txt", 1 }
    };
    enum { N = sizeof there / sizeof *there };
    (void)state;
    for (int round = 0; round < 4; round++) {
        uint64_t random = 1;
        struct output_check *g = output_check_new("out", round % 2);
        struct buf missing = { 0 };
        assert_non_null(g);
        assert_true(output_check_is_open(g));
        for (uint32_t i = 1; i < 5000; i++) {
            unsigned k = random_below(&random, N), wrong = random_below(&random, 10) == 0;
            assert_true(ask(g, there[k].id, there[k].size + wrong, i));
            if (wrong)
                buf_addf(&missing, "%u ", (unsigned)i);
        }
        assert_missing(g, buf_str(&missing));
        assert_missing(g, "");
        assert_true(ask(g, "none.txt", 1, 7));
        assert_missing(g, "7 ");
        output_check_free(g);
        buf_release(&missing);
    }
}

static void misses_what_is_no_file(void **state)
{
    struct output_check *g = output_check_new("out", false);
    (void)state;
    assert_true(ask(g, "a/link.txt", 3, 1));
    assert_true(ask(g, "a/two.txt", 2, 2));
    assert_true(ask(g, "none/one.txt", 3, 3));
    assert_true(ask(g, "none/one.txt/x", 3, 4));
    assert_true(ask(g, "a/deep", 4096, 5));
    assert_true(ask(g, "a/one.txt", 3, 6));
    assert_true(ask(g, "a/one.txt", 0, 7));   /* nothing is to stand there */
    assert_true(ask(g, "a/two.txt", 0, 8));
    assert_true(ask(g, "a/deep", 0, 9));
    assert_missing(g, "1 2 3 4 5 7 ");
    output_check_free(g);
}

static void misses_what_was_changed_since(void **state)
{
    struct timespec times[2] = { { 5, 6 }, { 1500000000, 7 } };
    const int64_t stamp = INT64_C(1500000000000000007);
    struct output_check *g = output_check_new("out", false);
    (void)state;
    assert_int_equal(utimensat(AT_FDCWD, "out/a/one.txt", times, 0), 0);
    assert_int_equal(output_check_stamp(g, SLICE("a/one.txt"), 3), stamp);
    assert_int_equal(output_check_stamp(g, SLICE("a/one.txt"), 4), 0);
    assert_int_equal(output_check_stamp(g, SLICE("a/none.txt"), 3), 0);
    assert_true(output_check_ask(g, SLICE("a/one.txt"), 3, stamp, 1));
    assert_true(output_check_ask(g, SLICE("a/one.txt"), 3, stamp + 1, 2));
    assert_true(output_check_ask(g, SLICE("a/one.txt"), 4, stamp, 3));
    assert_missing(g, "2 3 ");
    output_check_free(g);
}

static void a_directory_that_is_not_there_has_nothing(void **state)
{
    struct output_check *g = output_check_new("nowhere", true);
    (void)state;
    assert_false(output_check_is_open(g));
    assert_true(ask(g, "top.txt", 4, 1));
    assert_missing(g, "1 ");
    output_check_free(g);
}

/* A run that ends early has questions that nobody answers. */
static void may_be_freed_at_any_time(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 2000; n += 100) {
        struct output_check *g = output_check_new("out", true);
        for (unsigned i = 0; i < n; i++)
            assert_true(ask(g, "a/one.txt", 3, i));
        output_check_free(g);
    }
    output_check_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_files_of_any_folder_in_any_order),
        cmocka_unit_test(misses_what_is_no_file),
        cmocka_unit_test(misses_what_was_changed_since),
        cmocka_unit_test(a_directory_that_is_not_there_has_nothing),
        cmocka_unit_test(may_be_freed_at_any_time),
    };
    return cmocka_run_group_tests(tests, make_files, leave_folder);
}
