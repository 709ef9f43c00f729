/* jsonl: whether a stream is records must not depend on how its first bytes arrive. */
#include "unit.h"

#include "read/records/jsonl.h"

static int n_noticed;

static void on_notice(void *payload, const struct copydesk_error *what)
{
    (void)payload;
    (void)what;
    n_noticed++;
}

/* What is found: 0 text, 1 records, 2 text that looks like other JSON. */
static int found(struct slice first)
{
    struct notices notices;
    struct copydesk_observer observer = { .notice = on_notice };
    notices_init(&notices, &observer);
    n_noticed = 0;
    bool records = jsonl_found(first, "in", &notices);
    notices_release(&notices);
    return records ? 1 : 2 * n_noticed;
}

static void assert_found(const char *bytes, int want)
{
    assert_int_equal(found(slice_str(bytes)), want);
    for (size_t n = 0; n < strlen(bytes); n++)
        if (jsonl_can_tell(slice_of(bytes, n)) && found(slice_of(bytes, n)) != want)
            fail_msg("after %zu bytes of: %s", n, bytes);
}

static void every_prefix_that_tells_says_the_same(void **state)
{
    (void)state;
    assert_found("{\"text\": \"The ferry sails.\"}\n", 1);
    assert_found("\xEF\xBB\xBF\n{}\nThe ferry sails.\n", 1);
    assert_found("{\"text\": \"The fer\n{\"text\": \"The ferry sails.\"}\n", 1);
    assert_found("[\n  {\n    \"text\": \"The ferry sails.\"\n  }\n]\n", 2);
    assert_found("{\n\n  \"text\": \"The ferry sails.\"\n}\n", 2);
    assert_found("[\n\nThe ferry sails.\n", 0);
    assert_found("{\nThe ferry sails.\n}\n", 0);
}

/* Which is named like JSON in another layout; braces alone are no sign of it. */
static void utf_16_is_told(void **state)
{
    (void)state;
    assert_int_equal(found(SLICE("\xFF\xFE{\0\"\0t\0\"\0:\0\"\0\"\0}\0\n\0")), 2);
    assert_int_equal(found(SLICE("\xFE\xFF\0{\0\"\0t\0\"\0:\0\"\0\"\0}\0\n")), 2);
    assert_int_equal(found(SLICE("\xFF\xFE{\0t\0}\0\n\0")), 0);
    assert_false(jsonl_can_tell(SLICE("\xFF\xFE{\0")));
}

static void made_ones_too(void **state)
{
    static const char *const parts[] = { "[", "{", "}", "]", "\"", "\n", " ", "\r", "1", ":", ",", "\xEF\xBB\xBF", "{\"a\":1}", "\"a\"" };
    uint64_t seed = 1;
    (void)state;
    for (int i = 0; i < 100000; i++) {
        char bytes[64] = "";
        for (unsigned n = random_below(&seed, 8); n > 0; n--)
            strcat(bytes, parts[random_below(&seed, sizeof parts / sizeof *parts)]);
        assert_found(bytes, found(slice_str(bytes)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_prefix_that_tells_says_the_same),
        cmocka_unit_test(utf_16_is_told),
        cmocka_unit_test(made_ones_too),
    };
    return cmocka_run_group_tests_name("jsonl", tests, NULL, NULL);
}
