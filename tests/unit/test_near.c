/* near: look-ups, what is kept, and the whole against comparing each article with
 * each kept one. */
#include "near_text.h"

#include "dedupe/near/near.h"
#include "dedupe/near/stock.h"

static const struct near_rules NEWS = { .bands = 32, .jaccard = 500, .containment = 800 };

/* ---- look-ups ---- */

static int by_article(const void *a, const void *b)
{
    return (int)*(const uint32_t *)a - (int)*(const uint32_t *)b;
}

/* Against a list, with keys that fill up and articles of one side or both;
 * every so many pairs all go to files. */
static void are_those_of_a_list(unsigned most, uint32_t spilled_each, size_t filter)
{
    enum { PAIRS = 20000, KEYS = 900 };
    static struct { unsigned key, sides; } list[PAIRS];
    struct lsh *l = lsh_new(most);
    uint64_t seed = 3;
    for (uint32_t i = 0; i < PAIRS; i++) {
        list[i].key = random_below(&seed, 3) ? random_below(&seed, KEYS) : random_below(&seed, 5);
        list[i].sides = 1 + random_below(&seed, 3);
        assert_true(lsh_add(l, shingle_mix(list[i].key + 1), i, list[i].sides));
        assert_true(lsh_add(l, shingle_mix(list[i].key + 1), i, list[i].sides));   /* again: nothing more */
        if (spilled_each && i % spilled_each == 0)
            assert_int_equal(lsh_spill(l, "/tmp", filter, NULL), COPYDESK_OK);
    }
    assert_int_equal(lsh_filed(l) > 0, spilled_each > 0);
    for (unsigned key = 0; key < KEYS + 3; key++) {
        for (unsigned side = LSH_FIRST; side <= LSH_SECOND; side++) {
            uint32_t want[LSH_MOST], got[LSH_MOST];
            int n = 0;
            for (uint32_t i = 0; i < PAIRS && n < (int)most; i++)
                if (list[i].key == key && (list[i].sides & side))
                    want[n++] = i;
            assert_int_equal(lsh_find(l, shingle_mix(key + 1), side, got, NULL), n);
            qsort(got, (size_t)n, sizeof *got, by_article);
            assert_memory_equal(got, want, (size_t)n * sizeof *got);
        }
    }
    lsh_free(l);
}

static void lookups_are_those_of_a_list(void **state)
{
    (void)state;
    are_those_of_a_list(32, 0, 0);
    are_those_of_a_list(8, 0, 0);
}

static void spilled_lookups_too(void **state)
{
    (void)state;
    are_those_of_a_list(32, 3000, 4096);
    are_those_of_a_list(32, 97, 0);
    are_those_of_a_list(8, 97, 100);
}

/* ---- texts ---- */

static void texts_come_back(void **state)
{
    (void)state;
    enum { PARTS = 3000, PART = 2000 };   /* more than stays in memory */
    struct stock s;
    struct buf part = { 0 }, back = { 0 };
    assert_true(stock_init(&s, (struct budget){ 0, "/tmp" }, 8));
    for (unsigned i = 0; i < PARTS; i++) {
        buf_clear(&part);
        for (unsigned k = 0; k < PART / 4; k++)
            buf_add(&part, (const char *)&i, sizeof i);
        assert_int_equal(stock_put(&s, buf_slice(&part), NULL), COPYDESK_OK);
        unsigned want = i / 2, got;
        assert_int_equal(stock_get(&s, (uint64_t)want * PART, PART, &back, NULL), COPYDESK_OK);
        assert_int_equal(back.len, PART);
        memcpy(&got, back.ptr + PART - 4, sizeof got);
        assert_int_equal(got, want);
    }
    assert_true(chunks_filed(&s.texts) > 0);
    assert_in_range(chunks_unfiled(&s.texts), 1, STOCK_TEXTS + CHUNKS_SIZE);
    stock_release(&s);
    buf_release(&part);
    buf_release(&back);
}

static void texts_without_a_place_say_so(void **state)
{
    (void)state;
    struct stock s;
    struct copydesk_error error = { 0 };
    enum { TOO_MANY = STOCK_TEXTS + 2 * CHUNKS_SIZE };
    char *bytes = calloc(1, TOO_MANY);
    assert_non_null(bytes);
    assert_true(stock_init(&s, (struct budget){ 0, "/nowhere/at/all" }, 8));
    assert_int_equal(stock_put(&s, slice_of(bytes, TOO_MANY), &error), COPYDESK_FAILED);
    assert_string_equal(error.path, "/nowhere/at/all");
    assert_non_null(strstr(error.reason, "TMPDIR"));
    stock_release(&s);
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
    struct near *near = near_new(&NEWS, (struct budget){ 0 });
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
        struct near *near = near_new(&NEWS, (struct budget){ 0 });
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
    struct near *near = near_new(&NEWS, (struct budget){ 0 });
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

/* The same temperatures, in other towns. */
static void numbers_in_another_order_are_others(void **state)
{
    (void)state;
    static const char *const towns[] = { "Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Lime", "Oak", "Pine", "Rowan" };
    struct shingles s = { 0 };
    struct near *near = near_new(&NEWS, (struct budget){ 0 });
    struct near_match match;
    struct buf today = { 0 }, tomorrow = { 0 };
    for (unsigned i = 0; i < 10; i++) {
        buf_addf(&today, "In %s the mercury will climb to %u degrees at noon and the wind will be light. ", towns[i], 12 + i % 5);
        buf_addf(&tomorrow, "In %s the mercury will climb to %u degrees at noon and the wind will be light. ", towns[i], 12 + i * 3 % 5);
    }
    keep(near, &s, "today", buf_str(&today));
    assert_int_equal(find(near, &s, buf_str(&tomorrow), &match), 0);
    assert_int_equal(find(near, &s, buf_str(&today), &match), 1);
    buf_release(&today);
    buf_release(&tomorrow);
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
    struct near *near = near_new(&NEWS, (struct budget){ 0 });
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
            size_t n = text.set.n, shared = hash_common(text.set.hashes, n, sets[k], sizes[k]);
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
        cmocka_unit_test(lookups_are_those_of_a_list),
        cmocka_unit_test(spilled_lookups_too),
        cmocka_unit_test(texts_come_back),
        cmocka_unit_test(texts_without_a_place_say_so),
        cmocka_unit_test(the_most_alike_wins_then_the_first),
        cmocka_unit_test(a_short_one_in_a_long_one),
        cmocka_unit_test(one_template_is_not_near),
        cmocka_unit_test(numbers_in_another_order_are_others),
        cmocka_unit_test(finds_what_comparing_all_does),
    };
    return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
