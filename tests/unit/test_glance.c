/* glance: what stands in an output directory, whatever the order of asking. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "write/glance.h"

static char root[] = "/tmp/test_glance.XXXXXX";

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static int make_root(void **state)
{
    (void)state;
    if (!mkdtemp(root) || chdir(root) != 0 || mkdir("out", 0777) != 0 || mkdir("out/a", 0777) != 0
        || mkdir("out/a/deep", 0777) != 0)
        return -1;
    put("out/top.txt", "1234");
    put("out/a/one.txt", "123");
    put("out/a/deep/two.txt", "12");
    put("out/a-file.txt", "1");
    return symlink("one.txt", "out/a/link.txt");
}

static int remove_root(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", root);
    return chdir("/") == 0 ? system(command) : -1;
}

static bool stands(struct glance *g, const char *id, uint64_t size)
{
    return glance_stands(g, slice_str(id), size);
}

static void finds_files_of_any_folder_in_any_order(void **state)
{
    static const struct { const char *id; uint64_t size; } there[] = {
        { "top.txt", 4 }, { "a/one.txt", 3 }, { "a/deep/two.txt", 2 }, { "a-file.txt", 1 }
    };
    enum { N = sizeof there / sizeof *there };
    uint64_t random = 1;
    struct glance g;
    (void)state;
    glance_open(&g, "out");
    assert_true(glance_is_open(&g));
    for (int i = 0; i < 200; i++) {
        unsigned k = random_below(&random, N);
        assert_true(stands(&g, there[k].id, there[k].size));
        assert_false(stands(&g, there[k].id, there[k].size + 1));
    }
    glance_close(&g);
}

static void misses_what_is_no_file(void **state)
{
    struct glance g;
    (void)state;
    glance_open(&g, "out");
    assert_false(stands(&g, "a/link.txt", 3));
    assert_false(stands(&g, "a/two.txt", 2));
    assert_false(stands(&g, "none/one.txt", 3));
    assert_false(stands(&g, "none/one.txt/x", 3));
    assert_false(stands(&g, "a/deep", 4096));
    assert_true(stands(&g, "a/one.txt", 3));
    glance_close(&g);
}

static void a_directory_that_is_not_there_has_nothing(void **state)
{
    struct glance g;
    (void)state;
    glance_open(&g, "nowhere");
    assert_false(glance_is_open(&g));
    assert_false(stands(&g, "top.txt", 4));
    glance_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_files_of_any_folder_in_any_order),
        cmocka_unit_test(misses_what_is_no_file),
        cmocka_unit_test(a_directory_that_is_not_there_has_nothing),
    };
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
