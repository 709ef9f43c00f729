/* repeat against a naive twin that compares every run with every earlier one.
 * An article is written as a word: capitals are long paragraphs, small letters
 * short ones, '.' and ':' two without letters. */
#include "unit.h"

#include "dedupe/repeat.h"
#include "text/fold.h"

enum { MOST = 64 };

static void make_paras(const char *word, size_t n, struct para *paras)
{
    for (size_t i = 0; i < n; i++) {
        bool keyed = word[i] != '.' && word[i] != ':';
        paras[i] = (struct para){
            .line = i + 1, .key = key_of(slice_of(&word[i], 1)), .fold = keyed ? FOLD_KEYED : 0,
            .chars = word[i] >= 'A' && word[i] <= 'Z' ? REPEAT_CHARS : REPEAT_CHARS - 1,
        };
    }
}

static bool is_long(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Does word[from..to], in which only one end is long, stand earlier? */
static bool stood_before(const char *word, size_t from, size_t to)
{
    for (size_t at = 0; at < from; at++)
        if (memcmp(word + at, word + from, to - from + 1) == 0)
            return true;
    return false;
}

static bool twin_drops(const char *word, size_t n, size_t i)
{
    if (is_long(word[i]))
        return memchr(word, word[i], i) != NULL;
    for (size_t a = i; a-- > 0;)
        if (is_long(word[a])) {
            if (stood_before(word, a, i))
                return true;
            break;
        }
    for (size_t b = i + 1; b < n; b++)
        if (is_long(word[b]))
            return stood_before(word, i, b);
    return false;
}

static bool longs_twice(const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_long(word[i]) && memchr(word + i + 1, word[i], n - i - 1))
            return true;
    return false;
}

static void check(const char *word, size_t n)
{
    struct para paras[MOST];
    struct repeat r = { 0 };
    make_paras(word, n, paras);
    assert_true(repeat_begin(&r, n));
    bool may = repeat_may(paras, n);
    long drops = repeat_mark(&r, SLICE("me"), paras, n);
    assert_true(drops == 0 || (drops > 0 && may));
    assert_true(may == (longs_twice(word, n) || n > 48));   /* these few keys share no bit */
    for (size_t i = 0; i < n; i++) {
        bool dropped = paras[i].action == COPYDESK_DROP;
        if (dropped != twin_drops(word, n, i))
            fail_msg("%.*s: paragraph %zu: %d", (int)n, word, i + 1, dropped);
        if (dropped && is_long(word[i]))
            assert_int_equal(paras[i].first_line, (const char *)memchr(word, word[i], n) - word + 1);
    }
    repeat_release(&r);
}

static void test_twin(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int round = 0; round < 200000; round++) {
        char word[MOST];
        size_t n = random_below(&seed, 24);
        unsigned kinds = 2 + random_below(&seed, 7);
        for (size_t i = 0; i < n; i++)
            word[i] = "AxByC.z:"[random_below(&seed, kinds)];
        check(word, n);
    }
}

/* What remains after cleaning holds nothing more to drop. */
static void test_idempotent(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int round = 0; round < 50000; round++) {
        struct para paras[MOST];
        struct repeat r = { 0 };
        char word[MOST];
        size_t n = random_below(&seed, 30), kept = 0;
        for (size_t i = 0; i < n; i++)
            word[i] = "AxByC.z:"[random_below(&seed, 8)];
        make_paras(word, n, paras);
        assert_true(repeat_begin(&r, n));
        assert_true(repeat_mark(&r, SLICE("me"), paras, n) >= 0);
        for (size_t i = 0; i < n; i++)
            if (paras[i].action != COPYDESK_DROP)
                word[kept++] = word[i];
        make_paras(word, kept, paras);
        assert_true(repeat_begin(&r, kept));
        assert_int_equal(repeat_mark(&r, SLICE("me"), paras, kept), 0);
        repeat_release(&r);
    }
}

static void expect(const char *word, const char *kept)
{
    struct para paras[MOST];
    struct repeat r = { 0 };
    char out[MOST];
    size_t n = strlen(word), m = 0;
    make_paras(word, n, paras);
    assert_true(repeat_begin(&r, n));
    assert_true(repeat_mark(&r, SLICE("me"), paras, n) >= 0);
    for (size_t i = 0; i < n; i++)
        if (paras[i].action != COPYDESK_DROP)
            out[m++] = word[i];
    out[m] = '\0';
    assert_string_equal(out, kept);
    repeat_release(&r);
}

static void test_examples(void **state)
{
    (void)state;
    expect("ABCABC", "ABC");
    expect("AxByAxBy", "AxBy");        /* shorts inside the block go with it */
    expect("xAyxBy", "xAyxBy");        /* shorts alone repeat freely */
    expect("xyxyxy", "xyxyxy");        /* a refrain without a long line stays */
    expect("AxAyAy", "Axy");           /* the second copy's neighbour, met by the third */
    expect("xABxA", "xAB");            /* a block that begins with a short */
    expect("A.BA.B", "A.B");           /* lines without letters inside a block */
    expect("A.BA:B", "A.B:");          /* but other ones stay: four stars and one star */
    expect("A.A:", "A.:");
    expect("AxCA", "AxC");
}

/* Pieces are one article: what the first had, the second repeats. */
static void test_pieces(void **state)
{
    (void)state;
    struct para first[3], second[3];
    struct repeat r = { 0 };
    make_paras("AxB", 3, first);
    make_paras("CAx", 3, second);
    assert_true(repeat_begin(&r, 0));
    assert_int_equal(repeat_mark(&r, SLICE("me"), first, 3), 0);
    assert_int_equal(repeat_mark(&r, SLICE("me"), second, 3), 2);
    assert_int_equal(second[0].action, COPYDESK_KEEP);
    assert_int_equal(second[2].first_line, 2);
    repeat_release(&r);
}

/* Under a cap the keys of earlier pieces lie in files, and the same goes. */
static void test_capped(void **state)
{
    (void)state;
    enum { PIECES = 60, PIECE = 500 };
    static struct para paras[2][PIECE];
    struct repeat r[2] = { { .met.budget = { 0 } }, { .met.budget = { 20000, "/tmp" } } };
    uint64_t seed = 8, line = 0;
    long dropped = 0;
    assert_true(repeat_begin(&r[0], 0) && repeat_begin(&r[1], 0));
    for (unsigned piece = 0; piece < PIECES; piece++) {
        for (unsigned i = 0; i < PIECE; i++) {
            unsigned kind = random_below(&seed, 3) ? random_below(&seed, 40000) : 40000 + random_below(&seed, 5);
            paras[0][i] = (struct para){ .key = { kind * UINT64_C(0x9E3779B97F4A7C15), 0 }, .fold = FOLD_KEYED, .line = ++line * 1000,
                                         .chars = kind < 40000 ? REPEAT_CHARS : 5 };
            paras[1][i] = paras[0][i];
        }
        dropped += repeat_mark(&r[0], SLICE("me"), paras[0], PIECE);
        assert_true(repeat_mark(&r[1], SLICE("me"), paras[1], PIECE) >= 0);
        assert_memory_equal(paras[0], paras[1], sizeof paras[0]);
    }
    assert_in_range(dropped, 3000, 20000);
    assert_null(r[0].met.spill);
    assert_non_null(r[1].met.spill);
    repeat_release(&r[0]);
    repeat_release(&r[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_twin),
        cmocka_unit_test(test_idempotent),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_capped),
    };
    return cmocka_run_group_tests_name("repeat", tests, NULL, NULL);
}
