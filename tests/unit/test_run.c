/* Whole runs over generated trees: the promises of idempotence, of the same
 * bytes for any number of threads, and of restore. */
#include "unit.h"

#include <dirent.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "copydesk.h"
#include "dedupe/state/ledger.h"
#include "make_article.h"

enum { ROUNDS = 60, FOLDERS = 3, FILES = 12 };

static char root[64];   /* scratch directory of this test program */

static const char *path_of(const char *name)
{
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", root, name);
    return path;
}

static void write_file(const char *path, const struct buf *b)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    if (b->len)
        assert_int_equal(fwrite(b->ptr, 1, b->len, f), b->len);
    assert_int_equal(fclose(f), 0);
}

static bool read_file(const char *path, struct buf *b)
{
    FILE *f = fopen(path, "rb");
    buf_clear(b);
    if (!f)
        return false;
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(b, chunk, n);
    fclose(f);
    return true;
}

static void remove_all(const char *name)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf %s/%s", root, name);
    assert_int_equal(system(command), 0);
}

static void make_tree(uint64_t *seed, const char *name)
{
    struct buf text = { 0 };
    mkdir(path_of(name), 0777);
    for (int d = 0; d < FOLDERS; d++) {
        char folder[128], file[200];
        snprintf(folder, sizeof folder, "%s/%c", path_of(name), "axm"[d]);
        mkdir(folder, 0777);
        for (int i = 0; i < FILES; i++) {
            snprintf(file, sizeof file, "%s/%02d.txt", folder, i);
            if (i % 5 || !text.len)   /* sometimes the one before once more: a copy */
                make_article(seed, &text);
            write_file(file, &text);
        }
    }
    buf_release(&text);
}

struct says { char text[1600]; };

static void note(void *payload, const struct copydesk_error *what)
{
    struct says *s = payload;
    snprintf(s->text, sizeof s->text, "%s: %s", what->path, what->reason);
}

/* Rules of every kind that can depend on what stands around a line. */
static const char PACK[] =
    "rule more\n class readmore\n zone tail\n near\n line More from the pier\n yes More from the pier\n"
    "rule picks\n class readmore\n like * picks:\n yes Harbour picks:\n no She picks\n"
    "rule ferries\n class related\n after more\n like * ferries\n yes Ten ferries\n no Ferries\n"
    "rule nine\n class related\n after picks\n zone head\n line Nine ferries\n yes Nine ferries\n";

/* Beside root, which is emptied now and then. */
static const char *pack_path(void)
{
    static char path[80];
    struct buf text = { 0 };
    if (path[0])
        return path;
    snprintf(path, sizeof path, "%s-mine.rules", root);
    buf_addstr(&text, PACK);
    write_file(path, &text);
    buf_release(&text);
    return path;
}

static void clean(const char *in, const char *out, const char *journal, unsigned threads,
                  enum copydesk_form form, enum copydesk_scope scope, enum copydesk_near_action near)
{
    struct copydesk_options o;
    struct copydesk_error error;
    struct says said = { "" };
    struct copydesk_observer observer = { .payload = &said, .notice = note };
    char journal_path[256];
    const char *paths[] = { path_of(in) };
    copydesk_options_init(&o);
    o.paths = paths;
    o.n_paths = 1;
    o.output = path_of(out);
    snprintf(journal_path, sizeof journal_path, "%s", journal ? path_of(journal) : "");
    o.journal = journal ? journal_path : NULL;
    o.threads = threads;
    o.form = form;
    o.scope = scope;
    o.near = near;
    o.max_removed = 100;
    const char *packs[] = { pack_path() };
    o.rules = packs;
    o.n_rules = 1;
    if (copydesk_run(&o, &observer, NULL, &error) != COPYDESK_OK)
        fail_msg("clean %s: %s: %s; %s", in, error.path, error.reason, said.text);
}

/* Every file of a is in b with the same bytes; missing ones only when allowed
 * (of a cleaned tree, empty folders are absent). */
