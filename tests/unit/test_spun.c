/* spun: the pairs of tests/cases/near-paragraphs.tsv, through the engine; what
 * is remembered, what is compared with what, and flags. */
#include "unit.h"

#include "base/buf.h"
#include "copydesk.h"
#include "dedupe/near/spun.h"

static struct copydesk *open_engine(enum copydesk_near_action action)
{
    struct copydesk_options o;
    struct copydesk_error error;
    copydesk_options_init(&o);
    o.strip = 0;
    o.near_paragraphs = action;
    struct copydesk *e = copydesk_open(&o, &error);
    assert_non_null(e);
    return e;
}

/* What became of an article's only paragraph. */
static struct copydesk_verdict feed(struct copydesk *e, const char *id, const char *text)
{
    struct copydesk_article a = { .id = id, .bytes = text, .len = strlen(text) };
    struct copydesk_result r;
    struct copydesk_error error;
    assert_int_equal(copydesk_clean(e, &a, &r, &error), COPYDESK_OK);
    assert_true(r.n_verdicts > 0);
    return r.verdicts[0];
}

static bool is_dropped(const char *earlier, const char *later)
{
    struct copydesk *e = open_engine(COPYDESK_NEAR_DROP);
    assert_int_equal(feed(e, "a", earlier).action, COPYDESK_KEEP);
    struct copydesk_verdict v = feed(e, "b", later);
    bool dropped = v.action == COPYDESK_DROP;
    if (dropped) {
        assert_int_equal(v.reason, COPYDESK_NEAR_PARAGRAPH);
        assert_string_equal(v.first_article, "a");
        assert_int_equal(v.first_line, 1);
    }
    copydesk_close(e);
    return dropped;
}

static void test_pairs(void **state)
{
    (void)state;
    static char line[8192];
    FILE *f = fopen("tests/cases/near-paragraphs.tsv", "r");
    int pairs = 0, wrong = 0, missed = 0, found = 0;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *rest = line;
        if (*line == '#' || *line == '\n')
            continue;
        const char *what = strsep(&rest, "\t"), *language = strsep(&rest, "\t");
        const char *earlier = strsep(&rest, "\t"), *later = strsep(&rest, "\n");
        assert_non_null(later);
        pairs++;
        bool dropped = is_dropped(earlier, later);
        missed += !dropped && strcmp(what, "missed") == 0;
        found += dropped && strcmp(what, "apart") != 0;
        if (dropped == (strcmp(what, "same") == 0) || strcmp(what, "missed") == 0)
            continue;
        wrong++;
        print_error("%s, not %s: %s\n", language, what, later);
    }
    fclose(f);
    print_message("of %d pairs that say the same %d are found\n", found + missed, found);
    assert_true(pairs >= 300);
    assert_int_equal(wrong, 0);
}

#define FIRST "The ferry to the island was cancelled on Monday because of the storm, officials said."
#define SECOND "The ferry to the island was cancelled on Monday because of the storm, according to officials."
#define THIRD "Ferry to the island was cancelled on Monday because of the storm, according to officials."

/* A later one is compared with the kept one, whatever was dropped in between. */
static void test_no_chains(void **state)
{
    (void)state;
    struct copydesk *e = open_engine(COPYDESK_NEAR_DROP);
    feed(e, "a", FIRST);
    assert_string_equal(feed(e, "b", SECOND).first_article, "a");
    assert_string_equal(feed(e, "c", THIRD).first_article, "a");
    copydesk_close(e);
}

/* Inside one article nothing is looked for. */
static void test_own_article(void **state)
{
    (void)state;
    struct copydesk *e = open_engine(COPYDESK_NEAR_DROP);
    struct copydesk_article a = { .id = "a", .bytes = FIRST "\n\n" SECOND "\n", .len = sizeof FIRST SECOND + 2 };
    struct copydesk_result r;
    struct copydesk_error error;
    assert_int_equal(copydesk_clean(e, &a, &r, &error), COPYDESK_OK);
    assert_int_equal(r.n_verdicts, 2);
    assert_int_equal(r.verdicts[1].action, COPYDESK_KEEP);
    copydesk_close(e);
}

