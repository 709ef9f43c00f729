/* The words of a text, and the fast way to find them against the slow one. */
#include "unit.h"

#include "text/ascii.h"
#include "text/shorts.h"

static uint64_t number(const char *word)
{
    return shorts_number(slice_str(word));
}

static struct shorts_list list_of(const char *const *words, size_t n)
{
    struct shorts_list list = { 0 };
    for (size_t i = 0; i < n; i++)
        shorts_add(&list, number(words[i]));
    return list;
}

static void test_words(void **state)
{
    (void)state;
    uint64_t out[SHORTS_MOST];
    assert_int_equal(number("The"), number("tHE"));
    assert_int_equal(number("the"), 't' | 'h' << 8 | 'e' << 16);
    const char *const words[] = { "the", "of", "all,", "\xE5\xA4\xA9", "day", "ends" };
    struct shorts_list list = list_of(words, sizeof words / sizeof *words);
    struct slice text = SLICE("\"The 3 longest-word of all, \xE5\xA4\xA9 day ends so here");
    size_t n = shorts_of_portable(text, &list, out);
    assert_int_equal(n, sizeof words / sizeof *words);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(out[i], number(words[i]));
    assert_int_equal(shorts_of_portable(SLICE("the end"), &list, out), 0);
    assert_int_equal(shorts_of(SLICE("the end"), &list, out), 0);
    struct shorts_list none = { 0 };
    assert_int_equal(shorts_of_portable(text, &none, out), 0);
    assert_int_equal(shorts_of(text, &none, out), 0);
}

/* No word is counted twice, none is left out: a text's first words and those of the rest are all. */
static void test_rest(void **state)
{
    (void)state;
    uint64_t out[SHORTS_MOST];
    struct shorts_list all;
    memset(&all, 0xff, sizeof all);
    char text[2 * SHORTS_BYTES];
    for (size_t word = 1; word <= SHORTS_LONGEST; word++) {
        size_t len = sizeof text - SHORTS_LONGEST, words = 0;   /* so that the last word of the rest is not left out */
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = i % (word + 1) == word ? ' ' : 'x';
        for (size_t i = 0; i + SHORTS_LONGEST < len; i += word + 1)
            words++;
        size_t n = shorts_of(slice_of(text, len), &all, out);
        n += shorts_of(shorts_rest(slice_of(text, len)), &all, out);
        assert_int_equal(n, words);
    }
    assert_int_equal(shorts_rest(SLICE("the end")).len, 0);
}

/* With every bit set all words are on the list; else most are not. */
static struct shorts_list any_list(uint64_t *seed, const char *const *words, size_t n)
{
    struct shorts_list list = { 0 };
    bool all = random_below(seed, 2);
    if (all)
        memset(&list, 0xff, sizeof list);
    for (size_t i = 0; i < n && !all; i++)
        if (strlen(words[i]) <= SHORTS_LONGEST && random_below(seed, 4) == 0)
            shorts_add(&list, number(words[i]));
    return list;
}

static void test_ways_agree(void **state)
{
    (void)state;
    static const char *const PARTS[] = {
        "a", "of", "the", "The", "DIE", "seven77", "eightlet", "longer-than-eight", " ", " ", " ", " ", " ", "  ", "\n", ".",
        ", ", "\"", "\xC3\xA9", "\xE2\x80\x9C", "\xD0\xBF\xD0\xBE", "1", " - ", "\x01", "\x80", "`", "@", "?", "\xE5\xA4\xA9"
    };
    uint64_t seed = 11;
    for (int round = 0; round < 40000; round++) {
        char text[400];
        size_t len = 0, want = random_below(&seed, 250);
        unsigned parts = sizeof PARTS / sizeof *PARTS - (round % 8 != 0);   /* mostly without the dense one */
        while (len < want) {
            const char *part = PARTS[random_below(&seed, parts)];
            memcpy(text + len, part, strlen(part));
            len += strlen(part);
        }
        char *exact = malloc(len + 1);   /* so that a sanitizer sees a byte too far */
        assert_non_null(exact);
        memcpy(exact, text, len);
        struct shorts_list list = any_list(&seed, PARTS, sizeof PARTS / sizeof *PARTS);
        uint64_t slow[SHORTS_MOST], fast[SHORTS_MOST];
        size_t n = shorts_of_portable(slice_of(exact, len), &list, slow);
        for (enum ascii_ways way = ASCII_SSE2; way <= ASCII_AVX512; way++) {
            ascii_limit(way);
            size_t m = shorts_of(slice_of(exact, len), &list, fast);
            if (n != m || memcmp(slow, fast, n * sizeof *slow) != 0)
                fail_msg("way %d: %zu words, not %zu, of '%.*s'", (int)way, m, n, (int)len, text);
        }
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_rest),
        cmocka_unit_test(test_ways_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
