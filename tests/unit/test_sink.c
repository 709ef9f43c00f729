/* sink and outfile: files are whole or absent, stay inside, and say why not. */
#include "folder.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "write/files/outfile.h"
#include "write/sink.h"

static const char *path_in(const char *name)
{
    static char path[2][128];
    static unsigned turn;
    char *p = path[turn++ % 2];
    snprintf(p, sizeof path[0], "%s/%s", folder, name);
    return p;
}

static void assert_holds(const char *name, const char *text)
{
    char bytes[256] = "";
    FILE *f = fopen(path_in(name), "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes - 1, f);
    fclose(f);
    assert_int_equal(n, strlen(text));
    assert_string_equal(bytes, text);
}

/* Runs a shell condition with the directory as $D. */
static void assert_shell(const char *condition)
{
    char command[256];
    snprintf(command, sizeof command, "D=%s; %s", folder, condition);
    assert_int_equal(system(command), 0);
}

static void assert_no_leftovers(void)
{
    assert_shell("test -z \"$(find $D -name '.copydesk-*')\"");
}

static void put(struct sink *s, const char *id, const char *text)
{
    assert_int_equal(sink_article(s, slice_str(id), slice_str(text), NULL), COPYDESK_OK);
}

static void a_tree_is_mirrored(void **state)
{
    (void)state;
    struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
    put(s, "a.txt", "one\n");
    put(s, "world/asia/b.txt", "two\n");
    put(s, "world/c.txt", "three\n");
    put(s, "a.txt", "four\n");
    assert_int_equal(sink_finish(s, NULL), COPYDESK_OK);
    sink_free(s);
    assert_holds("out/a.txt", "four\n");
    assert_holds("out/world/asia/b.txt", "two\n");
    assert_holds("out/world/c.txt", "three\n");
    assert_no_leftovers();
}

static ino_t inode(const char *name)
{
    struct stat st;
    assert_int_equal(stat(path_in(name), &st), 0);
    return st.st_ino;
}

static void equal_files_are_left_alone(void **state)
{
    (void)state;
    for (int pass = 0; pass < 2; pass++) {
        static ino_t same, other, pieced;
        struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
        put(s, "d/same", "text\n");
        put(s, "d/other", pass ? "tEXT\n" : "text\n");
        assert_int_equal(sink_begin(s, SLICE("d/pieced"), NULL), COPYDESK_OK);
        assert_int_equal(sink_add(s, SLICE("te"), NULL), COPYDESK_OK);
        assert_int_equal(sink_add(s, SLICE("xt\n"), NULL), COPYDESK_OK);
        assert_int_equal(sink_end(s, true, NULL), COPYDESK_OK);
        sink_free(s);
        if (pass) {
            assert_int_equal(inode("out/d/same"), same);
            assert_int_equal(inode("out/d/pieced"), pieced);
            assert_int_not_equal(inode("out/d/other"), other);
            assert_holds("out/d/other", "tEXT\n");
        }
        same = inode("out/d/same");
        pieced = inode("out/d/pieced");
        other = inode("out/d/other");
    }
    assert_no_leftovers();
}

static void pieces_not_kept_leave_nothing(void **state)
{
    (void)state;
    struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
    assert_int_equal(sink_begin(s, SLICE("a"), NULL), COPYDESK_OK);
    assert_int_equal(sink_add(s, SLICE("text"), NULL), COPYDESK_OK);
    assert_int_equal(sink_end(s, false, NULL), COPYDESK_OK);
    assert_int_equal(sink_begin(s, SLICE("b"), NULL), COPYDESK_OK);
    sink_free(s);   /* never ended */
    assert_shell("test -z \"$(ls -A $D/out)\"");
}

static void ids_stay_inside(void **state)
{
    (void)state;
    static const char *const ids[] = { "../x", "/abs", "a/../../x", "..", ".", "", "a//b", "a/", "a/./b",
                                       ".copydesk-1-1/x", "a/.copydesk-1-1" };
    struct copydesk_error error;
    struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        assert_int_equal(sink_article(s, slice_str(ids[i]), SLICE("x"), &error), COPYDESK_FAILED);
        assert_int_equal(sink_begin(s, slice_str(ids[i]), &error), COPYDESK_FAILED);
    }
    assert_int_equal(sink_article(s, SLICE("a\0b"), SLICE("x"), &error), COPYDESK_FAILED);
    sink_free(s);
    assert_shell("test \"$(find $D -type f | wc -l)\" = 0");
}

