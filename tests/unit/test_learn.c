/* learn, then clean with what was learned: on made-up sites nearly all of the
 * templates go and nothing else does; copies and near-copies teach nothing;
 * packs of two runs work together. */
#include "unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "copydesk.h"
#include "dedupe/keys/sketch.h"
#include "make_site.h"

enum { ARTICLES = 150 };

static char root[64];
static struct site_article (*sites)[ARTICLES];

static const char *path_of(const char *name)
{
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", root, name);
    return path;
}

static const char *article_path(const char *tree, unsigned site, unsigned number)
{
    char name[128];
    snprintf(name, sizeof name, "%s/%s/%03u.txt", tree, SITES[site].name, number);
    return path_of(name);
}

static void write_text(const char *path, const struct buf *b)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(b->ptr, 1, b->len, f), b->len);
    assert_int_equal(fclose(f), 0);
}

static void read_text(const char *path, struct buf *b)
{
    FILE *f = fopen(path, "rb");
    char chunk[4096];
    buf_clear(b);
    for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(b, chunk, n);
    if (f)
        fclose(f);
}

static void make_sites(uint64_t seed, const char *tree)
{
    struct buf text = { 0 };
    char folder[128];
    mkdir(path_of(tree), 0777);
    for (unsigned s = 0; s < N_SITES; s++) {
        snprintf(folder, sizeof folder, "%s/%s", tree, SITES[s].name);
        mkdir(path_of(folder), 0777);
        for (unsigned i = 0; i < ARTICLES; i++) {
            site_article(&seed, &SITES[s], &sites[s][i]);
            site_text(&sites[s][i], &text);
            write_text(article_path(tree, s, i), &text);
        }
    }
    buf_release(&text);
}

static struct copydesk_learned learn(const char *tree, const char *pack)
{
    struct copydesk_options o;
    struct copydesk_error error = { 0 };
    struct copydesk_learned sum = { 0 };
    const char *paths[] = { path_of(tree) };
    copydesk_options_init(&o);
    o.paths = paths;
    o.n_paths = 1;
    o.output = path_of(pack);
    if (copydesk_learn(&o, NULL, &sum, &error) != COPYDESK_OK)
        fail_msg("learn: %s: %s", error.path, error.reason);
    return sum;
}

static void clean(const char *tree, const char *const *packs, size_t n_packs, const char *out)
{
    struct copydesk_options o;
    struct copydesk_error error = { 0 };
    const char *paths[] = { path_of(tree) };
    copydesk_options_init(&o);
    o.paths = paths;
    o.n_paths = 1;
    o.output = path_of(out);
    o.rules = packs;
    o.n_rules = n_packs;
    o.scope = COPYDESK_SCOPE_ARTICLE;
    if (copydesk_run(&o, NULL, NULL, &error) != COPYDESK_OK)
        fail_msg("clean: %s:%llu: %s", error.path, (unsigned long long)error.line, error.reason);
}

/* Is the paragraph one of the text's? */
static bool holds(const struct buf *text, const char *para)
{
    struct slice rest = buf_slice(text), wanted = slice_str(para);
    while (rest.len) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        size_t n = end ? (size_t)(end - rest.ptr) : rest.len;
        if (slice_equal(slice_of(rest.ptr, n), wanted))
            return true;
        rest = slice_from(rest, end ? n + 1 : n);
    }
    return false;
}

/* Fails when more than 2 % of the templates are left, or anything else is gone. */
static void check_bars(const char *out)
{
    struct buf text = { 0 };
    unsigned templates = 0, left = 0, own = 0, lost = 0;
    const char *show_lost = "", *show_left = "";
    for (unsigned s = 0; s < N_SITES; s++)
        for (unsigned i = 0; i < ARTICLES; i++) {
            const struct site_article *a = &sites[s][i];
            read_text(article_path(out, s, i), &text);
            for (unsigned k = 0; k < a->n; k++) {
                bool there = holds(&text, a->paras[k].text);
                templates += a->paras[k].template;
                own += !a->paras[k].template;
                if (a->paras[k].template && there) {
                    left++;
                    show_left = a->paras[k].text;
                } else if (!a->paras[k].template && !there) {
                    lost++;
                    show_lost = a->paras[k].text;
                }
            }
        }
    buf_release(&text);
    print_message("%u of %u templates left (%s), %u of %u own paragraphs lost (%s)\n", left, templates,
                  show_left, lost, own, show_lost);
    assert_int_equal(lost, 0);
    assert_true(left * 50 <= templates);
}

