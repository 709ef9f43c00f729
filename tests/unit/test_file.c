/* file: a file is read without a note that it was, where that may be. */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static void read_one_byte(int fd)
{
    char byte;
    assert_true(fd >= 0);
    assert_int_equal(read(fd, &byte, 1), 1);
    close(fd);
}

/* A file that was read last before it was written: to read it again is noted. */
static void ones_own_file_is_read_unnoted(void **state)
{
    (void)state;
    char name[] = "/tmp/test_file.XXXXXX";
    const struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 2000 } };
    struct stat st;
    int fd = mkstemp(name);
    assert_int_equal(file_write(fd, SLICE("text")), 0);
    assert_int_equal(futimens(fd, times), 0);
    close(fd);
    bool noted = false;
    read_one_byte(file_open_unnoted(AT_FDCWD, name, O_RDONLY, &noted));
    assert_int_equal(stat(name, &st), 0);
#ifdef __linux__
    assert_false(noted);
    assert_int_equal(st.st_atime, 1000);
#endif
    unlink(name);
}

static void others_files_are_read_all_the_same(void **state)
{
    (void)state;
    bool noted = false, root = geteuid() == 0;
    if (root)
        assert_int_equal(seteuid(65534), 0);
    read_one_byte(file_open_unnoted(AT_FDCWD, "/etc/passwd", O_RDONLY, &noted));
    assert_true(noted);
    read_one_byte(file_open_unnoted(AT_FDCWD, "/etc/passwd", O_RDONLY, &noted));
    assert_int_equal(file_open_unnoted(AT_FDCWD, "/etc/no such file", O_RDONLY, &noted), -1);
    if (root)
        assert_int_equal(seteuid(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ones_own_file_is_read_unnoted), cmocka_unit_test(others_files_are_read_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
