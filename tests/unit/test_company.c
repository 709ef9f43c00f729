/* What needs company: a word that may as well be a title or the end of a story goes
 * from the edges of an article only beside another line that goes, or would. */
#include <unistd.h>

#include "packs_world.h"

enum { MOST = 12 };

static const char *const PROSE =
    "The council of the harbour town met on Monday to talk about the boats that nobody wants.";

static const char PACK[] =
    "rule alone\nclass navigation\nzone head tail\nnear\ncompany\nline zzalone\nline zzpair\nyes zzalone\n"
    "rule any\nclass share\nline zzany\nyes zzany\n"
    "rule ad\nclass ad\nline zzad\nyes zzad\n"
    "rule beside\nclass share\nnear\nline zzbeside\nyes zzbeside\n"
    "rule first\nclass share\nzone tail\ncompany\nline zztwice\nyes zztwice\n"
    "rule second\nclass ad\nzone tail\nline zztwice\nyes zztwice\n";

static void open_packs(struct world *w)
{
    char path[] = "/tmp/copydesk-pack-XXXXXX";
    const char *files[] = { path };
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, PACK, sizeof PACK - 1), (long)(sizeof PACK - 1));
    close(fd);
    struct copydesk_options options;
    copydesk_options_init(&options);
    options.rules = files;
    options.n_rules = 1;
    struct copydesk_error error;
    *w = (struct world){ .rules = rules_open(&options, &error) };
    unlink(path);
    assert_non_null(w->rules);
    w->scratch = strip_scratch_new(w->rules);
    assert_non_null(w->scratch);
}

/* '.' for each line that stays and 'x' for each that goes; "." is a paragraph of prose. */
static const char *judged(struct world *w, const char *const *lines)
{
    static char out[MOST + 1];
    struct para paras[MOST];
    size_t n = 0;
    for (; lines[n]; n++) {
        assert_true(n < MOST);
        paras[n] = para_of(strcmp(lines[n], ".") ? lines[n] : PROSE);
    }
    struct article article = { .source = SLICE("") };
    assert_true(strip_find(w->rules, w->scratch, &article, paras, n));
    assert_true(strip_judge(w->rules, w->scratch, true, true, paras, n) >= 0);
    for (size_t i = 0; i < n; i++)
        out[i] = paras[i].action == COPYDESK_DROP ? 'x' : '.';
    out[n] = '\0';
    return out;
}

#define JUDGED(w, ...) judged(w, (const char *const[]){ __VA_ARGS__, NULL })

static void test_own(void **state)
{
    (void)state;
    struct world w;
    open_packs(&w);
    assert_string_equal(JUDGED(&w, "zzalone", ".", ".", ".", ".", ".", ".", "zzalone"), "........");
    /* two of them, or one beside what went, or what would go beside it */
    assert_string_equal(JUDGED(&w, "zzalone", "zzpair", ".", ".", ".", ".", "zzpair", "zzalone"), "xx....xx");
    assert_string_equal(JUDGED(&w, ".", ".", ".", ".", "zzany", "zzalone"), "....xx");
    assert_string_equal(JUDGED(&w, ".", ".", ".", ".", ".", "zzbeside", "zzalone"), ".....xx");
    assert_string_equal(JUDGED(&w, ".", ".", ".", ".", ".", "zzalone", "A line"), ".......");
    /* an advertisement may stand in a story, above its last word */
    assert_string_equal(JUDGED(&w, ".", ".", ".", ".", ".", "zzad", "zzalone"), ".....x.");
    /* a rule that takes the line alone comes before one that does not */
    assert_string_equal(JUDGED(&w, ".", ".", ".", ".", ".", "zztwice"), ".....x");
    close_world(&w);
}

static void test_built_in(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    assert_string_equal(JUDGED(&w, "Weather", ".", ".", ".", ".", ".", ".", "World"), "........");
    assert_string_equal(JUDGED(&w, "Weather", "World", ".", ".", ".", ".", ".", "."), "xx......");
    assert_string_equal(JUDGED(&w, "Log in", "Weather", ".", ".", ".", ".", ".", "."), "xx......");
    assert_string_equal(JUDGED(&w, ".", ".", ".", ".", ".", "Advertisement", "World"), ".....x.");
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own),
        cmocka_unit_test(test_built_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