static void check_same(const char *a, const char *b)
{
    struct buf x = { 0 }, y = { 0 };
    for (int d = 0; d < FOLDERS; d++)
        for (int i = 0; i < FILES; i++) {
            char left[300], right[300];
            snprintf(left, sizeof left, "%s/%c/%02d.txt", path_of(a), "axm"[d], i);
            snprintf(right, sizeof right, "%s/%c/%02d.txt", path_of(b), "axm"[d], i);
            bool has_left = read_file(left, &x), has_right = read_file(right, &y);
            if (has_left != has_right || !slice_equal(buf_slice(&x), buf_slice(&y)))
                fail_msg("%s and %s differ; kept for a look", left, right);
        }
    buf_release(&x);
    buf_release(&y);
}

static void check_restore(void)
{
    struct copydesk_error error = { 0 };
    struct says said = { "" };
    struct copydesk_observer observer = { .payload = &said, .notice = note };
    if (copydesk_restore(path_of("journal"), path_of("one"), path_of("back"), &observer, &error) != COPYDESK_OK)
        fail_msg("restore: %s:%llu: %s; %s", error.path, (unsigned long long)error.line, error.reason, said.text);
    check_same("in", "back");
}

static void test_promises(void **state)
{
    (void)state;
    uint64_t seed = 20;
    for (int round = 0; round < ROUNDS; round++) {
        enum copydesk_form form = (enum copydesk_form)random_below(&seed, 5);
        enum copydesk_scope scope = random_below(&seed, 4) ? COPYDESK_SCOPE_CORPUS : COPYDESK_SCOPE_ARTICLE;
        enum copydesk_near_action near = (enum copydesk_near_action)random_below(&seed, 3);
        if (random_below(&seed, 2))
            form = COPYDESK_NFC;
        make_tree(&seed, "in");
        clean("in", "one", "journal", 1, form, scope, near);
        clean("in", "many", "journal3", 3, form, scope, near);
        check_same("one", "many");
        struct buf a = { 0 }, b = { 0 };
        read_file(path_of("journal"), &a);
        read_file(path_of("journal3"), &b);
        assert_true(slice_equal(buf_slice(&a), buf_slice(&b)));
        buf_release(&a);
        buf_release(&b);
        check_restore();
        clean("one", "again", NULL, 2, form, scope, near);
        check_same("one", "again");
        remove_all("*");
    }
}

/* A huge article on its way through pieces is cleaned as it would be whole,
 * and comes back byte for byte. */
static void test_pieces(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct buf text = { 0 }, part = { 0 };
    while (text.len < 6u << 20) {
        make_article(&seed, &part);
        buf_addslice(&text, buf_slice(&part));
        buf_addf(&text, "\n\nParagraph number %zu of a very long article stands here alone.\n\n", text.len);
    }
    mkdir(path_of("in"), 0777);
    mkdir(path_of("in/a"), 0777);
    write_file(path_of("in/a/00.txt"), &text);
    clean("in", "one", "journal", 1, COPYDESK_NFC, COPYDESK_SCOPE_CORPUS, COPYDESK_NEAR_DROP);
    clean("in", "many", NULL, 4, COPYDESK_NFC, COPYDESK_SCOPE_CORPUS, COPYDESK_NEAR_DROP);
    check_same("one", "many");
    check_restore();
    clean("one", "again", NULL, 3, COPYDESK_NFC, COPYDESK_SCOPE_CORPUS, COPYDESK_NEAR_DROP);
    check_same("one", "again");
    buf_release(&text);
    buf_release(&part);
    remove_all("*");
}

/* ---- the observer ---- */

struct calls { atomic_int inside; int notices, pairs, overlaps; };

static void stay_a_while(struct calls *c)
{
    c->overlaps += atomic_fetch_add(&c->inside, 1) > 0;
    usleep(200);
    atomic_fetch_sub(&c->inside, 1);
}