static void test_flag(void **state)
{
    (void)state;
    struct copydesk *e = open_engine(COPYDESK_NEAR_FLAG);
    assert_int_equal(feed(e, "a", FIRST).reason, COPYDESK_NONE);
    struct copydesk_verdict v = feed(e, "b", SECOND);
    assert_int_equal(v.action, COPYDESK_KEEP);
    assert_int_equal(v.reason, COPYDESK_NEAR_PARAGRAPH);
    assert_string_equal(v.first_article, "a");
    v = feed(e, "c", SECOND);   /* exact goes before nearly */
    assert_int_equal(v.reason, COPYDESK_COPY);
    copydesk_close(e);
    e = open_engine(COPYDESK_NEAR_OFF);
    feed(e, "a", FIRST);
    assert_null(feed(e, "b", SECOND).first_article);
    copydesk_close(e);
}

/* Far more than fits into memory, and found again all the same. */
static void test_many(void **state)
{
    (void)state;
    enum { MANY = 40000 };
    struct copydesk *e = open_engine(COPYDESK_NEAR_DROP);
    char text[300], id[20];
    for (int i = 0; i < MANY; i++) {
        snprintf(id, sizeof id, "%d", i);
        snprintf(text, sizeof text, "The boat number %d was seen off the coast by keeper w%dx of the light, and "
                 "the w%dy and the w%dz were lost in the night, officials said.", i, i, i * 7, i * 13);
        assert_int_equal(feed(e, id, text).action, COPYDESK_KEEP);
    }
    for (int i = 0; i < MANY; i += 997) {
        snprintf(text, sizeof text, "The boat number %d was seen off the coast by the keeper w%dx of the light, and "
                 "the w%dy and the w%dz were lost in the night, according to officials.", i, i, i * 7, i * 13);
        struct copydesk_verdict v = feed(e, "late", text);
        snprintf(id, sizeof id, "%d", i);
        assert_int_equal(v.reason, COPYDESK_NEAR_PARAGRAPH);
        assert_string_equal(v.first_article, id);
    }
    copydesk_close(e);
}

static void add_four(struct buf *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        buf_addch(to, (char)(value >> 8 * i));
}

/* As spun_each gives a paragraph, in the order line; words; marks and language; both. */
static void add_coded(struct buf *to, uint32_t line, uint32_t words, uint32_t marks)
{
    add_four(to, line);
    add_four(to, words);
    add_four(to, marks << 8 | 3);
    for (uint32_t i = 0; i < words + marks; i++)
        add_four(to, line + 1);      /* no line */
}

/* Lines that rise and fall, and the next article's, against a table. */
static void test_lines(void **state)
{
    (void)state;
    enum { LINES = 3000 };
    struct hash_list lines = { 0 };
    uint64_t seed = 11;
    assert_false(hash_list_has(&lines, 0));
    for (unsigned round = 0; round < 20; round++) {
        static bool there[2 * LINES];
        struct buf coded = { 0 };
        memset(there, 0, sizeof there);
        for (unsigned n = random_below(&seed, LINES) * (round % 4 != 3); n > 0; n--) {
            uint32_t line = random_below(&seed, LINES) * 2;
            there[line] = true;
            add_coded(&coded, line, random_below(&seed, 30), random_below(&seed, SPUN_MARKS + 1));
        }
        if (round == 1)
            add_coded(&coded, UINT32_MAX, 1, 1);
        assert_true(spun_lines(buf_slice(&coded), &lines));
        for (uint64_t line = 0; line < 2 * LINES; line++) {
            assert_int_equal(hash_list_has(&lines, line), there[line]);
            assert_false(hash_list_has(&lines, line | UINT64_C(1) << 32));
        }
        assert_int_equal(hash_list_has(&lines, UINT32_MAX), round == 1);
        buf_release(&coded);
    }
    free(lines.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_no_chains),
        cmocka_unit_test(test_own_article),
        cmocka_unit_test(test_flag),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_lines),
    };
    return cmocka_run_group_tests_name("spun", tests, NULL, NULL);
}
