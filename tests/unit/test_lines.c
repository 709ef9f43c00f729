/* lines: line feeds and line ends at every place of blocks and stretches, the
 * fast ways against the plain ones; runs against lines one by one. */
#include "unit.h"

#include <time.h>

#include "mixture.h"
#include "read/paragraphs/lines.h"

static const char *const ODD_ENDS[] = { "\v", "\f", "\r", "\xE2\x80\xA8", "\xE2\x80\xA9" };
enum { N_ODD = sizeof ODD_ENDS / sizeof *ODD_ENDS };

/* At every place, also across two blocks; cut short behind the end, and within it.
 * tells: it says no, too. */
static void check_what_parts_lines(bool tells)
{
    uint16_t feeds[2 * ASCII_BLOCK + ASCII_FEEDS + 3];
    for (size_t at = 0; at < 2 * ASCII_BLOCK; at++)
        for (size_t i = 0; i < N_ODD; i++) {
            char text[2 * ASCII_BLOCK + 3];
            bool odd;
            memset(text, 'x', sizeof text);
            assert_int_equal(ascii_line_feeds(text, sizeof text, feeds, &odd), 0);
            assert_int_equal(odd, !tells);
            memcpy(text + at, ODD_ENDS[i], strlen(ODD_ENDS[i]));
            ascii_line_feeds(text, at + strlen(ODD_ENDS[i]), feeds, &odd);
            assert_true(odd);
            /* the first half of a pair that goes on in the next stretch */
            ascii_line_feeds(text, at + (strlen(ODD_ENDS[i]) + 2) / 2, feeds, &odd);
            assert_true(odd);
        }
}

static void test_what_parts_lines(void **state)
{
    (void)state;
#ifdef __SSE2__
    const bool tells = true;
#else
    const bool tells = false;
#endif
    for (enum ascii_ways way = ASCII_SSE2; way <= ASCII_AVX512; way++) {
        ascii_limit(way);
        check_what_parts_lines(tells);
    }
}

static void test_feeds_like_the_portable_way(void **state)
{
    (void)state;
    static char text[ASCII_STRETCH];
    static uint16_t fast[ASCII_STRETCH + ASCII_FEEDS], plain[ASCII_STRETCH + ASCII_FEEDS];
    uint64_t seed = 17;
    for (int round = 0; round < 4000; round++) {
        uint32_t often = 1 + random_below(&seed, round % 2 ? 3 : 200);
        size_t n = 1 + random_below(&seed, round % 5 ? 300 : ASCII_STRETCH);
        for (size_t i = 0; i < n; i++)
            text[i] = random_below(&seed, often) ? (char)(' ' + random_below(&seed, 224)) : '\n';
        bool odd;
        size_t many = ascii_line_feeds_portable(text, n, plain, &odd);
        for (enum ascii_ways way = ASCII_SSE2; way <= ASCII_AVX512; way++) {
            ascii_limit(way);
            assert_int_equal(ascii_line_feeds(text, n, fast, &odd), many);
            assert_memory_equal(fast, plain, many * sizeof *plain);
        }
        for (size_t i = 0; i < n; i += 1 + i % 7)
            assert_int_equal(ascii_printable(text + i, n - i), ascii_printable_portable(text + i, n - i));
    }
}

static void test_printable(void **state)
{
    (void)state;
    char text[40];
    for (size_t at = 0; at < sizeof text; at++)
        for (int c = 0; c < 256; c++) {
            memset(text, '~', sizeof text);
            text[at] = (char)c;
            assert_int_equal(ascii_printable(text, sizeof text), c >= '!' && c <= '~' ? sizeof text : at);
            assert_int_equal(ascii_printable(text, at), at);
        }
}

/* Whether the next line is this one. */
static void assert_next(struct lines *l, size_t len, char c)
{
    struct line line;
    assert_true(lines_next(l, &line));
    assert_int_equal(line.text.len, len);
    assert_true(len == 0 || (line.text.ptr[0] == c && line.text.ptr[len - 1] == c));
}

