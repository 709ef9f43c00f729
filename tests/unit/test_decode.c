/* decode: what of an article's bytes is text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_bom),
        cmocka_unit_test(test_separator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
