/* jsonways: strings of JSON are read and written alike by every way that this
 * machine has, wherever an escape or a letter stands in a block. */
#include "unit.h"

#include "read/records/jsonstring.h"
#include "text/ascii.h"
#include "write/journal/record.h"

enum { LONGEST = 300 };

/* Copies bytes to memory that ends where they do, so that a sanitizer sees what
 * is read behind it. */
static char *exact(struct slice s)
{
    char *copy = malloc(s.len ? s.len : 1);
    assert_non_null(copy);
    memcpy(copy, s.ptr, s.len);
    return copy;
}

/* Parts in random order, in runs: blocks of one kind are common in real text. */
static size_t mix(const char *const *parts, unsigned n_parts, char *out, uint64_t *seed)
{
    size_t len = 0, want = random_below(seed, LONGEST - 60);
    while (len < want) {
        const char *part = parts[random_below(seed, n_parts)];
        for (unsigned times = 1 + random_below(seed, random_below(seed, 4) ? 2 : 20); times && len < want; times--) {
            memcpy(out + len, part, strlen(part));
            len += strlen(part);
        }
    }
    return len;
}

/* ---- reading ---- */

static void assert_read_alike(struct slice s)
{
    char *p = exact(s);
    const char *end = p + s.len;
    bool lone = false, want_lone = false, lone_here = false;
    char out[LONGEST], want[LONGEST];
    ascii_limit(ASCII_SSE2);
    const char *stop = json_string_end(p, end);
    struct slice inside = slice_of(p, (size_t)(stop - p));
    size_t n = json_unescape(inside, want, &want_lone);
    unsigned style = record_style(inside);
    ascii_limit(ASCII_AVX512);
    assert_ptr_equal(json_string_end(p, end), stop);
    char *room = malloc(inside.len ? inside.len : 1);
    assert_non_null(room);
    assert_int_equal(json_unescape(inside, room, &lone), n);
    assert_memory_equal(room, want, n);
    memcpy(out, p, s.len);
    assert_int_equal(json_unescape_here(out, inside.len, &lone_here), n);
    assert_memory_equal(out, want, n);
    assert_memory_equal(out + inside.len, p + inside.len, s.len - inside.len);
    assert_int_equal(lone, want_lone);
    assert_int_equal(lone_here, want_lone);
    assert_int_equal(record_style(inside), style);
    free(room);
    free(p);
}

static void strings_are_read_alike(void **state)
{
    (void)state;
    static const char *const good[] = {
        "a", " words of a text", "\xC3\xA9", "\xE2\x82\xAC", "\\n", "\\\\", "\\\"", "\\/", "\\b\\f\\r\\t",
        "\\u0041", "\\u00e9", "\\u00C9", "\\u0439", "\\u07ff", "\\u0800", "\\u20AC", "\\uFFFF", "\\u0000", "\\u007f",
        "\\u0080", "\\u003c", "\\u2028", "\\u2029", "\\u0008", "\\uD83D\\uDE00", "\\ud83d", "\\ude00", "\\ud7ff", "\\ue000",
        "\\\\u0041", "u00e9", "0", "2028", "/",
    };
    static const char *const bad[] = { "\"", "\\", "\\x", "\\u", "\\u12", "\\u12g4", "\\u123\"", "\n", "\x1F", "\\\xC3", "\\\n" };
    char text[LONGEST];
    uint64_t seed = 5;
    for (int round = 0; round < 30000; round++) {
        size_t n = mix(good, sizeof good / sizeof *good, text, &seed);
        if (round % 2) {
            const char *part = bad[random_below(&seed, sizeof bad / sizeof *bad)];
            memcpy(text + random_below(&seed, (unsigned)n + 1), part, strlen(part));
        }
        assert_read_alike(slice_of(text, n));
    }
}

/* ---- writing ---- */

static void assert_written_alike(struct slice s, unsigned style)
{
    char *p = exact(s);
    struct buf out = { 0 }, want = { 0 };
    record_string(&out, slice_of(p, s.len), style);
    ascii_limit(ASCII_SSE2);
    record_string(&want, slice_of(p, s.len), style);
    ascii_limit(ASCII_AVX512);
    assert_true(slice_equal(buf_slice(&out), buf_slice(&want)));
    buf_release(&out);
    buf_release(&want);
    free(p);
}

static void strings_are_written_alike(void **state)
{
    (void)state;
    static const char *const letters[] = {
        "a", " words of a text", "\n", "\n\n", "\"", "\\", "/", "<&>", "\r\t", "\b", "\f", "\x01", "\x7F", "\xC3\xA9", "\xD0\x99",
        "\xDF\xBF", "\xE0\xA0\x80", "\xE0\xA4\x95", "\xE2\x82\xAC", "\xE2\x80\xA8", "\xED\x9F\xBF", "\xEF\xBF\xBF", "\xF0\x9F\x98\x80",
        /* none: cut short, overlong, a surrogate, beyond all, stray */
        "\xC3", "\xE2\x82", "\xE0\x9F\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xBF", "\xC0", "\xFF",
    };
    char text[LONGEST];
    uint64_t seed = 7;
    for (int round = 0; round < 60000; round++) {
        unsigned kinds = round % 3 == 0 ? sizeof letters / sizeof *letters : round % 3 == 1 ? 23 : 8;
        size_t n = mix(letters, kinds, text, &seed);
        assert_written_alike(slice_of(text, n), random_below(&seed, STYLE_ALL + 1));
        assert_written_alike(slice_of(text, n), random_below(&seed, STYLE_LINES));
    }
}

static void assert_spelt(unsigned style, const char *json)
{
    struct buf out = { 0 };
    record_string(&out, SLICE("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 </>\n\x7F\b\x01\xE2\x80\xA8"), style);
    assert_string_equal(buf_str(&out), json);
    buf_release(&out);
}

static void styles_are_spelt_out(void **state)
{
    (void)state;
    assert_spelt(0, "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 </>\\n\x7F\\b\\u0001\xE2\x80\xA8");
    assert_spelt(STYLE_ASCII, "caf\\u00e9 \\u20ac \\ud83d\\ude00 </>\\n\x7F\\b\\u0001\\u2028");
    assert_spelt(STYLE_ASCII | STYLE_UPPER, "caf\\u00E9 \\u20AC \\uD83D\\uDE00 </>\\n\x7F\\b\\u0001\\u2028");
    assert_spelt(STYLE_ASCII | STYLE_SLASH | STYLE_LONG, "caf\\u00e9 \\u20ac \\ud83d\\ude00 <\\/>\\n\x7F\\u0008\\u0001\\u2028");
    assert_spelt(STYLE_HTML | STYLE_LINES | STYLE_DELETE,
                 "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \\u003c/\\u003e\\n\\u007f\\b\\u0001\\u2028");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_read_alike), cmocka_unit_test(strings_are_written_alike),
        cmocka_unit_test(styles_are_spelt_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
