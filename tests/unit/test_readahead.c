/* ahead: cold files are read as warm ones are, in larger batches. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "read/readahead.h"
#include "read/source.h"

enum { FILES = 3 * SOURCE_COLD };

static char text[3 * 4096];   /* a file's longest: three pages */

static const char *name_of(int i)
{
    static char name[32];
    snprintf(name, sizeof name, "d/%03d.txt", i);
    return name;
}

/* Empty ones, long ones, and ones of their own length and letter. */
static struct slice bytes_of(int i)
{
    memset(text, 'a' + i % 26, sizeof text);
    return slice_of(text, i % 10 == 0 ? 0 : i % 10 == 1 ? sizeof text : (size_t)i);
}

static int make_files(void **state)
{
    if (enter_folder(state) != 0 || mkdir("d", 0777) != 0)
        return -1;
    for (int i = 0; i < FILES; i++) {
        struct slice bytes = bytes_of(i);
        FILE *f = fopen(name_of(i), "wb");
        if (!f || fwrite(bytes.ptr, 1, bytes.len, f) != bytes.len || fclose(f) != 0)
            return -1;
    }
    return 0;
}

/* Has the system forget the file's bytes; the file, open. */
static int chill(const char *path)
{
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(fsync(fd), 0);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    return fd;
}

/* Whether it forgets, and can tell. (The question itself begins to read.) */
static bool can_be_cold(void)
{
    char byte;
    bool cannot = false;
    FILE *f = fopen("probe", "wb");
    assert_true(f && fputs("a page of its own", f) >= 0 && fclose(f) == 0);
    int fd = chill("probe");
    bool cold = readahead_read(fd, &byte, 1, &cannot) < 0 && errno == EAGAIN;
    close(fd);
    return cold;
}

/* Reads the folder and compares; the most articles of one batch. */
static size_t read_folder(void)
{
    const char *paths[] = { "d" };
    const struct copydesk_options o = { .paths = paths, .n_paths = 1 };
    struct batch batch = { 0 };
    struct notices notices;
    size_t most = 0;
    int at = 0;
    notices_init(&notices, NULL);
    struct source *s = source_open(&o, &notices, NULL);
    assert_non_null(s);
    while (source_next(s, &batch, NULL) > 0) {
        source_load(s, &batch);
        for (size_t i = 0; i < batch.n_articles; i++, at++) {
            assert_string_equal(batch.articles[i].id.ptr, name_of(at) + 2);
            assert_true(slice_equal(batch.articles[i].bytes, bytes_of(at)));
        }
        most = batch.n_articles > most ? batch.n_articles : most;
    }
    assert_int_equal(at, FILES);
    assert_int_equal(notices_skipped(&notices), 0);
    source_close(s);
    batch_release(&batch);
    notices_release(&notices);
    return most;
}

static void warm_files(void **state)
{
    (void)state;
    const struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 2000 } };
    struct stat st;
    assert_int_equal(utimensat(AT_FDCWD, name_of(1), times, 0), 0);
    read_folder();
    assert_int_equal(read_folder(), SOURCE_FILES);
    assert_int_equal(stat(name_of(1), &st), 0);
#ifdef __linux__
    assert_int_equal(st.st_atime, 1000);   /* an input stays as it is */
#endif
}

static void cold_files(void **state)
{
    (void)state;
    for (int i = 0; i < FILES; i++)
        close(chill(name_of(i)));
    size_t most = read_folder();
    if (can_be_cold())
        assert_int_equal(most, SOURCE_COLD);
    else
        print_message("not tried: a disk that must be waited for\n");
}

/* Both ways, to the end of a file and in error. */
static void read_says_what_read_says(void **state)
{
    (void)state;
    char bytes[8];
    bool cannot = false;
    int fd = open(name_of(7), O_RDONLY), directory = open("d", O_RDONLY);
    assert_int_equal(readahead_read(fd, bytes, 3, &cannot), 3);
    assert_int_equal(readahead_read(fd, bytes, sizeof bytes, &cannot), 4);
    assert_int_equal(readahead_read(fd, bytes, sizeof bytes, &cannot), 0);
    assert_memory_equal(bytes, "hhhh", 4);
    assert_int_equal(readahead_read(directory, bytes, sizeof bytes, &cannot), -1);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(readahead_read(-1, bytes, sizeof bytes, &cannot), -1);
    assert_int_equal(errno, EBADF);
    close(fd);
    close(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(warm_files),
        cmocka_unit_test(cold_files),
        cmocka_unit_test(read_says_what_read_says),
    };
    return cmocka_run_group_tests(tests, make_files, leave_folder);
}
