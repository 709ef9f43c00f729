/* The engine for single articles, as somebody who embeds it sees it. */
#include "unit.h"

#include <errno.h>

#include "copydesk.h"
#include "make_article.h"
#include "read/charset/encoding.h"

static const char ARTICLE[] =
    "Share\n\n"
    "The harbour council voted on Monday to close the eastern pier until the spring.\n"
    "Advertisement\n"
    "The harbour council voted on Monday to close the eastern pier until the spring.\n"
    "Ferries will leave from the\xc2\xa0western pier, its director said after the vote.";

static void feed(struct copydesk *e, const char *id, const char *text, struct copydesk_result *r)
{
    struct copydesk_article a = { .id = id, .bytes = text, .len = strlen(text) };
    struct copydesk_error error;
    assert_int_equal(copydesk_clean(e, &a, r, &error), COPYDESK_OK);
}

static void test_article(void **state)
{
    (void)state;
    struct copydesk_options o;
    copydesk_options_init(&o);
    struct copydesk *e = copydesk_open(&o, NULL);
    assert_non_null(e);
    struct copydesk_result r;
    feed(e, "a", ARTICLE, &r);
    const char *want =
        "The harbour council voted on Monday to close the eastern pier until the spring.\n\n"
        "Ferries will leave from the western pier, its director said after the vote.\n";
    assert_int_equal(r.len, strlen(want));
    assert_memory_equal(r.text, want, r.len);
    assert_int_equal(r.n_verdicts, 5);
    assert_int_equal(r.verdicts[0].reason, COPYDESK_RULE);
    assert_int_equal(r.verdicts[0].cls, COPYDESK_SHARE);
    assert_non_null(r.verdicts[0].rule);
    assert_int_equal(r.verdicts[1].action, COPYDESK_KEEP);
    assert_int_equal(r.verdicts[3].reason, COPYDESK_REPEAT);
    assert_int_equal(r.verdicts[3].line, 5);
    assert_int_equal(r.verdicts[3].first_line, 3);
    assert_memory_equal(ARTICLE + r.verdicts[3].start, "The harbour", 11);
    assert_int_equal(r.verdicts[4].action, COPYDESK_EDIT);
    assert_int_equal(r.verdicts[4].repairs, 1u << COPYDESK_FIX_NBSP);
    assert_int_equal(r.verdicts[4].end, strlen(ARTICLE));

    feed(e, "b", ARTICLE, &r);
    assert_int_equal(r.len, 0);
    assert_int_equal(r.reason, COPYDESK_COPY);
    assert_string_equal(r.first_article, "a");
    feed(e, "c", "Ferries will leave from the western pier, its director said after the vote.\nYes.", &r);
    assert_int_equal(r.verdicts[0].reason, COPYDESK_SEEN);
    assert_string_equal(r.verdicts[0].first_article, "a");
    assert_int_equal(r.verdicts[0].first_line, 6);
    assert_memory_equal(r.text, "Yes.\n", 5);
    feed(e, "empty", "", &r);
    assert_int_equal(r.len, 0);
    assert_int_equal(r.n_verdicts, 0);
    copydesk_close(e);
}

static void test_bad_options(void **state)
{
    (void)state;
    struct copydesk_options o;
    struct copydesk_error error;
    const char *rules[] = { "/nowhere/my.rules" };
    copydesk_options_init(&o);
    o.rules = rules;
    o.n_rules = 1;
    assert_null(copydesk_open(&o, &error));
    assert_int_equal(error.status, COPYDESK_FAILED);
    assert_string_equal(error.path, rules[0]);
    copydesk_options_init(&o);
    o.near = COPYDESK_NEAR_DROP;
    o.keep = COPYDESK_KEEP_LONGEST;   /* that takes two readings */
    assert_null(copydesk_open(&o, &error));
    assert_non_null(strstr(error.reason, "first"));
    copydesk_close(NULL);
}

static void count_line(void *payload, const char *text, size_t len)
{
    (void)text, (void)len;
    ++*(size_t *)payload;
}