static void slow_notice(void *payload, const struct copydesk_error *what)
{
    struct calls *c = payload;
    (void)what;
    c->notices++;
    stay_a_while(c);
}

static void slow_near(void *payload, const struct copydesk_near *pair)
{
    struct calls *c = payload;
    (void)pair;
    c->pairs++;
    stay_a_while(c);
}

/* Files that are no text, noticed by whoever reads them, among copies, told in turn. */
static void test_callbacks(void **state)
{
    (void)state;
    enum { MANY = 1200 };
    uint64_t seed = 8;
    struct buf text = { 0 }, picture = { 0 };
    struct calls calls = { .notices = 0 };
    struct copydesk_observer observer = { .payload = &calls, .notice = slow_notice, .near = slow_near };
    struct copydesk_options o;
    while (text.len < 4000) {
        struct buf part = { 0 };
        make_article(&seed, &part);
        buf_addslice(&text, buf_slice(&part));
        buf_release(&part);
    }
    buf_addstr(&picture, "\x89PNG\x01\x02");
    mkdir(path_of("in"), 0777);
    for (int i = 0; i < MANY; i++) {
        char name[32];
        snprintf(name, sizeof name, "in/%04d.txt", i);
        write_file(path_of(name), i % 2 ? &picture : &text);
    }
    const char *paths[] = { path_of("in") };
    copydesk_options_init(&o);
    o.paths = paths;
    o.n_paths = 1;
    o.dry_run = true;
    o.threads = 4;
    o.near = COPYDESK_NEAR_FLAG;
    o.scope = COPYDESK_SCOPE_ARTICLE;
    assert_int_equal(copydesk_run(&o, &observer, NULL, NULL), COPYDESK_SKIPPED);
    assert_int_equal(calls.notices, MANY / 2);
    assert_int_equal(calls.pairs, MANY / 2 - 1);
    assert_int_equal(calls.overlaps, 0);
    buf_release(&text);
    buf_release(&picture);
    remove_all("*");
}

/* How often any callback but that for notices was called. */
struct others { int notices, others; };

static void count_notice(void *payload, const struct copydesk_error *what)
{
    (void)what;
    ((struct others *)payload)->notices++;
}

static void count_estimate(void *payload, const struct copydesk_estimate *estimate)
{
    (void)estimate;
    ((struct others *)payload)->others++;
}

static void count_progress(void *payload, const struct copydesk_stats *so_far)
{
    (void)so_far;
    ((struct others *)payload)->others++;
}

static void count_rules(void *payload, const struct copydesk_rule_hits *hits, size_t n)
{
    (void)hits, (void)n;
    ((struct others *)payload)->others++;
}

static void count_risky(void *payload, const struct copydesk_removal *removals, size_t n)
{
    (void)removals, (void)n;
    ((struct others *)payload)->others++;
}

static void count_near(void *payload, const struct copydesk_near *pair)
{
    (void)pair;
    ((struct others *)payload)->others++;
}

/* Of the observer, only the callback for notices is used for keys. */
static void test_keys_notices(void **state)
{
    (void)state;
    struct others calls = { 0, 0 };
    const struct copydesk_observer observer = { &calls, count_notice, count_estimate, count_progress,
                                                count_rules, count_risky, count_near };
    struct copydesk_options o;
    struct buf text = { 0 };
    char in[80], keys[80];
    snprintf(in, sizeof in, "%s/in", root);
    snprintf(keys, sizeof keys, "%s/keys.tsv", root);
    mkdir(in, 0777);
    buf_addstr(&text, "The ferry sails again.\nAdvertisement\n");
    write_file(path_of("in/a.txt"), &text);
    buf_clear(&text);
    buf_addstr(&text, "\x89PNG\x01\x02");
    write_file(path_of("in/b.txt"), &text);
    const char *paths[] = { in };
    copydesk_options_init(&o);
    o.paths = paths;
    o.n_paths = 1;
    o.output = keys;
    assert_int_equal(copydesk_keys(&o, &observer, NULL), COPYDESK_SKIPPED);
    assert_int_equal(calls.notices, 1);
    assert_int_equal(calls.others, 0);
    assert_int_equal(copydesk_keys(&o, NULL, NULL), COPYDESK_SKIPPED);
    o.output = NULL;
    o.dry_run = true;
    assert_int_equal(copydesk_run(&o, &observer, NULL, NULL), COPYDESK_SKIPPED);
    assert_int_not_equal(calls.others, 0);
    buf_release(&text);
    remove_all("*");
}

