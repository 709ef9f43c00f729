/* near: shingles, minhash, look-ups, and the whole against comparing each
 * article with each kept one. */
#include "unit.h"

#include "dedupe/lsh.h"
#include "dedupe/near.h"
#include "dedupe/spans.h"
#include "dedupe/spool.h"
#include "text/fold.h"

static const struct near_rules NEWS = { .bands = 32, .jaccard = 500, .containment = 800 };

/* ---- articles ---- */

enum { MOST_PARAS = 64 };

struct text {
    struct para paras[MOST_PARAS];
    size_t n;
};

static void add_para(struct text *t, const char *text, size_t len)
{
    struct buf folded = { 0 };
    struct fold fold = fold_key(slice_of(text, len), &folded);
    t->paras[t->n++] = (struct para){ .text = slice_of(text, len), .fold = (uint16_t)fold.flags };
    buf_release(&folded);
}

/* Paragraphs are lines; text must outlive t. */
static void split(struct text *t, const char *text)
{
    t->n = 0;
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        add_para(t, text, n);
    }
}

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
    size_t shared = shingles_shared(x.hashes, x.n, y.hashes, y.n);
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
    make_set(&s, "In 2019 some 3.1% of 12 and 12 were 7th\n"
                 "\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f" "12" "\xe5\xae\xa3\xe5\xb8\x83" "2019", &set);
    assert_int_equal(set.n_numbers, 4);
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
        assert_int_equal(back.n_numbers, set.n_numbers);
        assert_memory_equal(back.numbers, set.numbers, set.n_numbers * sizeof *set.numbers);
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

/* ---- look-ups ---- */

static int by_article(const void *a, const void *b)
{
    return (int)*(const uint32_t *)a - (int)*(const uint32_t *)b;
}

/* Against a list, with keys that wear out and articles of one side or both. */
static void lookups_are_those_of_a_list(void **state)
{
    (void)state;
    enum { PAIRS = 20000, KEYS = 900 };
    static struct { unsigned key, sides; } list[PAIRS];
    struct lsh *l = lsh_new();
    uint64_t seed = 3;
    for (uint32_t i = 0; i < PAIRS; i++) {
        list[i].key = random_below(&seed, 3) ? random_below(&seed, KEYS) : random_below(&seed, 5);
        list[i].sides = 1 + random_below(&seed, 3);
        assert_true(lsh_add(l, shingle_mix(list[i].key + 1), i, list[i].sides));
    }
    for (unsigned key = 0; key < KEYS + 3; key++) {
        for (unsigned side = LSH_FIRST; side <= LSH_SECOND; side++) {
            uint32_t want[LSH_MOST], got[LSH_MOST];
            size_t n = 0;
            for (uint32_t i = 0; i < PAIRS && n < LSH_MOST; i++)
                if (list[i].key == key && (list[i].sides & side))
                    want[n++] = i;
            assert_int_equal(lsh_find(l, shingle_mix(key + 1), side, got), n);
            qsort(got, n, sizeof *got, by_article);
            assert_memory_equal(got, want, n * sizeof *got);
        }
    }
    lsh_free(l);
}

/* ---- the spool ---- */

static void spooled_bytes_come_back(void **state)
{
    (void)state;
    enum { PARTS = 3000, PART = 2000 };   /* more than stays in RAM */
    struct spool s;
    struct buf part = { 0 }, back = { 0 };
    spool_init(&s);
    for (unsigned i = 0; i < PARTS; i++) {
        buf_clear(&part);
        for (unsigned k = 0; k < PART / 4; k++)
            buf_add(&part, (const char *)&i, sizeof i);
        assert_int_equal(spool_put(&s, buf_slice(&part), NULL), COPYDESK_OK);
        unsigned want = i / 2, got;
        buf_clear(&back);
        assert_int_equal(spool_get(&s, (uint64_t)want * PART, PART, &back, NULL), COPYDESK_OK);
        memcpy(&got, back.ptr + PART - 4, sizeof got);
        assert_int_equal(got, want);
    }
    assert_true(s.file >= 0);
    assert_int_equal(spool_size(&s), (uint64_t)PARTS * PART);
    spool_release(&s);
    buf_release(&part);
    buf_release(&back);
}

