/* shingles, what two sets share, and minhash. */
#include "near_text.h"

#include "dedupe/near/minhash.h"
#include "dedupe/near/spans.h"

static void make_set(struct shingles *s, const char *text, struct shingle_set *set)
{
    struct text t;
    split(&t, text);
    assert_true(shingles_make(s, t.paras, t.n, set));
}

/* ---- shingles ---- */

static size_t shared_of(const char *one, const char *other, size_t *n)
{
    struct shingles a = { 0 }, b = { 0 };
    struct shingle_set x, y;
    make_set(&a, one, &x);
    make_set(&b, other, &y);
    size_t shared = hash_common(x.hashes, x.n, y.hashes, y.n);
    *n = x.n;
    shingles_release(&a);
    shingles_release(&b);
    return shared;
}

static void three_words_make_a_shingle(void **state)
{
    (void)state;
    size_t n;
    assert_int_equal(shared_of("the pier stays closed until spring", "the pier stays open until spring", &n), 1);
    assert_int_equal(n, 4);
    assert_int_equal(shared_of("the pier", "the pier", &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(shared_of("one two three one two three", "one two three", &n), 1);
    assert_int_equal(n, 3);   /* each once */
    assert_int_equal(shared_of("| one | two | three | + four", "one two three four", &n), 2);
}

static void paragraphs_case_and_marks_do_not_matter(void **state)
{
    (void)state;
    size_t n;
    assert_int_equal(shared_of("The pier\nstays \"closed\", until\n---\nspring.", "the pier stays closed until spring", &n), 4);
    assert_int_equal(n, 4);
}

static void digits_and_order_matter(void **state)
{
    (void)state;
    size_t n;
    assert_int_equal(shared_of("prices rose 3.1%", "prices rose 2.4%", &n), 0);
    assert_int_equal(shared_of("man bites dog", "dog bites man", &n), 0);
}

static void five_characters_without_spaces(void **state)
{
    (void)state;
    size_t n;
    /* nine characters, of which the last differs */
    assert_int_equal(shared_of("\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f\xe4\xb8\x80\xe5\xae\xa3\xe5\xb8\x83\xe6\xb8\xaf",
                               "\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f\xe4\xb8\x80\xe5\xae\xa3\xe5\xb8\x83\xe5\x8f\xa3", &n), 4);
    assert_int_equal(n, 5);
}

static void dropped_paragraphs_do_not_count(void **state)
{
    (void)state;
    struct shingles s = { 0 };
    struct shingle_set set;
    struct text t;
    split(&t, "one two three four\nfive six seven eight");
    t.paras[0].action = COPYDESK_DROP;
    assert_true(shingles_make(&s, t.paras, t.n, &set));
    assert_int_equal(set.n, 2);
    shingles_release(&s);
}

static void numbers_are_known(void **state)
{
    (void)state;
    struct shingles s = { 0 };
    struct shingle_set set;
    size_t numbers = 0;
    uint64_t words[64];
    make_set(&s, "In 2019 some 3.1% of 12 and 12 were 7th\n"
                 "\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f" "12" "\xe5\xae\xa3\xe5\xb8\x83\n"
                 "\xd9\xa2\xd9\xa1 \xd8\xaf\xd8\xb1\xd8\xac\xd8\xa9 \xdb\xb7 \xe0\xa5\xa7\xe0\xa5\xab \xd1\x81\xd1\x8b\xd1\x80\n"
                 "\xe0\xb8\xa5\xe0\xb8\xa1\xe0\xb9\x94\xe0\xb9\x95\xe0\xb8\xa5\xe0\xb8\xa1", &set);
    size_t n = shingles_n_words(&set);
    assert_in_range(n, 1, 64);
    shingles_words(&set, words, n);
    for (size_t i = 0; i < n; i++)
        numbers += (row_kind(words[i]) & ROW_NUMBER) != 0;
    /* five; two digits in Chinese; 21 in Arabic digits, 7 in Persian, 15 in Hindi; two digits in Thai */
    assert_int_equal(numbers, 5 + 2 + 3 + 2);
    shingles_release(&s);
}

/* Many words, so that heaps are large and small; then a decode of the whole,
 * and of every part of it. */
static void sets_are_sorted_and_decode(void **state)
{
    (void)state;
    uint64_t seed = 7;
    struct buf text = { 0 };
    struct shingles s = { 0 }, again = { 0 };
    struct shingle_set set, back;
    for (unsigned words = 3; words < 60000; words *= 4) {
        buf_clear(&text);
        for (unsigned i = 0; i < words; i++)
            buf_addf(&text, "w%u ", random_below(&seed, 50 + words / 2));
        make_set(&s, buf_str(&text), &set);
        assert_in_range(set.n, 1, words - 2);
        for (size_t i = 1; i < set.n; i++)
            assert_true(set.hashes[i - 1] < set.hashes[i]);
        assert_true(shingles_decode(&again, set.coded, &back));
        assert_int_equal(back.n, set.n);
        assert_memory_equal(back.hashes, set.hashes, set.n * sizeof *set.hashes);
        assert_int_equal(shingles_n_words(&back), words);
        assert_memory_equal(again.row.words.at, s.row.words.at, words * sizeof *s.row.words.at);
        for (size_t cut = 0; cut < 40; cut++)
            assert_false(shingles_decode(&again, slice_of(set.coded.ptr, set.coded.len * cut / 40), &back));
    }
    shingles_release(&s);
    shingles_release(&again);
    buf_release(&text);
}

/* Paragraphs in another order, one edited, one new; and the same after a way
 * through bytes. */
static void spans_name_shared_paragraphs(void **state)
{
    (void)state;
    struct shingles a = { .with_lines = true }, b = { .with_lines = true }, c = { .with_lines = true };
    struct shingle_set mine, kept, back;
    struct spans spans = { 0 };
    struct text t;
    split(&t, "the pier stays closed until spring\nthe ferry leaves from the old dock at noon\nnobody asked the fishermen about it");
    for (size_t i = 0; i < t.n; i++)
        t.paras[i].line = 10 + i;
    assert_true(shingles_make(&b, t.paras, t.n, &kept));
    assert_true(shingles_decode(&c, kept.coded, &back));
    assert_memory_equal(back.lines, kept.lines, kept.n * sizeof *kept.lines);
    split(&t, "the ferry leaves from the old dock at eight\nnobody asked the fishermen before a whale was seen off the cape\nthe pier stays closed until spring");
    for (size_t i = 0; i < t.n; i++)
        t.paras[i].line = 1 + i;
    assert_true(shingles_make(&a, t.paras, t.n, &mine));
    assert_true(spans_find(&spans, &mine, &back));
    assert_int_equal(spans.n, 2);
    assert_int_equal(spans.at[0].line, 1);
    assert_int_equal(spans.at[0].kept_line, 11);
    assert_int_equal(spans.at[0].share, 6 * 1000 / 7);
    assert_int_equal(spans.at[1].line, 3);
    assert_int_equal(spans.at[1].kept_line, 10);
    assert_int_equal(spans.at[1].share, 4 * 1000 / 6);   /* two of its runs begin in the paragraph before */
    shingles_release(&a);
    shingles_release(&b);
    shingles_release(&c);
    spans_release(&spans);
}

/* ---- minhash ---- */

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* n values, of which the first `shared` are other's. */
static void make_values(uint64_t *seed, uint64_t *to, const uint64_t *other, size_t shared, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = i < shared ? other[i] : random_next(seed) >> (64 - SHINGLE_BITS);
}

/* Bins agree with the odds of the Jaccard similarity, for few and for many
 * values; to within three standard deviations of the mean of many pairs. */
static void bins_agree_as_sets_do(void **state)
{
    (void)state;
    enum { PAIRS = 300 };
    uint64_t seed = 11;
    for (size_t n = 30; n <= 1920; n *= 4) {
        size_t shared = n * 2 / 3, agree = 0;   /* Jaccard 0.5 */
        for (int pair = 0; pair < PAIRS; pair++) {
            uint64_t a[1920], b[1920];
            struct minhash x, y;
            memset(&x, 1, sizeof x);   /* bins that nobody fills would differ */
            memset(&y, 2, sizeof y);
            make_values(&seed, a, NULL, 0, n);
            make_values(&seed, b, a, shared, n);
            qsort(a, n, sizeof *a, by_value);
            qsort(b, n, sizeof *b, by_value);
            minhash_make(&x, a, n);
            minhash_make(&y, b, n);
            for (int i = 0; i < MINHASH_BINS; i++)
                agree += x.bin[i] == y.bin[i];
        }
        /* of 30 values bins hang together, and the mean of 300 pairs strays by 0.5 / sqrt(300 * 20) */
        assert_in_range(agree * 1000 / (PAIRS * MINHASH_BINS), 475, 525);
    }
}

static void bands_hold_rows(void **state)
{
    (void)state;
    struct minhash a = { { 0 } };
    uint64_t before[32], after[32];
    minhash_bands(&a, 32, before);
    a.bin[9] = 1;   /* the third of the rows of four */
    minhash_bands(&a, 32, after);
    for (int i = 0; i < 32; i++)
        assert_int_equal(before[i] == after[i], i != 2);
    minhash_bands(&a, 16, before);
    a.bin[127] = 1;
    minhash_bands(&a, 16, after);
    for (int i = 0; i < 16; i++)
        assert_int_equal(before[i] == after[i], i != 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_words_make_a_shingle),
        cmocka_unit_test(paragraphs_case_and_marks_do_not_matter),
        cmocka_unit_test(digits_and_order_matter),
        cmocka_unit_test(five_characters_without_spaces),
        cmocka_unit_test(dropped_paragraphs_do_not_count),
        cmocka_unit_test(numbers_are_known),
        cmocka_unit_test(sets_are_sorted_and_decode),
        cmocka_unit_test(spans_name_shared_paragraphs),
        cmocka_unit_test(bins_agree_as_sets_do),
        cmocka_unit_test(bands_hold_rows),
    };
    return cmocka_run_group_tests_name("shingles", tests, NULL, NULL);
}