/* ---- a journal that somebody else writes too ---- */

static void write_behind(void *payload, const struct copydesk_error *what)
{
    FILE *f = fopen(payload, "ab");
    (void)what;
    assert_non_null(f);
    fputs("news of another run\n", f);
    assert_int_equal(fclose(f), 0);
}

/* What came behind the journal's records while a run was at work is not cut off. */
static void test_journal_changed(void **state)
{
    (void)state;
    if (!ledger_is_built(NULL))
        skip();
    struct buf text = { 0 }, journal = { 0 };
    char in[80], out[80], file[80], states[80];
    snprintf(in, sizeof in, "%s/in", root);
    snprintf(out, sizeof out, "%s/out", root);
    snprintf(file, sizeof file, "%s/journal", root);
    snprintf(states, sizeof states, "%s/state", root);
    struct copydesk_observer observer = { .payload = file, .notice = write_behind };
    struct copydesk_options o;
    struct copydesk_error error;
    buf_addstr(&text, "The ferry sails again.\nAdvertisement\n");
    mkdir(path_of("in"), 0777);
    write_file(path_of("in/a.txt"), &text);
    const char *paths[] = { in };
    copydesk_options_init(&o);
    o.paths = paths;
    o.n_paths = 1;
    o.output = out;
    o.journal = file;
    o.state = states;
    assert_int_equal(copydesk_run(&o, &observer, NULL, &error), COPYDESK_OK);
    buf_addstr(&text, "Share\n");
    write_file(path_of("in/b.txt"), &text);
    buf_clear(&text);
    buf_addstr(&text, "\x89PNG\x01\x02");
    write_file(path_of("in/c.txt"), &text);   /* is told of: no text */
    assert_int_equal(copydesk_run(&o, &observer, NULL, &error), COPYDESK_FAILED);
    assert_non_null(strstr(error.reason, "has changed"));
    assert_true(read_file(file, &journal));
    assert_true(slice_ends(buf_slice(&journal), SLICE("\nnews of another run\n")));
    buf_release(&text);
    buf_release(&journal);
    remove_all("*");
}

/* NULL is the form feed that parts articles by default, in and out. */
static void test_no_separator(void **state)
{
    (void)state;
    struct buf text = { 0 };
    struct copydesk_options o;
    struct copydesk_error error;
    char in[80], out[80];
    snprintf(in, sizeof in, "%s/in.txt", root);
    snprintf(out, sizeof out, "%s/out.txt", root);
    buf_addstr(&text, "The ferry sails again.\nAdvertisement\n\f\nRain fell on the hills.\n");
    write_file(in, &text);
    const char *paths[] = { in };
    copydesk_options_init(&o);
    o.paths = paths;
    o.n_paths = 1;
    o.output = out;
    o.separator = NULL;
    assert_int_equal(copydesk_run(&o, NULL, NULL, &error), COPYDESK_OK);
    assert_true(read_file(out, &text));
    assert_string_equal(buf_str(&text), "The ferry sails again.\n\f\nRain fell on the hills.\n");
    buf_release(&text);
    remove_all("*");
}

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/copydesk-test-XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_promises),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_callbacks),
        cmocka_unit_test(test_keys_notices),
        cmocka_unit_test(test_journal_changed),
        cmocka_unit_test(test_no_separator),
    };
    int failed = cmocka_run_group_tests_name("run", tests, make_root, NULL);
    if (!failed)
        rmdir(root);   /* else what is in it is worth a look */
    unlink(pack_path());
    return failed;
}