/* ---- new folders ---- */

static void a_new_folder_appears_whole(void **state)
{
    (void)state;
    assert_shell("mkdir -p $D/out/old");
    struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
    put(s, "new/a", "one\n");
    put(s, "new/deep/er/b", "two\n");
    put(s, "old/c", "three\n");
    put(s, "new/a", "four\n");
    assert_shell("test ! -e $D/out/new");
    assert_holds("out/old/c", "three\n");
    assert_int_equal(sink_finish(s, NULL), COPYDESK_OK);
    assert_holds("out/new/a", "four\n");
    assert_holds("out/new/deep/er/b", "two\n");
    sink_free(s);
    assert_no_leftovers();
}

static void folders_are_given_up_in_time(void **state)
{
    (void)state;
    struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
    for (int i = 0; i < 100; i++) {
        char id[32];
        snprintf(id, sizeof id, "%02d/f", i);
        put(s, id, id);
    }
    assert_holds("out/00/f", "00/f");   /* long before the end */
    assert_shell("test $(ls /proc/self/fd | wc -l) -lt 32");
    put(s, "00/g", "late\n");
    assert_holds("out/00/g", "late\n");
    sink_free(s);
    assert_shell("test $(find $D/out -type f | wc -l) = 101");
    assert_no_leftovers();
}

/* Two runs make the same folder: the files of both are there, of the same ones the last. */
static void two_runs_meet(void **state)
{
    (void)state;
    struct sink *first = sink_open(SINK_TREE, path_in("out"), NULL);
    struct sink *second = sink_open(SINK_TREE, path_in("out"), NULL);
    put(first, "d/both", "first\n");
    put(first, "d/first", "first\n");
    put(first, "d/e/both", "first\n");
    put(second, "d/both", "second\n");
    put(second, "d/e/both", "second\n");
    put(second, "d/e/second", "second\n");
    assert_int_equal(sink_finish(first, NULL), COPYDESK_OK);
    assert_int_equal(sink_finish(second, NULL), COPYDESK_OK);
    sink_free(first);
    sink_free(second);
    assert_holds("out/d/both", "second\n");
    assert_holds("out/d/first", "first\n");
    assert_holds("out/d/e/both", "second\n");
    assert_holds("out/d/e/second", "second\n");
    assert_no_leftovers();
}

static void leftovers_are_swept(void **state)
{
    (void)state;
    assert_shell("mkdir -p $D/out/.copydesk-1-1/.copydesk-1-2/d && touch $D/out/.copydesk-1-1/.copydesk-1-2/d/f"
                 " && mkdir $D/out/.other $D/out/sub && touch $D/out/.copydesk-mine");
    struct sink *running = sink_open(SINK_TREE, path_in("out"), NULL);
    assert_shell("test ! -e $D/out/.copydesk-1-1 && test -d $D/out/.other");
    put(running, "d/f", "text\n");
    sink_free(sink_open(SINK_TREE, path_in("out"), NULL));   /* that one is in use */
    put(running, "d/g", "text\n");
    assert_int_equal(sink_finish(running, NULL), COPYDESK_OK);
    sink_free(running);
    assert_holds("out/d/f", "text\n");
    assert_holds("out/d/g", "text\n");
    assert_shell("rm $D/out/.copydesk-mine");   /* no folder of ours */
    assert_no_leftovers();
}

