/* seen: the guard, the first article's place, copies. */
#include "unit.h"

#include "dedupe/keys/chunks.h"
#include "dedupe/seen.h"
#include "text/fold.h"

static struct para para(const char *name, unsigned words, unsigned chars)
{
    return (struct para){ .text = slice_str(name), .key = key_of(slice_str(name)), .fold = FOLD_KEYED,
                          .words = words, .chars = chars, .line = 7 };
}

static struct arena arena;
static size_t cap;   /* of the memory of new_seen() */

static struct seen *new_seen(void)
{
    const struct seen_options options = { .min_words = 8, .min_chars = 40, .budget = { cap, "/tmp" } };
    return seen_new(&options);
}

static int uncapped(void **state)
{
    (void)state;
    cap = 0;
    return 0;
}

/* Every article goes to a file at once. */
static int no_memory_at_all(void **state)
{
    (void)state;
    cap = 1;
    return 0;
}

static void add(struct seen *s, const char *id, const struct para *paras, size_t n)
{
    struct key sequence = seen_sequence(paras, n);
    assert_true(seen_add(s, slice_str(id), paras, n, &sequence, 1));
}

static void test_guard(void **state)
{
    (void)state;
    struct seen *s = new_seen();
    struct para dense = para("dense", 1, 20), short_dense = para("short dense", 1, 19);
    dense.fold |= FOLD_DENSE;
    short_dense.fold |= FOLD_DENSE;
    struct para first[] = { para("long", 8, 40), para("few words", 7, 400),
                            para("few chars", 8, 39), dense, short_dense };
    struct para again[5];
    memcpy(again, first, sizeof first);
    assert_int_equal(seen_mark(s, first, 5), 0);
    add(s, "a.txt", first, 5);
    assert_int_equal(seen_mark(s, again, 5), 2);
    seen_name(s, again, 5, &arena);
    assert_int_equal(again[0].reason, COPYDESK_SEEN);
    assert_int_equal(again[0].first_line, 7);
    assert_true(slice_equal(again[0].first_id, SLICE("a.txt")));
    assert_int_equal(again[1].action, COPYDESK_KEEP);
    assert_int_equal(again[2].action, COPYDESK_KEEP);
    assert_int_equal(again[3].action, COPYDESK_DROP);
    assert_int_equal(again[4].action, COPYDESK_KEEP);
    seen_free(s);
}

/* Scripts without spaces that spell their words out: 20 letters and marks are a few words, which many stories have. */
static void test_guard_spelt_out(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "เขากล่าวกับผู้สื่อข่าว", "ລາວກ່າວຕໍ່ນັກຂ່າວ", "គាត់ប្រាប់អ្នកកាសែត", "ကျေးဇူးတင်ပါတယ်ခင်ဗျာ",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct seen *s = new_seen();
        struct para first[] = { para(TEXTS[i], 1, 39), para(TEXTS[i], 1, 40), para("他对记者们说了同样的话", 1, 20) };
        for (size_t k = 0; k < 3; k++) {
            first[k].fold |= FOLD_DENSE;
            first[k].key.hi ^= k;
        }
        struct para again[3];
        memcpy(again, first, sizeof first);
        assert_int_equal(seen_mark(s, first, 3), 0);
        add(s, "a.txt", first, 3);
        assert_int_equal(seen_mark(s, again, 3), 2);
        assert_int_equal(again[0].action, COPYDESK_KEEP);
        seen_free(s);
    }
}

static void test_first_stays_first(void **state)
{
    (void)state;
    struct seen *s = new_seen();
    struct para p = para("x", 9, 50);
    add(s, "first", &p, 1);
    p.line = 99;
    add(s, "second", &p, 1);
    assert_int_equal(seen_mark(s, &p, 1), 1);
    assert_int_equal(p.first_number, 1);
    seen_name(s, &p, 1, &arena);
    assert_true(slice_equal(p.first_id, SLICE("first")));
    assert_int_equal(p.first_line, 7);
    seen_free(s);
}

static void test_dropped_is_not_remembered(void **state)
{
    (void)state;
    struct seen *s = new_seen();
    struct para gone = para("x", 9, 50), again = gone;
    gone.action = COPYDESK_DROP;
    add(s, "first", &gone, 1);
    assert_int_equal(seen_mark(s, &again, 1), 0);
    seen_free(s);
}

static void test_copy(void **state)
{
    (void)state;
    struct seen *s = new_seen();
    struct para a[] = { para("one", 2, 9), para("two", 9, 90) };
    struct para turned[] = { a[1], a[0] };
    struct slice id;
    assert_false(seen_copy(s, seen_sequence(a, 2), &arena, &id));
    add(s, "first", a, 2);
    assert_true(seen_copy(s, seen_sequence(a, 2), &arena, &id));
    assert_true(slice_equal(id, SLICE("first")));
    assert_false(seen_copy(s, seen_sequence(turned, 2), &arena, &id));
    assert_false(seen_copy(s, seen_sequence(a, 1), &arena, &id));
    seen_free(s);
}

