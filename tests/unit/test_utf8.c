/* utf8: against a plain twin that knows the well-formed ranges as a table. */
#include "unit.h"

#include "mixture.h"
#include "text/utf8.h"

/* Unicode 15, table 3-7: the ranges of each byte. */
static const unsigned char ROWS[][8] = {
    { 0x00, 0x7F }, { 0xC2, 0xDF, 0x80, 0xBF }, { 0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF },
    { 0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF }, { 0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF },
    { 0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF }, { 0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF },
    { 0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF }, { 0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF },
};
static const size_t LENGTHS[] = { 1, 2, 3, 3, 3, 3, 4, 4, 4 };

/* The longest row prefix that matches; whole: the sequence is complete. */
static size_t twin_next(const unsigned char *p, size_t n, bool *whole)
{
    size_t best = 1;
    *whole = false;
    for (size_t row = 0; row < sizeof LENGTHS / sizeof *LENGTHS; row++) {
        size_t i = 0;
        while (i < LENGTHS[row] && i < n && p[i] >= ROWS[row][2 * i] && p[i] <= ROWS[row][2 * i + 1])
            i++;
        if (i == LENGTHS[row]) {
            *whole = true;
            return i;
        }
        if (i > best)
            best = i;
    }
    return best;
}

static void test_next_against_twin(void **state)
{
    (void)state;
    static const unsigned char EDGES[] = { 0, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2,
        0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF };
    const size_t n = sizeof EDGES;
    for (size_t i = 0; i < n * n * n * n; i++) {
        unsigned char b[4] = { EDGES[i % n], EDGES[i / n % n], EDGES[i / n / n % n], EDGES[i / n / n / n] };
        for (size_t len = 1; len <= 4; len++) {
            bool whole;
            uint32_t cp;
            size_t want = twin_next(b, len, &whole);
            assert_int_equal(utf8_next((char *)b, (char *)b + len, &cp), want);
            assert_int_equal(cp == UTF8_BAD, !whole);
        }
    }
}

static void test_put_and_back(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp < 0x110000; cp++) {
        char bytes[5] = "x";
        uint32_t back;
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        size_t n = utf8_put(cp, bytes + 1);
        assert_int_equal(utf8_next(bytes + 1, bytes + 1 + n, &back), n);
        assert_int_equal(back, cp);
        assert_ptr_equal(utf8_prev(bytes, bytes + 1 + n), bytes + 1);
    }
}

/* Walking back over valid text meets the same places as walking on. */
static void test_prev_and_count(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct buf text = { 0 };
    for (int round = 0; round < 20000; round++) {
        mixture(&seed, &text);
        const char *starts[128], *p = text.ptr, *end = text.ptr + text.len;
        size_t n = 0, bad = 0;
        while (p < end) {
            uint32_t cp;
            starts[n++] = p;
            p += utf8_next(p, end, &cp);
            bad += cp == UTF8_BAD;
        }
        assert_int_equal(utf8_count(buf_slice(&text)), n);
        assert_int_equal(utf8_valid(buf_slice(&text)), bad == 0);
        for (; bad == 0 && n > 0; n--) {
            p = utf8_prev(text.ptr, p);
            assert_ptr_equal(p, starts[n - 1]);
        }
    }
    buf_release(&text);
}

static void test_prev_of_strays(void **state)
{
    (void)state;
    const char *stray = "a\x80\x80\x80\x80\x80";
    assert_ptr_equal(utf8_prev(stray, stray + 6), stray + 5);
    assert_ptr_equal(utf8_prev(stray, stray + 2), stray + 1);
    const char *cut = "\xE2\x80";
    assert_ptr_equal(utf8_prev(cut, cut + 2), cut);   /* one maximal subpart */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next_against_twin),
        cmocka_unit_test(test_put_and_back),
        cmocka_unit_test(test_prev_and_count),
        cmocka_unit_test(test_prev_of_strays),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