/* A killed run has left the temporary file of an outfile; a living one has its own. */
static void an_outfile_sweeps_its_own(void **state)
{
    (void)state;
    struct outfile *a = outfile_open(path_in("f"), NULL), *b = outfile_open(path_in("f"), NULL);
    assert_int_equal(outfile_write(a, SLICE("a\n"), NULL), COPYDESK_OK);
    assert_int_equal(outfile_write(b, SLICE("b\n"), NULL), COPYDESK_OK);
    assert_int_equal(outfile_commit(a, NULL), COPYDESK_OK);
    assert_holds("f", "a\n");
    assert_int_equal(outfile_commit(b, NULL), COPYDESK_OK);
    outfile_free(a);
    outfile_free(b);
    assert_holds("f", "b\n");
    a = outfile_open(path_in("f"), NULL);
    assert_shell("cd $D && for t in .copydesk-*; do cp $t kept; echo $t > name; done");
    outfile_free(a);
    assert_shell("cd $D && mv kept $(cat name)");
    a = outfile_open(path_in("f"), NULL);
    assert_int_equal(outfile_commit(a, NULL), COPYDESK_OK);
    outfile_free(a);
    assert_no_leftovers();
}

static void symlinks_are_not_followed(void **state)
{
    (void)state;
    struct copydesk_error error;
    assert_shell("mkdir $D/out $D/elsewhere && ln -s ../elsewhere $D/out/d && echo old > $D/elsewhere/f"
                 " && ln -s ../elsewhere/f $D/out/f");
    struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
    assert_int_equal(sink_article(s, SLICE("d/x"), SLICE("x"), &error), COPYDESK_FAILED);
    assert_string_equal(error.path, path_in("out/d/x"));
    put(s, "f", "new\n");   /* replaces the link itself */
    sink_free(s);
    assert_holds("elsewhere/f", "old\n");
    assert_holds("out/f", "new\n");
    assert_shell("test \"$(ls $D/elsewhere)\" = f");
}

/* Limits the size of files while `act` runs: writes then fail as on a full disk. */
static void on_a_full_disk(void (*act)(void))
{
    struct rlimit old, tight;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    tight = (struct rlimit){ 10, old.rlim_max };
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    act();
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
}

static void fill_tree(void)
{
    struct copydesk_error error;
    struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
    assert_int_equal(sink_article(s, SLICE("d/a"), SLICE("more than ten bytes"), &error), COPYDESK_FAILED);
    assert_string_equal(error.path, path_in("out/d/a"));
    assert_true(error.reason[0]);
    assert_int_equal(sink_begin(s, SLICE("b"), &error), COPYDESK_OK);
    assert_int_equal(sink_add(s, SLICE("ten bytes."), &error), COPYDESK_OK);
    assert_int_equal(sink_add(s, SLICE("more"), &error), COPYDESK_FAILED);
    assert_int_equal(sink_end(s, true, &error), COPYDESK_FAILED);
    assert_string_equal(error.path, path_in("out/b"));
    sink_free(s);
}

static void fill_file(void)
{
    struct copydesk_error error;
    struct sink *s = sink_open(SINK_FILE, path_in("file"), NULL);
    assert_int_equal(sink_stream(s, SLICE("more than ten bytes"), &error), COPYDESK_FAILED);
    assert_string_equal(error.path, path_in("file"));
    sink_free(s);
}

static void fill_packed(void)
{
    struct copydesk_error error;
    struct outfile *f = outfile_open(path_in("file.gz"), &error);
#ifdef HAVE_LIBARCHIVE
    assert_non_null(f);
    outfile_write(f, SLICE("more than ten bytes"), &error);
    assert_int_equal(outfile_commit(f, &error), COPYDESK_FAILED);
#else
    assert_null(f);
#endif
    assert_string_equal(error.path, path_in("file.gz"));
    outfile_free(f);
}

static void a_full_disk_leaves_nothing(void **state)
{
    (void)state;
    on_a_full_disk(fill_tree);
    on_a_full_disk(fill_file);
    on_a_full_disk(fill_packed);
    assert_shell("test \"$(find $D -type f | wc -l)\" = 0");
}