static void a_spool_without_a_place_says_so(void **state)
{
    (void)state;
    struct spool s;
    struct copydesk_error error = { 0 };
    char *bytes = calloc(1, SPOOL_RAM + 1);
    assert_non_null(bytes);
    spool_init(&s);
    setenv("TMPDIR", "/nowhere/at/all", 1);
    assert_int_equal(spool_put(&s, slice_of(bytes, SPOOL_RAM + 1), &error), COPYDESK_FAILED);
    assert_string_equal(error.path, "/nowhere/at/all");
    unsetenv("TMPDIR");
    spool_release(&s);
    free(bytes);
}

/* ---- the whole ---- */

/* Numbered words: 0 is as frequent as 1999. */
static void add_words(uint64_t *seed, struct buf *out, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        buf_addf(out, "w%c%c%c ", 'a' + random_below(seed, 12), 'a' + random_below(seed, 12), 'a' + random_below(seed, 12));
}

static int find(struct near *near, struct shingles *s, const char *text, struct near_match *match)
{
    struct text t;
    struct near_text prepared;
    split(&t, text);
    assert_true(near_prepare(&NEWS, s, t.paras, t.n, &prepared));
    return near_find(near, &prepared, NEAR_BEFORE, match, NULL);
}

static void keep(struct near *near, struct shingles *s, const char *id, const char *text)
{
    struct text t;
    struct near_text prepared;
    split(&t, text);
    assert_true(near_prepare(&NEWS, s, t.paras, t.n, &prepared));
    assert_int_equal(near_keep(near, slice_str(id), &prepared, NEAR_BEFORE | NEAR_AFTER, NULL), COPYDESK_OK);
}

static void the_most_alike_wins_then_the_first(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct shingles s = { 0 };
    struct near *near = near_new(&NEWS);
    struct near_match match;
    struct buf whole = { 0 }, more = { 0 };
    add_words(&seed, &whole, 200);
    buf_addslice(&more, buf_slice(&whole));
    add_words(&seed, &more, 60);
    assert_int_equal(find(near, &s, buf_str(&whole), &match), 0);
    keep(near, &s, "longer", buf_str(&more));
    assert_int_equal(find(near, &s, buf_str(&whole), &match), 1);
    assert_true(slice_equal(match.id, SLICE("longer")));
    assert_in_range(match.jaccard, 750, 780);
    assert_int_equal(match.containment, 1000);
    keep(near, &s, "same", buf_str(&whole));
    keep(near, &s, "again", buf_str(&whole));
    assert_int_equal(find(near, &s, buf_str(&whole), &match), 1);
    assert_true(slice_equal(match.id, SLICE("same")));
    assert_int_equal(match.jaccard, 1000);
    near_free(near);
    shingles_release(&s);
    buf_release(&whole);
    buf_release(&more);
}

/* A short item inside a long story; and what has too few words to say. */
static void a_short_one_in_a_long_one(void **state)
{
    (void)state;
    uint64_t seed = 17;
    struct shingles s = { 0 };
    unsigned found = 0;
    for (int round = 0; round < 200; round++) {
        struct near *near = near_new(&NEWS);
        struct near_match match;
        struct buf item = { 0 }, story = { 0 }, few = { 0 };
        add_words(&seed, &item, 50);
        add_words(&seed, &story, 400);
        buf_addslice(&story, buf_slice(&item));
        add_words(&seed, &story, 350);
        add_words(&seed, &few, NEAR_LEAST + 1);
        keep(near, &s, "story", buf_str(&story));
        keep(near, &s, "few", buf_str(&few));
        found += find(near, &s, buf_str(&item), &match) == 1 && match.containment == 1000;
        assert_int_equal(find(near, &s, buf_str(&few), &match), 0);
        near_free(near);
        buf_release(&item);
        buf_release(&story);
        buf_release(&few);
    }
    assert_in_range(found, 196, 200);   /* 48 shingles, one of 8 sampled: (7/8)^48 are missed, 1 of 600 */
    shingles_release(&s);
}

