/* json: what is written is read back; what is no string is refused. */
#include "unit.h"

#include "write/json.h"

static void assert_writes(struct slice s, const char *json)
{
    struct buf out = { 0 };
    json_string(&out, s);
    assert_string_equal(buf_str(&out), json);
    buf_release(&out);
}

static void few_escapes_are_written(void **state)
{
    (void)state;
    assert_writes(SLICE(""), "\"\"");
    assert_writes(SLICE("caf\xC3\xA9 \xE6\x97\xA5 / \x7F"), "\"caf\xC3\xA9 \xE6\x97\xA5 / \x7F\"");
    assert_writes(SLICE("\0\x01\x1F\n\r\t\"\\"), "\"\\u0000\\u0001\\u001f\\n\\r\\t\\\"\\\\\"");
    assert_writes(SLICE("12345678\"2345678\""), "\"12345678\\\"2345678\\\"\"");
}

/* Random bytes, rich in those around an escape. */
static size_t random_bytes(uint64_t *seed, char *bytes, unsigned max)
{
    static const char rich[] = "\"\\ \x1F\x7F!#[]\0";
    size_t n = random_below(seed, max);
    for (size_t i = 0; i < n; i++)
        bytes[i] = random_below(seed, 3) ? (char)random_next(seed) : rich[random_below(seed, sizeof rich)];
    return n;
}

static void everything_is_read_back(void **state)
{
    (void)state;
    struct buf out = { 0 };
    uint64_t seed = 1;
    for (int round = 0; round < 100000; round++) {
        char bytes[100];
        struct slice got, in = slice_of(bytes, random_bytes(&seed, bytes, sizeof bytes));
        bool base64 = round % 2;
        buf_clear(&out);
        if (base64)
            json_base64(&out, in);
        else
            json_string(&out, in);
        size_t len = out.len;
        buf_addstr(&out, "\"tail");
        assert_ptr_equal(json_take_string(out.ptr, out.ptr + out.len, &got), out.ptr + len);
        if (base64)
            assert_true(json_take_base64(&got));
        assert_true(slice_equal(got, in));
    }
    buf_release(&out);
}

/* Reads `json`; NULL for text: it must be refused. */
static void assert_reads(const char *json, const char *text)
{
    struct buf line = { 0 };
    struct slice got;
    buf_addstr(&line, json);
    char *end = json_take_string(line.ptr, line.ptr + line.len, &got);
    assert_int_equal(end != NULL, text != NULL);
    if (text)
        assert_true(slice_equal(got, slice_str(text)));
    buf_release(&line);
}

static void all_escapes_are_read(void **state)
{
    (void)state;
    assert_reads("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
    assert_reads("\"\\u0041\\u00e9\\u65E5\\ud83c\\udf89\"", "A\xC3\xA9\xE6\x97\xA5\xF0\x9F\x8E\x89");
}

static void what_is_no_string_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "x", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\n\"",
                                       "\"\\ud83c\"", "\"\\ud83c\\u0041\"", "\"\\udf89\"", "\"\\ud83c\\ud83c\"" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_reads(bad[i], NULL);
    char three[] = "abc", odd[] = "ab*d", late[] = "a===";
    assert_false(json_take_base64(&(struct slice){ three, 3 }));
    assert_false(json_take_base64(&(struct slice){ odd, 4 }));
    assert_false(json_take_base64(&(struct slice){ late, 4 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_escapes_are_written),
        cmocka_unit_test(everything_is_read_back),
        cmocka_unit_test(all_escapes_are_read),
        cmocka_unit_test(what_is_no_string_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