static void devices_are_written_and_stay(void **state)
{
    (void)state;
    struct copydesk_error error;
    struct outfile *f = outfile_open("/dev/full", &error);
    assert_non_null(f);
    assert_int_equal(outfile_write(f, SLICE("x"), &error), COPYDESK_FAILED);
    assert_string_equal(error.path, "/dev/full");
    outfile_free(f);
    /* a pipe of our own, not /dev/null: were this broken, root would lose that */
    assert_shell("mkfifo $D/pipe");
    int reader = open(path_in("pipe"), O_RDONLY | O_NONBLOCK);
    f = outfile_open(path_in("pipe"), NULL);
    assert_int_equal(outfile_write(f, SLICE("x"), NULL), COPYDESK_OK);
    assert_int_equal(outfile_commit(f, NULL), COPYDESK_OK);
    outfile_free(f);
    char c = 0;
    assert_int_equal(read(reader, &c, 1), 1);
    assert_int_equal(c, 'x');
    close(reader);
    assert_shell("test -p $D/pipe");
}

static void unwritable_places_are_named(void **state)
{
    (void)state;
    struct copydesk_error error;
    assert_shell("mkdir $D/ro && : > $D/plain && chmod 555 $D/ro");
    assert_null(outfile_open(path_in("absent/f"), &error));
    assert_string_equal(error.path, path_in("absent/f"));
    assert_int_equal(error.status, COPYDESK_FAILED);
    assert_null(sink_open(SINK_TREE, path_in("plain"), &error));
    assert_string_equal(error.path, path_in("plain"));
    struct sink *s = sink_open(SINK_TREE, folder, NULL);
    assert_int_equal(sink_article(s, SLICE("plain/x"), SLICE("x"), &error), COPYDESK_FAILED);
    assert_string_equal(error.path, path_in("plain/x"));
    if (geteuid() != 0) {   /* root writes everywhere */
        assert_int_equal(sink_article(s, SLICE("ro/x"), SLICE("x"), &error), COPYDESK_FAILED);
        assert_string_equal(error.path, path_in("ro/x"));
        assert_null(outfile_open(path_in("ro/f"), &error));
    }
    sink_free(s);
    assert_no_leftovers();
}

static void a_file_is_whole_or_absent(void **state)
{
    (void)state;
    assert_shell("echo old > $D/f && chmod 640 $D/f && ln -s f $D/link");
    struct outfile *f = outfile_open(path_in("link"), NULL);
    assert_int_equal(outfile_write(f, SLICE("new\n"), NULL), COPYDESK_OK);
    outfile_free(f);   /* not committed */
    assert_holds("f", "old\n");
    f = outfile_open(path_in("link"), NULL);
    assert_int_equal(outfile_write(f, SLICE("new\n"), NULL), COPYDESK_OK);
    assert_int_equal(outfile_commit(f, NULL), COPYDESK_OK);
    outfile_free(f);
    assert_holds("f", "new\n");
    assert_shell("test -L $D/link && test $(stat -c %a $D/f) = 640");
    outfile_free(outfile_open(path_in("f.gz"), NULL));   /* a sanitizer sees what it leaves in memory */
    assert_no_leftovers();
}

static void a_closed_pipe_is_quiet(void **state)
{
    (void)state;
    int ends[2], old = dup(STDOUT_FILENO);
    struct copydesk_error error;
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    dup2(ends[1], STDOUT_FILENO);
    struct sink *s = sink_open(SINK_STDOUT, NULL, NULL);
    close(ends[1]);
    dup2(old, STDOUT_FILENO);
    close(old);
    assert_int_equal(sink_stream(s, SLICE("seen"), &error), COPYDESK_OK);
    assert_false(sink_closed(s));
    close(ends[0]);
    assert_int_equal(sink_stream(s, SLICE("unseen"), &error), COPYDESK_OK);
    assert_true(sink_closed(s));
    assert_int_equal(sink_stream(s, SLICE("unseen"), &error), COPYDESK_OK);
    assert_int_equal(sink_finish(s, &error), COPYDESK_OK);
    sink_free(s);
}

