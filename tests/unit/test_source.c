/* source: order and names of a folder's files, articles and pieces of streams,
 * and that nothing depends on how bytes arrive. */
#include "folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "read/paragraphs/lines.h"
#include "read/source.h"

static void put(const char *path, struct slice bytes)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, f), bytes.len);
    assert_int_equal(fclose(f), 0);
}

/* ---- a run of the source, as text ---- */

struct run {
    struct buf log;        /* a line for each article */
    struct buf bytes;      /* all of them */
    struct buf notices;
    uint64_t skipped;
    bool stream;
    uint64_t total;
};

static void on_notice(void *payload, const struct copydesk_error *what)
{
    buf_addf(payload, "%d %s: %s\n", what->status, what->path, what->reason);
}

/* A piece is consistent with what went before. */
static void check_piece(const struct article *a, uint64_t *offset, uint64_t *line)
{
    if (a->head)
        *offset = 0, *line = 1;
    assert_int_equal(a->offset, *offset);
    assert_int_equal(a->line, *line);
    *offset += a->bytes.len;
    *line += lines_count(a->bytes);
    assert_true(a->separator <= a->bytes.len);
    assert_true(a->bytes.ptr != NULL);
    assert_true(!a->head || !a->tail || a->bytes.len <= SOURCE_WHOLE);
    assert_true((a->head && a->tail) || a->bytes.len >= SOURCE_BYTES / 2);
    assert_true((a->head && a->tail) || a->bytes.len <= SOURCE_BYTES + SOURCE_BYTES / 2);
}

static void log_batch(struct run *r, const struct batch *b, uint64_t *offset, uint64_t *line)
{
    for (size_t i = 0; i < b->n_articles; i++) {
        const struct article *a = &b->articles[i];
        buf_addf(&r->log, "%s %zu", a->id.ptr, a->bytes.len);
        assert_int_equal(strlen(a->id.ptr), a->id.len);
        if (a->separator)
            buf_addf(&r->log, " separator %zu", a->separator);
        if (!slice_equal(a->id, a->file))
            buf_addf(&r->log, " of %s", a->file.ptr);
        if (!a->head || !a->tail)
            buf_addf(&r->log, " %s%s", a->head ? "head" : "", a->tail ? "tail" : "");
        buf_addstr(&r->log, a->skipped ? " skipped\n" : "\n");
        check_piece(a, offset, line);
        buf_addslice(&r->bytes, a->bytes);
    }
    buf_addstr(&r->log, "--\n");
}

/* Runs to the end. The paths are split at blanks. */
static void run_options(struct run *r, struct copydesk_options *o, const char *paths)
{
    static const char *list[8];
    static char copy[256];
    struct copydesk_observer observer = { .payload = &r->notices, .notice = on_notice };
    struct notices notices;
    struct copydesk_error error = { 0 };
    struct batch batch = { 0 };
    uint64_t offset = 0, line = 1;
    snprintf(copy, sizeof copy, "%s", paths);
    for (char *p = strtok(copy, " "); p; p = strtok(NULL, " "))
        list[o->n_paths++] = p;
    o->paths = list;
    *r = (struct run){ 0 };
    notices_init(&notices, &observer);
    struct source *s = source_open(o, &notices, &error);
    int more = 1;
    if (!s)
        buf_addf(&r->notices, "%d %s: %s\n", error.status, error.path, error.reason);
    else
        r->stream = source_is_stream(s), r->total = source_total(s);
    while (s && (more = source_next(s, &batch, &error)) > 0) {
        source_load(s, &batch);
        assert_false(batch.failed);
        log_batch(r, &batch, &offset, &line);
    }
    assert_true(!s || more == 0);
    r->skipped = notices_skipped(&notices);
    source_close(s);
    batch_release(&batch);
    notices_release(&notices);
    buf_str(&r->log);
    buf_str(&r->notices);
}

static void run(struct run *r, const char *paths)
{
    struct copydesk_options o = { 0 };
    run_options(r, &o, paths);
}