/* One word for all that is answered about a stream of articles. */
static uint64_t answers(size_t memory, uint64_t seed, struct seen_size *size)
{
    struct hash_state *hash = hash_new();
    struct copydesk_error error;
    cap = memory;
    struct seen *s = new_seen();
    for (unsigned article = 0; article < 6000; article++) {
        char id[32], name[32];
        struct para paras[6];
        struct slice first = SLICE("");
        snprintf(id, sizeof id, "folder-%u/%u.txt", article / 97, article);
        for (unsigned i = 0; i < 6; i++) {
            snprintf(name, sizeof name, "%u", random_below(&seed, 20000));
            paras[i] = para(name, 9, 90);
            paras[i].line = article + i;
        }
        struct key sequence = seen_sequence(paras, 6);
        bool copy = seen_copy(s, sequence, &arena, &first);
        hash_add(hash, first);
        if (copy)
            continue;
        seen_mark(s, paras, 6);
        seen_name(s, paras, 6, &arena);
        assert_true(seen_add(s, slice_str(id), paras, 6, &sequence, 1));
        for (unsigned i = 0; i < 6; i++) {
            hash_add(hash, slice_of((char *)&paras[i].first_line, sizeof paras[i].first_line));
            hash_add(hash, paras[i].first_id);
        }
        arena_clear(&arena);
    }
    assert_int_equal(seen_status(s, &error), COPYDESK_OK);
    *size = seen_size(s);
    seen_free(s);
    uint64_t value = hash_value(hash);
    hash_free(hash);
    return value;
}

/* A cap changes what it costs, not what is answered. */
static void test_cap(void **state)
{
    (void)state;
    struct seen_size free_size, size;
    uint64_t wanted = answers(0, 5, &free_size);
    static const size_t caps[] = { 1, 200000, 300000, 500000, 5000000 };
    assert_int_not_equal(wanted, answers(0, 6, &size));
    assert_int_equal(free_size.used.files, 0);
    for (size_t i = 0; i < sizeof caps / sizeof *caps; i++) {
        assert_true(answers(caps[i], 5, &size) == wanted);
        assert_int_equal(size.keys, free_size.keys);
        assert_int_equal(size.used.files > 0, caps[i] < free_size.used.memory);
        if (caps[i] > 1)   /* a shard may grow by a fifth, and ids by a chunk, before anybody looks */
            assert_in_range(size.used.memory, 1, caps[i] + 20000 + CHUNKS_SIZE);
    }
}

struct each { struct hash_state *hash; struct key last; size_t n, most; };

static bool hash_each(void *payload, struct key key, struct place place)
{
    struct each *e = payload;
    assert_true(e->n == 0 || key.hi > e->last.hi || (key.hi == e->last.hi && key.lo > e->last.lo));
    e->last = key;
    hash_add(e->hash, slice_of((char *)&key, sizeof key));
    hash_add(e->hash, slice_of((char *)&place, sizeof place));
    return ++e->n < e->most;
}

/* All keys come in order, from wherever they lie. */
static void test_each(void **state)
{
    (void)state;
    uint64_t values[3];
    for (size_t round = 0; round < 3; round++) {
        cap = round == 0 ? 0 : round == 1 ? 1 : 150000;
        struct seen *s = new_seen();
        for (unsigned i = 0; i < 1000; i++) {
            char name[16];
            snprintf(name, sizeof name, "%u", i);
            struct para p = para(name, 9, 90);
            assert_true(seen_add(s, slice_str(name), &p, 1, NULL, 0));
        }
        struct each e = { hash_new(), { 0, 0 }, 0, 2000 };
        assert_true(seen_each(s, hash_each, &e));
        assert_int_equal(e.n, 1000);
        assert_int_equal(seen_count(s), 1000);
        values[round] = hash_value(e.hash);
        e.n = 0;
        e.most = 3;
        assert_false(seen_each(s, hash_each, &e));
        assert_int_equal(e.n, 3);
        hash_free(e.hash);
        seen_free(s);
    }
    assert_true(values[0] == values[1] && values[0] == values[2]);
}

/* Where nothing can be written the first spill fails, and says why. */
static void test_no_folder(void **state)
{
    (void)state;
    const struct seen_options options = { 8, 40, { 1, "/nowhere/at/all" } };
    struct seen *s = seen_new(&options);
    struct para p = para("x", 9, 50);
    struct copydesk_error error = { 0 };
    assert_false(seen_add(s, SLICE("a"), &p, 1, NULL, 0));
    assert_int_equal(seen_status(s, &error), COPYDESK_FAILED);
    assert_string_equal(error.path, "/nowhere/at/all");
    assert_false(seen_add(s, SLICE("b"), &p, 1, NULL, 0));
    seen_free(s);
}

static int release_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_guard, uncapped),
        cmocka_unit_test_setup(test_guard_spelt_out, uncapped),
        cmocka_unit_test_setup(test_first_stays_first, uncapped),
        cmocka_unit_test_setup(test_dropped_is_not_remembered, uncapped),
        cmocka_unit_test_setup(test_copy, uncapped),
        cmocka_unit_test_setup(test_guard, no_memory_at_all),
        cmocka_unit_test_setup(test_dropped_is_not_remembered, no_memory_at_all),
        cmocka_unit_test_setup(test_copy, no_memory_at_all),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_no_folder),
    };
    return cmocka_run_group_tests_name("seen", tests, NULL, release_arena);
}
