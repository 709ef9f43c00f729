/* stats: every counter is added, every key is in the JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_counter_is_added),
        cmocka_unit_test(keys_are_there),
        cmocka_unit_test(it_is_one_json_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