static void run_release(struct run *r)
{
    buf_release(&r->log);
    buf_release(&r->bytes);
    buf_release(&r->notices);
}

static void assert_run(const char *paths, const char *log, const char *notices)
{
    struct run r;
    run(&r, paths);
    assert_string_equal(buf_str(&r.log), log);
    assert_string_equal(buf_str(&r.notices), notices);
    run_release(&r);
}

/* ---- folders ---- */

static void test_order_is_that_of_paths(void **state)
{
    (void)state;
    mkdir("d", 0777);
    mkdir("d/a", 0777);
    mkdir("d/a/b", 0777);
    put("d/a0.txt", SLICE("12345"));
    put("d/a.txt", SLICE("12"));
    put("d/a-b.txt", SLICE("1"));
    put("d/a/x.txt", SLICE("123"));
    put("d/a/b/\xFFodd\n.text", SLICE("1234"));
    put("d/B.txt", SLICE(""));
    put("d/Z.TXT", SLICE("as DOS wrote it"));
    put("d/.hidden.txt", SLICE("h"));
    put("d/.copydesk-tmp.txt", SLICE("ours"));
    put("d/picture.jpg", SLICE("no"));
    /* '-' < '.' < '/' < '0'; a batch holds files of one folder */
    assert_run("d", ".hidden.txt 1\nB.txt 0\nZ.TXT 15\na-b.txt 1\na.txt 2\n--\na/b/\xFFodd\n.text 4\n--\n"
               "a/x.txt 3\n--\na0.txt 5\n--\n", "");
    assert_run("d/a/ d/a/b", "a/b/\xFFodd\n.text 4\n--\na/x.txt 3\n--\nb/\xFFodd\n.text 4\n--\n", "");
    struct run r;
    run(&r, "d");
    assert_false(r.stream);
    assert_int_equal(r.total, 0);
    run_release(&r);
}

static void test_source_is_the_folder(void **state)
{
    (void)state;
    mkdir("d", 0777);
    mkdir("d/en", 0777);
    put("d/en/a.txt", SLICE("a"));
    const char *paths[] = { "d" };
    struct copydesk_options o = { .paths = paths, .n_paths = 1 };
    struct notices notices;
    struct copydesk_error error;
    struct batch batch = { 0 };
    notices_init(&notices, NULL);
    struct source *s = source_open(&o, &notices, &error);
    batch.number = 7;
    assert_int_equal(source_next(s, &batch, &error), 1);
    assert_int_equal(batch.number, 7);
    assert_true(slice_equal(batch.articles[0].source, SLICE("en")));
    /* it vanishes between listing and reading */
    remove("d/en/a.txt");
    source_load(s, &batch);
    assert_true(batch.articles[0].skipped);
    assert_int_equal(batch.articles[0].bytes.len, 0);
    assert_int_equal(notices_skipped(&notices), 1);
    assert_int_equal(source_next(s, &batch, &error), 0);
    source_close(s);
    batch_release(&batch);
    notices_release(&notices);
}

static void test_globs(void **state)
{
    (void)state;
    mkdir("d", 0777);
    mkdir("d/drafts", 0777);
    mkdir("d/drafts/old", 0777);
    put("d/a.md", SLICE("a"));
    put("d/b.txt", SLICE("b"));
    put("d/drafts/c.md", SLICE("c"));
    put("d/drafts/old/d.md", SLICE("d"));
    const char *include[] = { "*.md", "b*" }, *exclude[] = { "drafts/*" };
    struct copydesk_options o = { .include = include, .n_include = 2, .exclude = exclude };
    struct run r;
    run_options(&r, &o, "d");
    assert_string_equal(r.log.ptr, "a.md 1\nb.txt 1\n--\ndrafts/c.md 1\n--\ndrafts/old/d.md 1\n--\n");
    run_release(&r);
    o.n_exclude = 1;
    o.n_paths = 0;
    run_options(&r, &o, "d");
    assert_string_equal(r.log.ptr, "a.md 1\nb.txt 1\n--\n");
    run_release(&r);
}

