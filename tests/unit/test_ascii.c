/* ascii: the ways that this machine has, against the one for any machine. */
#include "unit.h"

#include "mixture.h"
#include "text/ascii.h"

static void test_blocks_against_portable(void **state)
{
    (void)state;
    static const char BYTES[] = "abzAZ09 @[`{/:   xyz\x80\xFFmno-,.'()!\"?;&$%#+\0R";
    uint64_t seed = 7;
    for (int round = 0; round < 100000; round++) {
        char text[ASCII_BLOCK + 80], kept[2][ASCII_BLOCK + ASCII_SLACK];
        size_t n = random_below(&seed, sizeof text + 1);
        for (size_t i = 0; i < n; i++)
            text[i] = round % 2 ? (char)random_next(&seed) : BYTES[random_below(&seed, sizeof BYTES)];
        struct ascii_block one, other;
        uint64_t which = random_next(&seed) << round % 3;
        which |= round % 7 ? 0 : ~UINT64_C(0);
        which &= n < ASCII_BLOCK ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
        ascii_limit(ASCII_ANY);
        ascii_way()->look(text, n, &one);
        size_t size = ascii_way()->keep(&one, which, kept[0]);
        for (enum ascii_ways way = ASCII_SSE2; way <= ASCII_AVX512; way++) {
            ascii_limit(way);
            ascii_way()->look(text, n, &other);
            assert_memory_equal(&one, &other, offsetof(struct ascii_block, from));
            assert_int_equal(ascii_way()->keep(&other, which, kept[1]), size);
            assert_memory_equal(kept[0], kept[1], size);
        }
        struct ascii_counts x = ascii_count(text, n), y = ascii_count_portable(text, n);
        assert_true(x.points == y.points && x.spaces == y.spaces);
        ascii_limit(ASCII_SSE2);
        x = ascii_count(text, n);
        assert_true(x.points == y.points && x.spaces == y.spaces);
    }
}

/* The fast way to find a pair against the plain one. */
static void test_pairs(void **state)
{
    (void)state;
    static const char LETTERS[] = "zqZQabcdefghi .\xC3\xBA\x9A\x9B";
    uint64_t seed = 5;
    for (int round = 0; round < 20000; round++) {
        size_t n = random_below(&seed, 300);
        unsigned kinds = 1 + (unsigned)random_below(&seed, sizeof LETTERS - 1);
        char *text = malloc(n + 1);   /* so that a sanitizer sees a byte too far */
        assert_non_null(text);
        for (size_t i = 0; i < n; i++)
            text[i] = LETTERS[sizeof LETTERS - 2 - random_below(&seed, kinds)];
        if (n > 1 && round % 2) {
            size_t at = random_below(&seed, (unsigned)n - 1);
            text[at] = 'z';
            text[at + 1] = 'Q';
        }
        for (enum ascii_ways way = ASCII_SSE2; way <= ASCII_AVX512; way++) {
            ascii_limit(way);
            assert_int_equal(ascii_find_pair(text, n, 'z', 'q'), ascii_find_pair_portable(text, n, 'z', 'q'));
        }
        free(text);
    }
    assert_int_equal(ascii_find_pair_portable("aZq", 3, 'z', 'q'), 1);
    assert_int_equal(ascii_find_pair_portable("zaq", 3, 'z', 'q'), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_against_portable),
        cmocka_unit_test(test_pairs),
    };
    return cmocka_run_group_tests_name("ascii", tests, NULL, NULL);
}
