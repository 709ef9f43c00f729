/* ids against a naive twin: the ids as they were made again. */
#include "unit.h"

#include <unistd.h>

#include "dedupe/keys/ids.h"

enum { IDS = 30000, LONG = 3000 };

/* Paths as they come, now and then one that is odd: empty, or longer than a block. */
static struct slice make_id(uint32_t number, char *room)
{
    uint64_t seed = number * 7919u + 1;
    unsigned odd = random_below(&seed, 200);
    if (odd == 0)
        return slice_of(room, 0);
    if (odd > 2)
        return slice_of(room, (size_t)sprintf(room, "news/%03u/2024-05-%02u-article-%u.txt", number / 500,
                                              number % 28 + 1, number));
    size_t n = random_below(&seed, LONG);
    for (size_t i = 0; i < n; i++)
        room[i] = (char)(i < n / 2 && odd == 1 ? 'a' : random_next(&seed) >> 56);
    return slice_of(room, n);
}

static void check(struct ids *ids, uint32_t number)
{
    char room[LONG];
    struct slice id;
    assert_int_equal(ids_get(ids, number, &id), 0);
    assert_true(slice_equal(id, make_id(number, room)));
}

/* spill_each: every so many ids; 0: never */
static void check_all(uint32_t spill_each)
{
    struct ids ids;
    char room[LONG];
    uint64_t seed = 3;
    ids_init(&ids);
    for (uint32_t i = 1; i <= IDS; i++) {
        assert_int_equal(ids_add(&ids, make_id(i, room)), i);
        if (i % 5 == 0)
            check(&ids, 1 + random_below(&seed, i));
        check(&ids, i);
        if (spill_each && i % spill_each == 0)
            assert_int_equal(ids_spill(&ids, "/tmp"), 0);
    }
    for (uint32_t i = 1; i <= IDS; i++)
        check(&ids, i);
    assert_int_equal(ids_filed(&ids) > 0, spill_each > 0);
    if (spill_each)
        assert_in_range(ids_memory(&ids), 1, 300000);
    ids_release(&ids);
}

static void test_twin(void **state)
{
    (void)state;
    check_all(0);
    check_all(1000);
    check_all(1);
}

/* The header promises 5 to 15 bytes for paths in order. */
static void test_memory(void **state)
{
    (void)state;
    struct ids ids;
    char room[64];
    ids_init(&ids);
    for (unsigned i = 0; i < 200000; i++) {
        int n = sprintf(room, "some/folder/%04u/article-%07u.txt", i / 500, i);
        assert_int_equal(ids_add(&ids, slice_of(room, (size_t)n)), i + 1);
    }
    assert_in_range(ids_memory(&ids) / 200000, 5, 15);
    ids_release(&ids);
}

/* A file that comes back other than it was written: another id or an error, but
 * nothing is read that is not there. */
static void test_damage(void **state)
{
    (void)state;
    struct ids ids;
    char room[LONG];
    uint64_t seed = 9;
    size_t refused = 0;
    ids_init(&ids);
    for (uint32_t i = 1; i <= IDS; i++)
        ids_add(&ids, make_id(i, room));
    assert_int_equal(ids_spill(&ids, "/tmp"), 0);
    for (unsigned i = 0; i < 20000; i++) {
        char byte = (char)(random_next(&seed) >> 56);
        assert_int_equal(pwrite(ids.bytes.fd, &byte, 1, (off_t)(random_next(&seed) % ids_filed(&ids))), 1);
    }
    for (uint32_t i = 1; i <= IDS; i++) {
        struct slice id;
        refused += ids_get(&ids, i, &id) != 0;
    }
    assert_in_range(refused, 1, IDS - 1);
    ids_release(&ids);
}

static void test_no_folder(void **state)
{
    (void)state;
    struct ids ids;
    ids_init(&ids);
    assert_int_equal(ids_add(&ids, SLICE("a")), 1);
    assert_int_not_equal(ids_spill(&ids, "/nowhere/at/all"), 0);
    ids_release(&ids);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_twin),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_no_folder),
    };
    return cmocka_run_group_tests_name("ids", tests, NULL, NULL);
}