static void test_odd_files_are_noticed(void **state)
{
    (void)state;
    mkdir("d", 0777);
    mkdir("e", 0777);
    put("e/real.txt", SLICE("r"));
    assert_int_equal(symlink("../e/real.txt", "d/link.txt"), 0);
    assert_int_equal(symlink("../e/real.txt", "d/other"), 0);
    assert_int_equal(symlink("../e", "d/folder"), 0);
    assert_int_equal(mkfifo("d/pipe.txt", 0666), 0);
    assert_int_equal(mkfifo("d/pipe", 0666), 0);
    assert_run("d", "", "0 d/folder: a symbolic link, not followed; name it on the command line to read it\n"
               "0 d/link.txt: a symbolic link, not followed; name it on the command line to read it\n"
               "0 d/pipe.txt: not a regular file, left alone\n");
    assert_run("d/folder", "real.txt 1\n--\n", "");
    assert_run("d/link.txt", "d/link.txt 1\n--\n", "");
}

static void test_batches_are_bounded(void **state)
{
    (void)state;
    static char large[SOURCE_BYTES / 2];
    char name[32];
    mkdir("d", 0777);
    mkdir("e", 0777);
    for (int i = 0; i < SOURCE_FILES + 1; i++) {
        snprintf(name, sizeof name, "d/%02d.txt", i);
        put(name, SLICE("x"));
    }
    memset(large, 'x', sizeof large);
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "e/%02d.txt", i);
        put(name, slice_of(large, sizeof large));
    }
    struct run r;
    char cut[64];
    run(&r, "d");
    snprintf(cut, sizeof cut, "%02d.txt 1\n--\n%02d.txt 1\n--\n", SOURCE_FILES - 1, SOURCE_FILES);
    assert_non_null(strstr(r.log.ptr, cut));
    run_release(&r);
    assert_run("e", "00.txt 131072\n01.txt 131072\n--\n02.txt 131072\n--\n", "");
}

static void test_files_that_change(void **state)
{
    (void)state;
    mkdir("d", 0777);
    put("d/a.txt", SLICE("long before"));
    put("d/b.txt", SLICE("short"));
    put("d/c.txt", SLICE("same"));
    put("d/d.txt", SLICE("small"));
    const char *paths[] = { "d" };
    struct copydesk_options o = { .paths = paths, .n_paths = 1 };
    struct notices notices;
    struct copydesk_error error;
    struct batch b = { 0 };
    notices_init(&notices, NULL);
    struct source *s = source_open(&o, &notices, &error);
    assert_int_equal(source_next(s, &b, &error), 1);
    put("d/a.txt", SLICE("now"));
    put("d/b.txt", SLICE("grown to much more than it was"));
    assert_int_equal(truncate("d/d.txt", SOURCE_WHOLE + 1), 0);
    source_load(s, &b);
    assert_true(slice_equal(b.articles[0].bytes, SLICE("now")));
    assert_true(slice_equal(b.articles[1].bytes, SLICE("grown to much more than it was")));
    assert_true(slice_equal(b.articles[2].bytes, SLICE("same")));
    assert_true(b.articles[3].skipped);
    assert_int_equal(notices_skipped(&notices), 1);
    source_close(s);
    batch_release(&b);
    notices_release(&notices);
}

/* ---- names ---- */

static void test_ids_of_files(void **state)
{
    (void)state;
    mkdir("d", 0777);
    mkdir("d/e", 0777);
    put("d/a.txt", SLICE("a"));
    char absolute[64], log[80];
    snprintf(absolute, sizeof absolute, "%s/d/a.txt", folder);
    snprintf(log, sizeof log, "%s 1\n--\n", absolute + 1);
    assert_run(absolute, log, "");
    assert_run("./d//e/.././a.txt", "d/e/a.txt 1\n--\n", "");
    struct run r;
    run(&r, "d/a.txt");
    assert_true(r.stream);
    assert_int_equal(r.total, 1);
    run_release(&r);
}