/* So is one that was named as a file, compressed or not: /dev/stdout, a named pipe. */
static void a_closed_named_pipe_is_quiet(void **state)
{
    static const char *const names[] = { "pipe", "pipe.gz" };
    struct copydesk_error error;
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(mkfifo(path_in(names[i]), 0600), 0);
        int reader = open(path_in(names[i]), O_RDONLY | O_NONBLOCK);
        struct sink *s = sink_open(SINK_FILE, path_in(names[i]), &error);
        if (!s) {   /* without libarchive nothing is compressed */
            assert_int_equal(i, 1);
            close(reader);
            break;
        }
        assert_int_equal(sink_stream(s, SLICE("seen"), &error), COPYDESK_OK);
        assert_false(sink_closed(s));
        close(reader);
        if (i == 0)   /* what is packed may wait for more */
            assert_int_equal(sink_stream(s, SLICE("unseen"), &error), COPYDESK_OK);
        assert_int_equal(sink_finish(s, &error), COPYDESK_OK);
        assert_true(sink_closed(s));
        sink_free(s);
    }
}

/* ---- threads ---- */

enum { THREADS = 4, FILES = 200 };

static void *put_many(void *payload)
{
    struct sink *s = payload;
    for (int i = 0; i < FILES; i++) {   /* every thread writes every file, in 25 folders */
        char id[32];
        snprintf(id, sizeof id, "%d/%d/f", i % 5, i % 25);
        if (sink_article(s, slice_str(id), slice_str(id), NULL) != COPYDESK_OK)
            return payload;
    }
    return NULL;
}

static void many_threads_write(void **state)
{
    (void)state;
    pthread_t thread[THREADS];
    struct sink *s = sink_open(SINK_TREE, path_in("out"), NULL);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, put_many, s), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failed;
        pthread_join(thread[i], &failed);
        assert_null(failed);
    }
    sink_free(s);
    assert_shell("test \"$(find $D/out -type f | wc -l)\" = 25");
    assert_holds("out/4/24/f", "4/24/f");
    assert_no_leftovers();
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

/* It only asks: whatever the id, nothing is made, and what is there stays. */
static void expecting_changes_nothing(void **state)
{
    static const char *const ids[] = { "a/b.txt", "a/none.txt", "none/b.txt", "a", "../out/a/b.txt", "/a", "" };
    struct copydesk_error error;
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct sink *s = sink_open(SINK_TREE, path_in("out"), &error);
        assert_non_null(s);
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
            sink_prefetch(s, slice_str(ids[i]));
        put(s, "a/b.txt", "text\n");
        assert_int_equal(sink_finish(s, &error), COPYDESK_OK);
        sink_free(s);
        assert_holds("out/a/b.txt", "text\n");
        assert_shell("test $(find $D | wc -l) = 4");
    }
    assert_no_leftovers();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(a_tree_is_mirrored),
        IN_DIR(equal_files_are_left_alone),
        IN_DIR(pieces_not_kept_leave_nothing),
        IN_DIR(ids_stay_inside),
        IN_DIR(a_new_folder_appears_whole),
        IN_DIR(folders_are_given_up_in_time),
        IN_DIR(two_runs_meet),
        IN_DIR(leftovers_are_swept),
        IN_DIR(an_outfile_sweeps_its_own),
        IN_DIR(symlinks_are_not_followed),
        IN_DIR(a_full_disk_leaves_nothing),
        IN_DIR(devices_are_written_and_stay),
        IN_DIR(unwritable_places_are_named),
        IN_DIR(a_file_is_whole_or_absent),
        IN_DIR(a_closed_pipe_is_quiet),
        IN_DIR(a_closed_named_pipe_is_quiet),
        IN_DIR(many_threads_write),
        IN_DIR(expecting_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
