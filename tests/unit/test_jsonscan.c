/* jsonscan: what is JSON and what is not, which fields are found, and escapes. */
#include "unit.h"

#include "base/buf.h"
#include "read/records/jsonscan.h"
#include "read/records/jsonstring.h"

static void log_found(void *payload, unsigned path, const struct json_value *v)
{
    buf_addf(payload, "%u:%.*s;", path, (int)v->raw.len, v->raw.ptr);
}

static void assert_found(const char *json, const char *paths, const char *want)
{
    struct buf log = { 0 };
    struct slice list[JSON_PATHS];
    unsigned n = 0;
    for (const char *p = paths; *p; p += p[strcspn(p, " ")] ? strcspn(p, " ") + 1 : strlen(p))
        list[n++] = slice_of(p, strcspn(p, " "));
    assert_true(json_scan(slice_str(json), list, n, log_found, &log, NULL));
    assert_string_equal(buf_str(&log), want);
    buf_release(&log);
}

static void test_fields(void **state)
{
    (void)state;
    assert_found("{\"a\":\"x\",\"b\":1.10}", "a b", "0:\"x\";1:1.10;");
    assert_found(" {\"b\" : null , \"a\" : [ 1, {\"a\":2} ] }\r\n", "a b", "1:null;0:[ 1, {\"a\":2} ];");
    assert_found("{\"a\":{\"b\":{\"c\":\"deep\"}}}", "a.b.c", "0:\"deep\";");
    assert_found("{\"a\":{\"b\":{\"c\":1}}}", "a.b a.b.c a", "1:1;0:{\"c\":1};2:{\"b\":{\"c\":1}};");
    assert_found("{\"a.b\":1,\"a\":{\"b\":2}}", "a.b", "0:1;0:2;");
    assert_found("{\"a.b\":{\"c.d\":1}}", "a.b.c.d", "0:1;");
    /* twice, and in places that are other ones */
    assert_found("{\"a\":1,\"a\":2}", "a", "0:1;0:2;");
    assert_found("{\"x\":{\"a\":1},\"y\":[{\"a\":2}],\"z\":\"a\"}", "a", "");
    assert_found("[{\"a\":1}]", "a", "");
    assert_found("{\"a\":[{\"b\":1}],\"a\":{\"c\":{},\"b\":2}}", "a.b", "0:2;");
    assert_found("{\"a\":{\"x\":{\"b\":0},\"b\":1},\"b\":2}", "a.b", "0:1;");
    /* names with escapes */
    assert_found("{\"t\\u0065xt\":1,\"te\\\\xt\":2}", "text te\\xt", "0:1;1:2;");
    assert_found("{\"\":{\"\":1}}", ".", "0:1;");
}

static void test_accepted(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{}", "[]", "0", "-0", "1e9", "-1.5E+10", "0.0e-0", "\"\"", "true", "false", "null", " [ ] ",
        "[1,2]", "[[[]],{}]", "{\"\":0}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00Ff\"", "\"\\ud800\"",
        "\"\x7F\"", "\"\xFF\"", "[\t1 ,\r\n2]", "12345678901234567890123", "{\"a\":1,\"a\":1}", "1E400",
        "NaN", "Infinity", "-Infinity", "{\"a\":NaN,\"b\":[-Infinity,Infinity]}",   /* as Python writes them */
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct json_fault fault = { 0 };
        if (!json_scan(slice_str(good[i]), NULL, 0, NULL, NULL, &fault))
            fail_msg("%s: %s at %zu", good[i], fault.reason, fault.at);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}", "{]", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}", "{,}", "{1:2}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{'a':1}", "{a:1}", "\"", "\"\\", "\"\\\"",
        "\"\\x\"", "\"\\u12\"", "\"\\u123g\"", "\"\\uD8\"", "\"a\nb\"", "\"\t\"", "01", "-", "+1", ".5", "1.", "1.e1",
        "1e", "1e+", "-01", "0x1", "1a", "tru", "True", "nul", "nan", "NaNs", "Inf", "-Inf", "-NaN", "- Infinity", "{}{}", "[] []", "1 2", "// c\n1",
        "/**/1", "\xEF\xBB\xBF{}", "\f{}", "\xC2\xA0{}", "{\"a\":1}x", "[1,\v2]", "\"\\'\"", "{\"a\":tru}", "[\"a\",",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct json_fault fault = { 0 };
        if (json_scan(slice_str(bad[i]), NULL, 0, NULL, NULL, &fault))
            fail_msg("taken for JSON: %s", bad[i]);
        assert_non_null(fault.reason);
        assert_true(fault.at <= strlen(bad[i]));
    }
    /* a NUL is nothing that JSON has */
    assert_false(json_scan(SLICE("[1,\0]"), NULL, 0, NULL, NULL, NULL));
    assert_false(json_scan(SLICE("\"\\\0\""), NULL, 0, NULL, NULL, NULL));
    assert_false(json_scan(SLICE("{}\0"), NULL, 0, NULL, NULL, NULL));
}