static void test_names_that_clash(void **state)
{
    (void)state;
    mkdir("d", 0777);
    mkdir("d/news", 0777);
    mkdir("news", 0777);
    put("news/a.txt", SLICE("a"));
    assert_run("news news", "", "2 news: is named twice; once is enough\n");
    assert_run("news d/news", "", "2 d/news: two inputs are both called news; clean them in two runs\n");
    assert_run("d/../news news/a.txt", "",
               "2 news/a.txt: two inputs could both hold news/a.txt; clean them in two runs\n");
    assert_run("news/a.txt ./news/a.txt", "",
               "2 ./news/a.txt: two inputs are both called news/a.txt; clean them in two runs\n");
    assert_run("none", "", "2 none: No such file or directory\n");
}

/* ---- streams among the inputs ---- */

static void test_stdin_and_files(void **state)
{
    (void)state;
    put("a.txt", SLICE("a\n\f\nb\n"));
    put("in", SLICE("one\n===\ntwo\n"));
    int saved = dup(STDIN_FILENO), fd = open("in", O_RDONLY);
    assert_true(saved >= 0 && fd >= 0 && dup2(fd, STDIN_FILENO) == STDIN_FILENO);
    struct copydesk_options o = { .separator = "===" };
    struct run r;
    run_options(&r, &o, "a.txt - in");
    assert_string_equal(r.log.ptr, "a.txt 6\n--\nstdin 8 separator 4\nstdin.2 4 of stdin\n--\n"
                        "in 8 separator 4\nin.2 4 of in\n--\n");
    assert_true(r.stream);
    assert_int_equal(r.total, 0);
    run_release(&r);
    /* no PATH at all is stdin, here at its end: one empty article */
    o.n_paths = 0;
    run_options(&r, &o, "");
    assert_string_equal(r.log.ptr, "stdin 0\n--\n");
    run_release(&r);
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(fd);
}

static void test_huge_file_of_a_folder(void **state)
{
    (void)state;
    mkdir("d", 0777);
    mkdir("d/en", 0777);
    struct buf huge = { 0 };
    while (huge.len < SOURCE_WHOLE + SOURCE_BYTES)
        buf_addstr(&huge, "Wind and rain for the coast.\n\n\f\n");
    put("d/en/b.txt", buf_slice(&huge));
    put("d/en/a.txt", SLICE("a"));
    put("d/en/c.txt", SLICE("c"));
    struct run r;
    run(&r, "d");
    assert_int_equal(r.bytes.len, huge.len + 2);
    assert_memory_equal(r.bytes.ptr + 1, huge.ptr, huge.len);
    /* a form feed parts nothing here, and the order stays */
    assert_null(strstr(r.log.ptr, "separator"));
    assert_int_equal(strncmp(r.log.ptr, "en/a.txt 1\n--\nen/b.txt 26", 25), 0);
    assert_non_null(strstr(r.log.ptr, " tail\n--\nen/c.txt 1\n--\n"));
    run_release(&r);
    buf_release(&huge);
}

/* Deeper than the stack of a recursion or the table of descriptors likes. */
static void test_deep_folders(void **state)
{
    (void)state;
    char path[4096] = "d";
    mkdir("d", 0777);
    for (size_t len = 1; len < 3000; len += 2) {
        memcpy(path + len, "/d", 3);
        assert_int_equal(mkdir(path, 0777), 0);
    }
    strcat(path, "/a.txt");
    put(path, SLICE("deep"));
    struct run r;
    run(&r, "d");
    assert_int_equal(r.bytes.len, 4);
    assert_string_equal(r.notices.ptr, "");
    run_release(&r);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, enter_folder, leave_folder)
    const struct CMUnitTest tests[] = {
        TEST(test_order_is_that_of_paths),
        TEST(test_source_is_the_folder),
        TEST(test_globs),
        TEST(test_odd_files_are_noticed),
        TEST(test_batches_are_bounded),
        TEST(test_files_that_change),
        TEST(test_ids_of_files),
        TEST(test_names_that_clash),
        TEST(test_stdin_and_files),
        TEST(test_huge_file_of_a_folder),
        TEST(test_deep_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