static void one_template_is_not_near(void **state)
{
    (void)state;
    static const char *const form =
        "The index closed at %u points on Friday after a day of calm trade in which the market as a whole "
        "moved little, while volume came to %u million shares and the dollar was at %u against the krone. "
        "Analysts see it between %u and %u in the coming week, as they said in their letter to clients.";
    struct shingles s = { 0 };
    struct near *near = near_new(&NEWS);
    struct near_match match;
    char one[600], other[600], edited[600];
    snprintf(one, sizeof one, form, 1201, 310, 815, 1190, 1210);
    snprintf(other, sizeof other, form, 1377, 295, 799, 1366, 1385);
    snprintf(edited, sizeof edited, form, 1201, 310, 815, 1190, 1215);
    keep(near, &s, "friday", one);
    assert_int_equal(find(near, &s, other, &match), 0);
    assert_int_equal(find(near, &s, edited, &match), 1);
    near_free(near);
    shingles_release(&s);
}

/* Copies with edits, cuts and additions among strangers, some of which share a
 * paragraph: what is found is what comparing with each kept article finds, and
 * nothing else; of these pairs not more than one of 50 may be missed. */
static void finds_what_comparing_all_does(void **state)
{
    (void)state;
    enum { ARTICLES = 600 };
    static uint64_t *sets[ARTICLES];
    static size_t sizes[ARTICLES];
    uint64_t seed = 23;
    struct shingles s = { 0 };
    struct near *near = near_new(&NEWS);
    struct buf texts[ARTICLES] = { { 0 } };
    unsigned kept = 0, pairs = 0, missed = 0;
    for (unsigned i = 0; i < ARTICLES; i++) {
        struct buf *t = &texts[i];
        const struct buf *from = &texts[i ? random_below(&seed, i) : 0];
        size_t cut = random_below(&seed, 4) ? 0 : from->len * random_below(&seed, 45) / 100;
        if (i && random_below(&seed, 2))
            for (size_t at = 0; at + 4 < from->len - cut; at += 5)   /* words have 4 letters and a space */
                random_below(&seed, 100) < 4 ? add_words(&seed, t, 1) : buf_add(t, from->ptr + at, 5);
        if (!i || t->len == 0 || random_below(&seed, 3) == 0)
            add_words(&seed, t, 40 + random_below(&seed, t->len ? 60 : 300));
        struct text paras;
        struct near_text text;
        struct near_match match;
        split(&paras, buf_str(t));
        assert_true(near_prepare(&NEWS, &s, paras.paras, paras.n, &text));
        bool any = false;
        for (unsigned k = 0; k < kept; k++) {
            size_t n = text.set.n, shared = shingles_shared(text.set.hashes, n, sets[k], sizes[k]);
            size_t least = n < sizes[k] ? n : sizes[k];
            any = any || shared * 1000 / (n + sizes[k] - shared) >= 500 || shared * 1000 / least >= 800;
        }
        int found = near_find(near, &text, NEAR_BEFORE, &match, NULL);
        assert_true(!found || any);
        pairs += any;
        missed += any && !found;
        if (any)
            continue;
        sets[kept] = malloc(text.set.n * sizeof *sets[kept]);
        memcpy(sets[kept], text.set.hashes, text.set.n * sizeof *sets[kept]);
        sizes[kept++] = text.set.n;
        assert_int_equal(near_keep(near, SLICE("x"), &text, NEAR_BEFORE, NULL), COPYDESK_OK);
    }
    assert_true(pairs > 150 && kept > 150);
    assert_true(missed * 50 <= pairs);
    for (unsigned i = 0; i < ARTICLES; i++)
        buf_release(&texts[i]);
    for (unsigned k = 0; k < kept; k++)
        free(sets[k]);
    near_free(near);
    shingles_release(&s);
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
        cmocka_unit_test(lookups_are_those_of_a_list),
        cmocka_unit_test(spooled_bytes_come_back),
        cmocka_unit_test(a_spool_without_a_place_says_so),
        cmocka_unit_test(the_most_alike_wins_then_the_first),
        cmocka_unit_test(a_short_one_in_a_long_one),
        cmocka_unit_test(one_template_is_not_near),
        cmocka_unit_test(finds_what_comparing_all_does),
    };
    return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