/* Every strict prefix of a value in brackets is none. */
static void test_cut(void **state)
{
    (void)state;
    struct slice whole = SLICE("{\"text\":\"a\\u00e9\\ud83d\\ude00 \\\\\",\"n\":[-1.5e+3,true,null,{}]}");
    struct slice path = SLICE("text");
    struct buf log = { 0 };
    for (size_t n = 0; n < whole.len; n++) {
        char *copy = malloc(n + 1);   /* so that a sanitizer sees a byte too far */
        memcpy(copy, whole.ptr, n);
        assert_false(json_scan(slice_of(copy, n), &path, 1, log_found, &log, NULL));
        free(copy);
    }
    assert_true(json_scan(whole, &path, 1, log_found, &log, NULL));
    buf_release(&log);
}

static void test_depth(void **state)
{
    (void)state;
    char nest[2 * JSON_DEPTH + 2];
    memset(nest, '[', JSON_DEPTH);
    memset(nest + JSON_DEPTH, ']', JSON_DEPTH);
    assert_true(json_scan(slice_of(nest, 2 * JSON_DEPTH), NULL, 0, NULL, NULL, NULL));
    memset(nest, '[', JSON_DEPTH + 1);
    memset(nest + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
    assert_false(json_scan(slice_of(nest, 2 * JSON_DEPTH + 2), NULL, 0, NULL, NULL, NULL));
    assert_true(json_path_fits(SLICE("a.b.c")));
    assert_true(json_path_fits(SLICE("...............")));
    assert_false(json_path_fits(SLICE("................")));
}

static void assert_plain(const char *inside, struct slice want, bool lone)
{
    char out[100];
    bool found = false;
    size_t n = json_unescape(slice_str(inside), out, &found);
    assert_true(slice_equal(slice_of(out, n), want));
    assert_int_equal(found, lone);
}

static void test_unescape(void **state)
{
    (void)state;
    assert_plain("plain \xC3\xA9 and longer than sixteen", SLICE("plain \xC3\xA9 and longer than sixteen"), false);
    assert_plain("\\\"\\\\\\/\\b\\f\\n\\r\\t", SLICE("\"\\/\b\f\n\r\t"), false);
    assert_plain("\\u0041\\u00e9\\u20AC\\u0000.", SLICE("A\xC3\xA9\xE2\x82\xAC\0."), false);
    assert_plain("\\ud83d\\ude00", SLICE("\xF0\x9F\x98\x80"), false);
    assert_plain("\\uDBFF\\uDFFF", SLICE("\xF4\x8F\xBF\xBF"), false);
    assert_plain("\\ud83d", SLICE("\xEF\xBF\xBD"), true);
    assert_plain("\\ude00\\ud83d", SLICE("\xEF\xBF\xBD\xEF\xBF\xBD"), true);
    assert_plain("\\ud83d\\ud83d\\ude00", SLICE("\xEF\xBF\xBD\xF0\x9F\x98\x80"), true);
    assert_plain("\\ud83d\\n", SLICE("\xEF\xBF\xBD\n"), true);
    assert_plain("\\ud83dde00", SLICE("\xEF\xBF\xBD" "de00"), true);
}

static void assert_strings(const char *array, const char *want, bool all)
{
    struct slice rest = slice_str(array), one;
    struct buf log = { 0 };
    while (json_next_string(&rest, &one)) {
        buf_addslice(&log, one);
        buf_addch(&log, ';');
    }
    assert_string_equal(buf_str(&log), want);
    assert_int_equal(rest.len == 0, all);
    buf_release(&log);
}

static void test_strings_of_array(void **state)
{
    (void)state;
    assert_strings("[]", "", true);
    assert_strings("[ \"a\" ,\"b\\\"],\" ]", "\"a\";\"b\\\"],\";", true);
    assert_strings("[\"a\",1,\"b\"]", "\"a\";", false);
    assert_strings("[[\"a\"]]", "", false);
    assert_strings("[\"a\",[]]", "\"a\";", false);
}

/* json_special, wherever the byte stands. */
static void test_special(void **state)
{
    (void)state;
    static const char which[] = { '"', '\\', 0, 0x1F, '\n' };
    char text[70];
    for (size_t len = 0; len < sizeof text; len++)
        for (size_t at = 0; at <= len; at++) {
            memset(text, at % 2 ? ' ' : '\x80', sizeof text);
            if (at < len)
                text[at] = which[(at + len) % sizeof which];
            assert_ptr_equal(json_special(text, text + len), text + at);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields), cmocka_unit_test(test_accepted),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_cut), cmocka_unit_test(test_depth),
        cmocka_unit_test(test_unescape), cmocka_unit_test(test_strings_of_array),
        cmocka_unit_test(test_special),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