/* Options for what goes in and out are nothing to an engine, nor to a diff, whatever they are. */
static void test_other_options(void **state)
{
    (void)state;
    struct copydesk_options o;
    struct copydesk_error error = { 0 };
    struct copydesk_result r;
    char long_name[300];
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    copydesk_options_init(&o);
    o.separator = "\xff";
    o.text_field = o.id_field = o.source_field = o.date_field = long_name;
    o.output = o.journal = o.stats = o.metrics = o.state = o.drops = "/nowhere/x";
    o.annotate = o.keep_empty = o.dry_run = o.checksum = true;
    struct copydesk *e = copydesk_open(&o, &error);
    assert_non_null(e);
    feed(e, "a", ARTICLE, &r);
    assert_true(r.len > 0);
    assert_int_equal(r.n_verdicts, 5);
    copydesk_close(e);

    const struct copydesk_article a = { .id = "a", .bytes = ARTICLE, .len = strlen(ARTICLE) };
    size_t lines = 0;
    assert_int_equal(copydesk_diff(&o, &a, &a, COPYDESK_DIFF_TEXT, count_line, &lines, NULL, &error), COPYDESK_OK);
    assert_true(lines > 0);
}

/* An article without a name has an empty one. */
static void test_nameless(void **state)
{
    (void)state;
    static const char once[] = "Ferries will leave from the western pier, its director said after the vote.\nYes.";
    static const char twice[] = "No.\nThis line stands twice in it.\nAnd that between.\nThis line stands twice in it.";
    struct copydesk_options o;
    struct copydesk_result r;
    copydesk_options_init(&o);
    struct copydesk *e = copydesk_open(&o, NULL);
    feed(e, NULL, ARTICLE, &r);
    assert_null(r.first_article);
    assert_null(r.verdicts[0].first_article);   /* a rule took it */
    assert_null(r.verdicts[1].first_article);
    feed(e, NULL, ARTICLE, &r);
    assert_int_equal(r.reason, COPYDESK_COPY);
    assert_string_equal(r.first_article, "");
    assert_string_equal(r.verdicts[1].first_article, "");
    feed(e, "b", once, &r);
    assert_int_equal(r.verdicts[0].reason, COPYDESK_SEEN);
    assert_string_equal(r.verdicts[0].first_article, "");
    assert_null(r.first_article);
    feed(e, "", twice, &r);
    assert_int_equal(r.verdicts[3].reason, COPYDESK_REPEAT);
    assert_string_equal(r.verdicts[3].first_article, "");
    copydesk_close(e);
}

/* Every verdict covers its paragraph, in order, inside the article. */
static void test_verdicts_cover(void **state)
{
    (void)state;
    struct copydesk_options o;
    uint64_t seed = 9;
    struct buf text = { 0 };
    copydesk_options_init(&o);
    struct copydesk *e = copydesk_open(&o, NULL);
    for (int i = 0; i < 2000; i++) {
        struct copydesk_result r;
        make_article(&seed, &text);
        struct copydesk_article a = { .id = "x", .bytes = text.ptr, .len = text.len };
        assert_int_equal(copydesk_clean(e, &a, &r, NULL), COPYDESK_OK);
        uint64_t last = 0;
        for (size_t k = 0; k < r.n_verdicts; k++) {
            assert_true(r.verdicts[k].start >= last);
            assert_true(r.verdicts[k].end > r.verdicts[k].start);
            last = r.verdicts[k].end;
        }
        assert_true(last <= text.len);
    }
    buf_release(&text);
    copydesk_close(e);
}

/* What is no text is refused with a reason, and so are bad bytes when strict; the engine goes on. */
static void test_refused(void **state)
{
    (void)state;
    static const struct { const char *text, *reason; bool strict; } CASES[] = {
        { "%PDF-1.4\n\x01\x02\xff\xfe", "PDF", false },
        { "The council met on\xff Monday.", "not UTF-8", true },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct copydesk_options o;
        struct copydesk_error error;
        struct copydesk_result r;
        const struct copydesk_article a = { .id = "a", .bytes = CASES[i].text, .len = strlen(CASES[i].text) };
        copydesk_options_init(&o);
        o.strict = CASES[i].strict;
        struct copydesk *e = copydesk_open(&o, NULL);
        assert_int_equal(copydesk_clean(e, &a, &r, &error), COPYDESK_SKIPPED);
        assert_string_equal(error.path, "a");
        assert_non_null(strstr(error.reason, CASES[i].reason));
        assert_int_equal(r.len, 0);
        assert_int_equal(r.n_verdicts, 0);
        assert_int_equal(copydesk_clean(e, &a, &r, NULL), COPYDESK_SKIPPED);
        feed(e, "b", ARTICLE, &r);
        assert_true(r.len > 0);
        copydesk_close(e);
    }
}

