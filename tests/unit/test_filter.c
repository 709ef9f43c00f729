/* filter: what was added is never denied, and how often it says maybe of what
 * was not. And chunks: what was put comes back, from memory and from the file. */
#include "unit.h"

#include "dedupe/keys/chunks.h"
#include "dedupe/keys/filter.h"

/* Per mille of "maybe" among keys that were not added; keys have only their
 * first 38 bits, as those of lsh.c do. */
static unsigned wrong(size_t bytes, unsigned bits)
{
    enum { ASKED = 20000 };
    struct filter f;
    uint64_t seed = 4;
    size_t n = bytes * 8 / bits;
    unsigned maybe = 0;
    uint64_t *keys = malloc(n * sizeof *keys);
    assert_non_null(keys);
    assert_true(filter_init(&f, bytes));
    for (size_t i = 0; i < n; i++)
        filter_add(&f, keys[i] = random_next(&seed) >> 26 << 26);
    for (size_t i = 0; i < n; i++)
        assert_true(filter_maybe(&f, keys[i]));
    for (unsigned i = 0; i < ASKED; i++)
        maybe += filter_maybe(&f, random_next(&seed) >> 26 << 26);
    filter_release(&f);
    free(keys);
    return maybe * 1000 / ASKED;
}

static void says_maybe_as_seldom_as_told(void **state)
{
    (void)state;
    assert_in_range(wrong(1 << 16, 8), 20, 45);
    assert_in_range(wrong(1 << 16, 4), 120, 190);
    assert_in_range(wrong(1 << 16, 2), 400, 500);
}

static void without_bits_it_says_maybe(void **state)
{
    (void)state;
    struct filter f;
    assert_true(filter_init(&f, 63));
    filter_add(&f, 1);
    assert_true(filter_maybe(&f, 2));
    assert_int_equal(filter_memory(&f), 0);
    filter_release(&f);
}

static void chunks_come_back(void **state)
{
    (void)state;
    enum { PARTS = 20000, PART = 37, MOST = 2 * CHUNKS_SIZE };
    struct chunks c;
    char part[PART], back[PART];
    chunks_init(&c, "/tmp", MOST);
    for (unsigned i = 0; i < PARTS; i++) {
        memset(part, (int)(i % 251), PART);
        assert_int_equal(chunks_add(&c, part, PART), 0);
        unsigned want = i / 3;
        memset(part, (int)(want % 251), PART);
        assert_int_equal(chunks_read(&c, (uint64_t)want * PART, back, PART), 0);
        assert_memory_equal(back, part, PART);
        assert_in_range(chunks_unfiled(&c), 1, MOST + 2 * CHUNKS_SIZE);
    }
    assert_int_equal(c.end, (uint64_t)PARTS * PART);
    assert_true(chunks_filed(&c) > c.end / 2);
    assert_null(chunks_at(&c, 0));
    chunks_release(&c);
}

static void chunks_without_a_place_say_so(void **state)
{
    (void)state;
    struct chunks c;
    char *bytes = calloc(3, CHUNKS_SIZE);
    assert_non_null(bytes);
    chunks_init(&c, "/nowhere/at/all", 1);
    assert_int_not_equal(chunks_add(&c, bytes, 3 * CHUNKS_SIZE), 0);
    chunks_release(&c);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_maybe_as_seldom_as_told),
        cmocka_unit_test(without_bits_it_says_maybe),
        cmocka_unit_test(chunks_come_back),
        cmocka_unit_test(chunks_without_a_place_say_so),
    };
    return cmocka_run_group_tests_name("filter, chunks", tests, NULL, NULL);
}
