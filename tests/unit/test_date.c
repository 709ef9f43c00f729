/* date: what is one, and what is not guessed at; and where in a record. */
#include "unit.h"

#include <time.h>

#include "read/records/date.h"

static const int64_t SECOND = 1000000000;

/* What `date -u -d TEXT +%s` says, or 1 ns: no date. */
static const struct { const char *text; int64_t seconds, ns; } dates[] = {
    { "2026-01-31", 1769817600, 0 },
    { "2026/1/31", 1769817600, 0 },
    { "2026.01.31", 1769817600, 0 },
    { "20260131", 1769817600, 0 },
    { "2026-02", 1769904000, 0 },
    { "2026-01-31T18:30", 1769884200, 0 },
    { "2026-01-31 18:30:05", 1769884205, 0 },
    { "2026-01-31T18:30:05.25Z", 1769884205, 250000000 },
    { "2026-01-31T18:30:05.123456789012Z", 1769884205, 123456789 },
    { "2026-01-31T18:30:05+02:00", 1769877005, 0 },
    { "2026-01-31 18:30:05 -0330", 1769896805, 0 },
    { "2026-01-31 18:30:05 UTC", 1769884205, 0 },
    { "20260131T183005Z", 1769884205, 0 },
    { "20260131183005", 1769884205, 0 },
    { " 2026-01-31\n", 1769817600, 0 },
    { "Sat, 31 Jan 2026 18:30:05 GMT", 1769884205, 0 },
    { "Sat, 31 Jan 2026 18:30:05 +0100", 1769880605, 0 },
    { "31 January 2026", 1769817600, 0 },
    { "31-Jan-2026", 1769817600, 0 },
    { "January 31, 2026", 1769817600, 0 },
    { "Jan. 31, 2026, 18:30 EST", 1769902200, 0 },
    { "1769884205", 1769884205, 0 },
    { "1769884205.5", 1769884205, 500000000 },
    { "1769884205250", 1769884205, 250000000 },
    { "1769884205250000", 1769884205, 250000000 },
    { "2024-02-29", 1709164800, 0 },
    { "1850-06-01", -3773779200, 0 },
    { "3/4/2026", 0, 1 }, { "31.01.2026", 0, 1 }, { "yesterday", 0, 1 }, { "", 0, 1 }, { "2026", 0, 1 },
    { "2026-13-01", 0, 1 }, { "2026-00-10", 0, 1 }, { "2026-01-32", 0, 1 }, { "0001-01-01T00:00:00", 0, 1 },
    { "9999-12-31", 0, 1 }, { "2026-01-31T25:00", 0, 1 }, { "2026-01-31 in the evening", 0, 1 },
    { "2026-01-31T18:30:05+02:00x", 0, 1 }, { "12345", 0, 1 }, { "99999999999999999999", 0, 1 }, { "9999999999999999999", 0, 1 },
    { "Sat, 31 Foo 2026", 0, 1 }, { "2026-01-31T18:30:05 BRT", 0, 1 }, { "+2026-01-31", 0, 1 }, { "-1", 0, 1 },
};

static void dates_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        int64_t ns = -7;
        bool is = dates[i].ns != 1;
        if (date_read(slice_str(dates[i].text), &ns) != is || (is && ns != dates[i].seconds * SECOND + dates[i].ns))
            fail_msg("'%s' is %lld", dates[i].text, (long long)ns);
    }
}

/* A time, written as ISO 8601 has it by the C library, is read as the same second. */
static void assert_written_reads_same(int64_t ns)
{
    char text[32];
    int64_t again = 1, second = ns / SECOND - (ns % SECOND < 0);
    time_t time = (time_t)second;
    assert_true(strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&time)) > 0);
    if (!date_read(slice_str(text), &again) || again != second * SECOND)
        fail_msg("%lld, which is %s, is read as %lld", (long long)ns, text, (long long)again);
}

/* Nothing is read beyond the end, whatever stands there; nor does any byte upset it. What
 * is taken for a date is one. */
static void any_bytes_are_none_or_one(void **state)
{
    (void)state;
    static const char signs[] = "0123456789-/:.TZ+ ,JanSat\x80";
    uint64_t seed = 9;
    unsigned n = 0;
    for (int round = 0; round < 200000; round++) {
        const char *date = dates[random_below(&seed, sizeof dates / sizeof *dates)].text;   /* some bytes of it changed */
        size_t len = strlen(date);
        char *text = malloc(len ? len : 1);
        int64_t ns;
        for (size_t i = 0; i < len; i++)
            text[i] = random_below(&seed, 16) ? date[i] : signs[random_below(&seed, sizeof signs)];
        if (date_read(slice_of(text, len), &ns)) {
            assert_written_reads_same(ns);
            n++;
        }
        free(text);
    }
    assert_in_range(n, 1000, 200000);
}

static int64_t day_of(const char *record, const char *field)
{
    int64_t ns;
    return date_of_record(slice_str(record), field, &ns) ? ns / SECOND / 86400 : -1;
}

static void a_record_has_its_field(void **state)
{
    (void)state;
    assert_int_equal(day_of("{\"date\":\"1970-01-11\"}", NULL), 10);
    assert_int_equal(day_of("{\"timestamp\":\"1970-01-11\"}", NULL), 10);
    assert_int_equal(day_of("{\"pubDate\":\"Sun, 11 Jan 1970 10:00:00 GMT\",\"timestamp\":1769884205}", NULL), 10);
    assert_int_equal(day_of("{\"created_at\":\"1970-02-01\",\"published\":\"1970-01-11\",\"text\":\"x\"}", NULL), 10);
    assert_int_equal(day_of("{\"date\":\"3/4/2026\",\"published\":\"1970-01-11\"}", NULL), 10);
    assert_int_equal(day_of("{\"date\":null,\"created_at\":1769884205}", NULL), 20484);
    assert_int_equal(day_of("{\"date\":\"1970\\/01\\/11\"}", NULL), 10);
    assert_int_equal(day_of("{\"meta\":{\"seen\":\"1970-01-11\"},\"date\":\"1971-01-01\"}", "meta.seen"), 10);
    assert_int_equal(day_of("{\"date\":\"1971-01-01\"}", "seen"), -1);
    assert_int_equal(day_of("{\"text\":\"1971-01-01\"}", NULL), -1);
    assert_int_equal(day_of("{\"date\":[\"1971-01-01\"]}", NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(any_bytes_are_none_or_one),
        cmocka_unit_test(a_record_has_its_field),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
