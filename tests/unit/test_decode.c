/* decode: what of an article's bytes is text. */
#include "unit.h"

#include "read/decode.h"

static void assert_text(struct slice bytes, size_t separator, bool head, struct slice want)
{
    struct article a = { .bytes = bytes, .separator = separator, .head = head, .tail = true };
    decode_article(&a);
    assert_int_equal(a.text.len, want.len);
    assert_true(slice_equal(a.text, want));
    assert_true(a.text.ptr >= bytes.ptr && a.text.ptr + a.text.len <= bytes.ptr + bytes.len);
}

static void test_plain(void **state)
{
    (void)state;
    assert_text(SLICE("Rain again.\n"), 0, true, SLICE("Rain again.\n"));
    assert_text(SLICE(""), 0, true, SLICE(""));
    /* bad bytes are the repair's business */
    assert_text(SLICE("a\xFF\xFE" "b\0c"), 0, true, SLICE("a\xFF\xFE" "b\0c"));
}

static void test_bom(void **state)
{
    (void)state;
    assert_text(SLICE("\xEF\xBB\xBFRain"), 0, true, SLICE("Rain"));
    assert_text(SLICE("\xEF\xBB\xBF"), 0, true, SLICE(""));
    /* only one, only at the head, only a whole one */
    assert_text(SLICE("\xEF\xBB\xBF\xEF\xBB\xBFRain"), 0, true, SLICE("\xEF\xBB\xBFRain"));
    assert_text(SLICE("\xEF\xBB\xBFRain"), 0, false, SLICE("\xEF\xBB\xBFRain"));
    assert_text(SLICE("\xEF\xBB"), 0, true, SLICE("\xEF\xBB"));
    assert_text(SLICE("Rain\xEF\xBB\xBF"), 0, true, SLICE("Rain\xEF\xBB\xBF"));
}

static void test_separator(void **state)
{
    (void)state;
    assert_text(SLICE("Rain\n\f\n"), 2, true, SLICE("Rain\n"));
    assert_text(SLICE("\f\r\n"), 3, true, SLICE(""));
    /* a BOM in front of a separator line does not eat into it */
    assert_text(SLICE("\xEF\xBB\xBF\n\f"), 1, true, SLICE("\n"));
    assert_text(SLICE("\xEF\xBB\xBF"), 3, true, SLICE(""));
}

/* ---- other encodings ---- */

/* The article after conversion; released with the batch. */
static bool converted(struct batch *b, struct slice bytes, size_t separator, const char *from,
                      struct article *a)
{
    batch_release(b);
    *a = (struct article){ .bytes = bytes, .separator = separator, .head = true, .tail = true };
    return decode_convert(b, a, from);
}

static void assert_converted(struct slice bytes, const char *from, const char *encoding,
                             struct slice want)
{
    struct batch b = { 0 };
    struct article a;
    assert_true(converted(&b, bytes, 0, from, &a));
    assert_non_null(a.encoding);
    assert_string_equal(a.encoding, encoding);
    assert_true(slice_equal(a.bytes, want));
    assert_true(slice_equal(a.original, bytes));
    assert_true(a.exact);
    batch_release(&b);
}

static void test_marks(void **state)
{
    (void)state;
    assert_converted(SLICE("\xFF\xFEx\0\xE9\0"), NULL, "UTF-16LE", SLICE("\xEF\xBB\xBFx\xC3\xA9"));
    assert_converted(SLICE("\xFE\xFF\0x"), "cp1251", "UTF-16BE", SLICE("\xEF\xBB\xBFx"));
    assert_converted(SLICE("\xFF\xFE\0\0x\0\0\0"), NULL, "UTF-32LE", SLICE("\xEF\xBB\xBFx"));
    assert_converted(SLICE("\0\0\xFE\xFF\0\0\0x"), NULL, "UTF-32BE", SLICE("\xEF\xBB\xBFx"));
    /* a NUL behind the mark of UTF-16, which no UTF-32 of that length is */
    assert_converted(SLICE("\xFF\xFE\0\0x\0"), NULL, "UTF-16LE", SLICE("\xEF\xBB\xBF\0x"));
}