/* All kinds of ends around the seam of two stretches, with LFs before and behind or none. */
static void test_ends_between_stretches(void **state)
{
    (void)state;
    static const char *const ENDS[] = { "\n", "\r\n", "\v", "\f", "\r", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xC2\x85" };
    static char text[ASCII_STRETCH + 300];
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        for (size_t at = ASCII_STRETCH - 5; at < ASCII_STRETCH + 5; at++)
            for (int feeds = 0; feeds < 4; feeds++) {
                size_t end = strlen(ENDS[i]), behind = at + end;
                bool nel = ENDS[i][0] == '\xC2', parts = !nel || feeds == 0;
                memset(text, 'a', at);
                memcpy(text + at, ENDS[i], end);
                memset(text + behind, 'b', sizeof text - behind);
                if (feeds & 1)
                    text[100] = '\n';
                if (feeds & 2)
                    text[sizeof text - 100] = '\n';
                struct lines l;
                lines_init(&l, slice_of(text, sizeof text), true);
                if (feeds & 1)
                    assert_next(&l, 100, 'a');
                size_t first = at - (feeds & 1 ? 101 : 0), second = sizeof text - behind - (feeds & 2 ? 100 : 0);
                struct line line;
                if (parts) {
                    assert_next(&l, first, 'a');
                    assert_next(&l, second, 'b');
                } else {
                    assert_true(lines_next(&l, &line));
                    assert_int_equal(line.text.len, first + end + second);
                }
                if (feeds & 2)
                    assert_next(&l, 99, 'b');
                assert_false(lines_next(&l, &line));
                uint64_t ends = (uint64_t)parts + (feeds & 1) + (feeds >> 1);
                assert_int_equal(lines_count(slice_of(text, sizeof text)), ends);
            }
}

/* A text that stands among others has no NEL as a line end. */
static void test_not_alone(void **state)
{
    (void)state;
    struct lines l;
    struct line line;
    lines_init(&l, SLICE("one\xC2\x85two"), false);
    assert_true(lines_next(&l, &line));
    assert_int_equal(line.text.len, 8);
    assert_false(lines_next(&l, &line));
}

/* A line costs the same however much stands behind it: else this takes minutes. */
static void test_no_line_looks_at_all(void **state)
{
    (void)state;
    enum { LINES = 200000 };
    struct buf text = { 0 };
    struct lines l;
    struct line line;
    for (int i = 0; i < LINES; i++)
        buf_addstr(&text, "xa line of wordx\r");
    lines_init(&l, buf_slice(&text), false);
    clock_t start = clock();
    for (int i = 0; i < LINES; i++)
        assert_next(&l, 16, 'x');
    assert_false(lines_next(&l, &line));
    assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
    buf_release(&text);
}

/* A run is what stands between blank lines, however long. */
static void test_runs(void **state)
{
    (void)state;
    static const char *const PARTS[] = { "word", " w ", "", " ", "\xC2\xA0", "\xE2\x80\x9Cx", "\xC2\x91", "\x01" };
    struct line_run run = { 0 };
    struct buf text = { 0 };
    uint64_t seed = 23;
    for (int round = 0; round < 200; round++) {
        buf_clear(&text);
        for (uint32_t n = random_below(&seed, 3000); n > 0; n--) {
            buf_addstr(&text, PARTS[random_below(&seed, round % 2 ? 8 : 3)]);
            buf_addstr(&text, random_below(&seed, 40) ? "\n" : "\r\n");
        }
        struct lines l, one;
        struct line line;
        uint64_t last = 0;
        lines_init(&l, buf_slice(&text), true);
        lines_init(&one, buf_slice(&text), true);
        while (lines_run(&l, &run)) {
            assert_true(run.n > 0 && (last == 0 || run.number > last + 1));
            do {
                assert_true(lines_next(&one, &line));
                assert_true(one.number == run.number || line_blank(&line));
            } while (one.number < run.number);
            for (size_t i = 0; i < run.n; i++) {
                assert_true(i == 0 || lines_next(&one, &line));
                assert_true(line.start == run.lines[i].start && slice_equal(line.text, run.lines[i].text));
                assert_false(line_blank(&line));
            }
            last = one.number;
        }
        while (lines_next(&one, &line))
            assert_true(line_blank(&line));
        assert_true(one.p == l.p);
    }
    buf_release(&text);
    line_run_release(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_parts_lines),
        cmocka_unit_test(test_feeds_like_the_portable_way),
        cmocka_unit_test(test_printable),
        cmocka_unit_test(test_ends_between_stretches),
        cmocka_unit_test(test_not_alone),
        cmocka_unit_test(test_no_line_looks_at_all),
        cmocka_unit_test(test_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