/* Where no temporary file can be made, --memory fails with the system's reason. */
static void test_no_temporary_files(void **state)
{
    (void)state;
    struct copydesk_options o;
    struct copydesk_error error = { 0 };
    struct copydesk_result r;
    enum copydesk_status status = COPYDESK_OK;
    copydesk_options_init(&o);
    o.memory = 4096;
    assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
    struct copydesk *e = copydesk_open(&o, &error);
    for (unsigned i = 0; i < 10000 && status == COPYDESK_OK; i++) {
        char text[128];
        int n = snprintf(text, sizeof text, "Ferry number %u will leave from the western pier, its director said.", i);
        const struct copydesk_article a = { .id = "a", .bytes = text, .len = (size_t)n };
        status = copydesk_clean(e, &a, &r, &error);
    }
    unsetenv("TMPDIR");
    assert_int_equal(status, COPYDESK_FAILED);
    assert_string_equal(error.path, "/nowhere");
    assert_int_equal(error.code, ENOENT);
    assert_int_equal(r.len, 0);
    copydesk_close(e);
}

#ifdef HAVE_UCHARDET
/* Each of these, in an encoding of its own, as somebody joined them. */
static void test_mixed(void **state)
{
    (void)state;
    static const struct { const char *text, *encoding; } parts[] = {
        { "Die Bürgermeisterin erklärte, dass die Brücke früher geöffnet werde.\n", "UTF-8" },
        { "Мэр города сообщил, что ремонт моста начнётся на следующей неделе, в обход через посёлки.\n", "WINDOWS-1251" },
        { "市長は来週から橋の修理を始めると発表した。住民は迂回路を使わなければならないと、担当者は述べた。\n", "SHIFT_JIS" },
        { "Meras pranešė, kad kitą savaitę prasidės tilto remontas, sakė atstovė Rūta Žukaitė.\n", "WINDOWS-1257" },
        { "Мэр города сообщил, что ремонт моста начнётся через неделю, в обход через посёлки.\n", "KOI8-R" },
    };
    struct buf bytes = { 0 }, text = { 0 };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        assert_true(encoding_encode(parts[i].encoding, slice_str(parts[i].text), &bytes));
        buf_addf(&text, "%s%s", i ? "\n" : "", parts[i].text);
    }
    struct copydesk_options o;
    struct copydesk_result r;
    copydesk_options_init(&o);
    struct copydesk *e = copydesk_open(&o, NULL);
    feed(e, "mixed", buf_str(&bytes), &r);
    assert_int_equal(r.len, text.len);
    assert_memory_equal(r.text, text.ptr, r.len);
    assert_int_equal(r.verdicts[1].repairs, 1u << COPYDESK_FIX_UTF8);
    assert_int_equal(r.verdicts[1].line, 2);
    copydesk_close(e);
    buf_release(&bytes);
    buf_release(&text);
}
#endif

static void test_normalize_alone(void **state)
{
    (void)state;
    static const struct { const char *text, *want; unsigned changed; } CASES[] = {
        { "Plain text stays.", "Plain text stays.", 0 },
        { "caf\xC3\x83\xC2\xA9 &amp; bar", "caf\xC3\xA9 & bar", 1u << COPYDESK_FIX_MOJIBAKE | 1u << COPYDESK_FIX_ENTITIES },
        { "", "", 0 },
        { "\x01", "", 1u << COPYDESK_FIX_CONTROLS },
    };
    struct copydesk_normalizer *n = copydesk_normalizer_new();
    assert_non_null(n);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *out;
        size_t len;
        unsigned changed;
        assert_int_equal(copydesk_normalize(n, CASES[i].text, strlen(CASES[i].text), COPYDESK_NFC,
                                            COPYDESK_REPAIRS_DEFAULT, &out, &len, &changed), COPYDESK_OK);
        assert_int_equal(len, strlen(CASES[i].want));
        assert_memory_equal(out, CASES[i].want, len);
        assert_int_equal(changed, CASES[i].changed);
        assert_true(changed || len == 0 || out == CASES[i].text);
    }
    copydesk_normalizer_free(n);
    copydesk_normalizer_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article),
        cmocka_unit_test(test_bad_options),
        cmocka_unit_test(test_other_options),
        cmocka_unit_test(test_nameless),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_no_temporary_files),
        cmocka_unit_test(test_normalize_alone),
#ifdef HAVE_UCHARDET
        cmocka_unit_test(test_mixed),
#endif
        cmocka_unit_test(test_verdicts_cover),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
