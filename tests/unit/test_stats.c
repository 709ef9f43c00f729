/* stats: every counter is added, every key is in the JSON. */
#include "unit.h"

#include <inttypes.h>

#include "write/metrics.h"
#include "write/stats.h"

/* Everything but the clock is uint64_t and sits before it: fill as an array. */
enum { N_COUNTERS = offsetof(struct copydesk_stats, seconds) / sizeof(uint64_t) };

static void every_counter_is_added(void **state)
{
    (void)state;
    struct copydesk_stats sum = { .seconds = 1, .total_bytes = 9 }, part = { .seconds = 5, .total_bytes = 7 };
    for (size_t i = 0; i < N_COUNTERS; i++) {
        ((uint64_t *)(void *)&sum)[i] = i;
        ((uint64_t *)(void *)&part)[i] = 1000;
    }
    stats_add(&sum, &part);
    for (size_t i = 0; i < N_COUNTERS; i++)
        assert_int_equal(((uint64_t *)(void *)&sum)[i], i + 1000);
    assert_true(sum.seconds == 1 && sum.total_bytes == 9);
}

static struct buf example(void)
{
    struct buf out = { 0 };
    struct copydesk_stats s = { .articles = 12, .seconds = 3.0456 };
    s.removed[COPYDESK_SEEN] = (struct copydesk_count){ 5, 600 };
    s.repaired[COPYDESK_FIX_NBSP] = 3;
    struct copydesk_rule_hits hits[] = { { "en/\"x\"", COPYDESK_AD, { 2, 40 } }, { "en/y", COPYDESK_SHARE, { 1, 4 } } };
    stats_json(&out, &s, COPYDESK_SKIPPED, hits, 2);
    return out;
}

static void keys_are_there(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\"version\": \"" COPYDESK_VERSION "\"", "\"status\": 1", "\"articles\": 12", "\"seconds\": 3.046",
        "\"seen\": {\"paragraphs\": 5, \"bytes\": 600}", "\"nbsp\": 3", "\"hyphen\": 0",
        "{\"rule\": \"en/\\\"x\\\"\", \"class\": \"ad\", \"removed\": {\"paragraphs\": 2, \"bytes\": 40}}"
    };
    struct buf out = example();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(buf_str(&out), parts[i]))
            fail_msg("no %s in %s", parts[i], buf_str(&out));
    buf_release(&out);
}

static void it_is_one_json_object(void **state)
{
    (void)state;
    if (system("command -v jq >/dev/null") != 0)
        skip();
    struct buf out = example();
    FILE *f = popen("jq -e '.rules[1].removed.bytes == 4 and .stripped.date.bytes == 0' >/dev/null", "w");
    assert_non_null(f);
    fwrite(out.ptr, 1, out.len, f);
    assert_int_equal(pclose(f), 0);
    buf_release(&out);
}

/* ---- metrics ---- */

static uint64_t success_in(const char *text)
{
    FILE *f = fopen("test_stats.prom", "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    uint64_t value = metrics_last_success("test_stats.prom");
    remove("test_stats.prom");
    return value;
}

static void the_last_success_is_found(void **state)
{
    (void)state;
    assert_int_equal(success_in(""), 0);
    assert_int_equal(success_in("# HELP copydesk_last_success_timestamp_seconds 7\n"), 0);
    assert_int_equal(success_in("copydesk_last_success_timestamp_seconds{task=\"a b 3\"} 1795324275\nx 5\n"), 1795324275);
    assert_int_equal(success_in("copydesk_last_success_timestamp_seconds 12"), 12);
    assert_int_equal(success_in("copydesk_last_success_timestamp_seconds{task=\"a\"} NaN\n"), 0);
    assert_int_equal(success_in("copydesk_last_success_timestamp_seconds_x 12\n"), 0);
    assert_int_equal(metrics_last_success("/dev/null"), 0);
    assert_int_equal(metrics_last_success("."), 0);
}

/* Each removed paragraph stands in one series, so that the sum is right. */
static void metrics_tell_each_removal_once(void **state)
{
    (void)state;
    struct copydesk_stats s = { 0 };
    uint64_t sum = 0, value;
    for (int i = 1; i < COPYDESK_N_REASONS; i++)
        s.removed[i].paragraphs = 100;
    s.stripped[COPYDESK_AD].paragraphs = 60;
    s.stripped[COPYDESK_DATE].paragraphs = 40;
    struct metrics m = { .path = "x/a\\b.prom", .stats = &s };
    struct buf out = { 0 };
    metrics_add(&out, &m);
    for (const char *p = buf_str(&out); (p = strstr(p, "\ncopydesk_run_removed_paragraphs{")); p++)
        if (sscanf(strchr(p, '}'), "} %" SCNu64, &value) == 1)
            sum += value;
    assert_int_equal(sum, 100 * (COPYDESK_N_REASONS - 1));
    assert_non_null(strstr(buf_str(&out), "copydesk_run_paragraphs{task=\"a\\\\b\"} 0\n"));
    buf_release(&out);
}

/* The size of the state's files is there when the run has a state. */
static void a_state_has_a_size(void **state)
{
    (void)state;
    struct copydesk_stats s = { 0 };
    struct metrics m = { .path = "a.prom", .stats = &s };
    struct buf out = { 0 };
    metrics_add(&out, &m);
    assert_null(strstr(buf_str(&out), "copydesk_state_"));
    m.state_articles = 12, m.state_keys = 34;
    m.state = "tests";   /* any folder that holds files; the tests run at the top of the tree */
    metrics_add(&out, &m);
    const char *line = strstr(buf_str(&out), "\ncopydesk_state_bytes{task=\"a\"} ");
    assert_non_null(strstr(buf_str(&out), "\ncopydesk_state_articles{task=\"a\"} 12\n"));
    assert_non_null(strstr(buf_str(&out), "\ncopydesk_state_keys{task=\"a\"} 34\n"));
    assert_non_null(line);
    assert_true(strtoull(strchr(line, '}') + 2, NULL, 10) > 1000);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_counter_is_added),
        cmocka_unit_test(keys_are_there),
        cmocka_unit_test(it_is_one_json_object),
        cmocka_unit_test(the_last_success_is_found),
        cmocka_unit_test(metrics_tell_each_removal_once),
        cmocka_unit_test(a_state_has_a_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