static void test_from(void **state)
{
    (void)state;
    assert_converted(SLICE("\xCC\xE8\xF0"), "cp1251", "cp1251", SLICE("\xD0\x9C\xD0\xB8\xD1\x80"));
    /* the web's latin-1, and its bytes without a meaning */
    assert_converted(SLICE("\x93q\x94\x81"), "Latin1", "Latin1", SLICE("\xE2\x80\x9Cq\xE2\x80\x9D\xC2\x81"));
    struct batch b = { 0 };
    struct article a;
    assert_true(converted(&b, SLICE("\xEF\xBB\xBFx"), 0, "cp1251", &a));   /* a BOM knows better */
    assert_null(a.encoding);
    assert_false(converted(&b, SLICE("\x81\xFF"), 0, "shift_jis", &a));    /* not valid there */
    assert_null(a.encoding);
    assert_true(converted(&b, SLICE("\xE9\n\f\n"), 2, "cp1252", &a));
    assert_true(slice_equal(a.bytes, SLICE("\xC3\xA9\n\f\n")));
    decode_article(&a);
    assert_true(slice_equal(a.text, SLICE("\xC3\xA9\n")));
    batch_release(&b);
}

/* What iconv holds back is asked for: the last letter, as a mark might follow it; and the way
 * back from a shift. */
static void test_last_letter(void **state)
{
    (void)state;
    assert_converted(SLICE("H\xE0 N\xF4i to"), "windows-1258", "windows-1258", SLICE("H\xC3\xA0 N\xC3\xB4i to"));
    assert_converted(SLICE("to"), "TCVN", "TCVN", SLICE("to"));
    assert_converted(SLICE("\x1B$BF|K\\\x1B(B"), "ISO-2022-JP", "ISO-2022-JP", SLICE("\xE6\x97\xA5\xE6\x9C\xAC"));
}

static bool detected(struct slice bytes, const char **encoding, struct batch *b)
{
    static struct article a;
    batch_release(b);
    a = (struct article){ .bytes = bytes, .head = true, .tail = true };
    bool good = decode_detect(b, &a);
    *encoding = good ? a.encoding : "";
    return good;
}

static void test_detect(void **state)
{
    (void)state;
#ifdef HAVE_UCHARDET
    static const char russian[] =   /* two sentences about a bridge, in windows-1251 */
        "\xC6\xE8\xF2\xE5\xEB\xE8 \xE3\xEE\xF0\xEE\xE4\xE0 \xF1\xEE\xE1\xF0\xE0\xEB\xE8\xF1\xFC "
        "\xEE\xE1\xF1\xF3\xE4\xE8\xF2\xFC \xED\xEE\xE2\xFB\xE9 \xEC\xEE\xF1\xF2 \xF7\xE5\xF0\xE5\xE7 \xF0\xE5\xEA\xF3.";
    struct batch b = { 0 };
    const char *encoding;
    assert_true(detected(slice_str(russian), &encoding, &b));
    assert_string_equal(encoding, "WINDOWS-1251");
    assert_true(detected(SLICE("caf\xE9 at the corner, sold\x85"), &encoding, &b));
    assert_string_equal(encoding, "WINDOWS-1252");
    /* too little to tell; UTF-8 with a few bad bytes; UTF-8 */
    assert_false(detected(SLICE("caf\xE9 at the corner, sold"), &encoding, &b));
    static const char french[] =   /* one letter not in UTF-8: the detector says ISO-8859-1 */
        "caf\xE9 d\xC3\xA9j\xC3\xA0 vu \xC3\xA9t\xC3\xA9 d\xC3\xA9j\xC3\xA0 vu \xC3\xA9t\xC3\xA9 d\xC3\xA9j\xC3\xA0 vu \xC3\xA9t\xC3\xA9 "
        "d\xC3\xA9j\xC3\xA0 vu \xC3\xA9t\xC3\xA9 d\xC3\xA9j\xC3\xA0 vu \xC3\xA9t\xC3\xA9 ";
    assert_false(detected(slice_str(french), &encoding, &b));
    assert_false(detected(SLICE("\xD0\x9C\xD0\xB8\xD1\x80 \xD0\x9C\xD0\xB8\xD1\x80 \xD0\x9C\xD0\xB8\xD1\x80"), &encoding, &b));
    batch_release(&b);
#else
    (void)detected;
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_bom),
        cmocka_unit_test(test_separator),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_from),
        cmocka_unit_test(test_last_letter),
        cmocka_unit_test(test_detect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