static void remove_all(void)
{
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s/*", root);
    assert_int_equal(system(command), 0);
}

static void test_sites(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        make_sites(seed, "in");
        struct copydesk_learned sum = learn("in", "pack.rules");
        char pack[256];
        snprintf(pack, sizeof pack, "%s", path_of("pack.rules"));
        const char *packs[] = { pack };
        assert_int_equal(sum.sources, N_SITES);
        clean("in", packs, 1, "out");
        check_bars("out");
        remove_all();
    }
}

/* A story stored again and again, as it was and with a paragraph more each
 * time, teaches nothing. */
static void test_copies(void **state)
{
    (void)state;
    enum { COPIES = 20 };
    uint64_t seed = 7;
    struct site_article a = { 0 };
    struct buf text = { 0 };
    make_sites(seed, "in");
    site_add(&a, false, "Ferry stops");
    site_prose(&seed, &a, 12);
    site_add(&a, false, "Correction follows");
    site_text(&a, &text);
    for (unsigned i = 0; i < COPIES; i++) {
        char name[64];
        if (i >= COPIES / 2) {
            site_prose(&seed, &a, 1);
            site_text(&a, &text);
        }
        snprintf(name, sizeof name, "in/%s/z%02u.txt", SITES[0].name, i);
        write_text(path_of(name), &text);
    }
    struct copydesk_learned sum = learn("in", "pack.rules");
    read_text(path_of("pack.rules"), &text);
    assert_int_equal(sum.copies, COPIES / 2 - 1);
    assert_int_equal(sum.near_copies, COPIES / 2);
    assert_null(strstr(buf_str(&text), "line Correction follows"));
    buf_release(&text);
    remove_all();
}

/* What was learned in two runs works together, as two packs and as one file;
 * a line of one source is left alone in another. */
static void test_merge(void **state)
{
    (void)state;
    struct buf a = { 0 }, b = { 0 };
    char first[256], second[256], both[256];
    make_sites(3, "in");
    learn("in", "a.rules");
    make_sites(4, "in");
    learn("in", "b.rules");
    snprintf(first, sizeof first, "%s", path_of("a.rules"));
    snprintf(second, sizeof second, "%s", path_of("b.rules"));
    snprintf(both, sizeof both, "%s", path_of("both.rules"));
    const char *two[] = { first, second }, *one[] = { both };
    clean("in", two, 2, "out");
    check_bars("out");
    read_text(first, &a);
    read_text(second, &b);
    buf_addslice(&a, buf_slice(&b));
    write_text(both, &a);
    clean("in", one, 1, "out");
    check_bars("out");

    snprintf(first, sizeof first, "%s", path_of("in/stranger"));
    mkdir(first, 0777);
    buf_clear(&a);
    buf_addf(&a, "A stranger asked for the way to the pier and got it.\n\n%s\n", SITES[0].tips);
    snprintf(first, sizeof first, "%s", path_of("in/stranger/1.txt"));
    write_text(first, &a);
    clean("in", one, 1, "out2");
    read_text(path_of("out2/stranger/1.txt"), &b);
    assert_true(slice_equal(buf_slice(&a), buf_slice(&b)));
    buf_release(&a);
    buf_release(&b);
    remove_all();
}

/* The sketch against exact counts: never too low, and nearly always right
 * while there is room. */
static void test_sketch(void **state)
{
    (void)state;
    enum { KEYS = 3000 };
    static unsigned exact[KEYS];
    struct sketch *s = sketch_new(14);
    uint64_t seed = 9;
    unsigned wrong = 0;
    assert_non_null(s);
    for (unsigned i = 0; i < 40000; i++) {
        unsigned k = random_below(&seed, KEYS) * random_below(&seed, KEYS) / KEYS;
        exact[k]++;
        assert_true(sketch_add(s, key_of(slice_of((const char *)&k, sizeof k))) >= exact[k]);
    }
    for (unsigned k = 0; k < KEYS; k++) {
        unsigned n = sketch_count(s, key_of(slice_of((const char *)&k, sizeof k)));
        assert_true(n >= exact[k]);
        wrong += n != exact[k];
    }
    assert_true(wrong < KEYS / 100);
    sketch_free(s);
}

static int make_root(void **state)
{
    (void)state;
    sites = calloc(N_SITES, sizeof *sites);
    snprintf(root, sizeof root, "/tmp/copydesk-learn-XXXXXX");
    return sites && mkdtemp(root) ? 0 : -1;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sites),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_merge),
        cmocka_unit_test(test_sketch),
    };
    int failed = cmocka_run_group_tests_name("learn", tests, make_root, NULL);
    free(sites);
    if (!failed)
        rmdir(root);
    return failed;
}
