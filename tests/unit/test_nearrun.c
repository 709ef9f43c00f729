/* nearrun against a naive twin: the pairs that were written, gone through one by
 * one; and no damage that goes unseen. */
#include "folder.h"

#include "dedupe/state/nearrun.h"

enum { PROFILE = 7, MOST_PAIRS = 20000, ARTICLES = 200 };

struct pair { uint64_t key; uint32_t number; unsigned sides; };

static char path[96];

static int make_path(void **state)
{
    int code = make_folder(state);
    snprintf(path, sizeof path, "%s/r", folder);
    return code;
}

/* That nothing else was left there. */
static int remove_path(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static int by_key(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* As far as a file tells keys apart. */
static uint64_t shorten(uint64_t key)
{
    return key >> (64 - NEARRUN_KEY) << (64 - NEARRUN_KEY);
}

/* Numbers are 3, 6, 9 ...; mode 0: keys as hashes are; 1: few of them; 2: at the ends. */
static size_t make_pairs(uint64_t *seed, int mode, size_t n, struct pair *pairs)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t r = random_next(seed);
        uint64_t key = mode == 0 ? r : mode == 1 ? r % 20 << 58 : r & 1 ? UINT64_MAX - (r >> 50 << 30) : r >> 40 << 30;
        pairs[i] = (struct pair){ shorten(key), 3 * (1 + random_below(seed, ARTICLES)), 1 + random_below(seed, 3) };
    }
    qsort(pairs, n, sizeof *pairs, by_key);
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (m == 0 || by_key(&pairs[m - 1], &pairs[i]) != 0)
            pairs[m++] = pairs[i];
    return m;
}

static size_t make_set(uint32_t number, char *to)
{
    return (size_t)sprintf(to, "the set of %u", number);
}

static uint64_t write_run(const struct pair *pairs, size_t n)
{
    struct copydesk_error error;
    char set[32];
    uint64_t bytes = 0;
    struct nearrun_writer *w = nearrun_create(folder, "r", PROFILE, &error);
    assert_non_null(w);
    for (uint32_t number = 3 * ARTICLES; number > 0; number -= 3) {   /* in any order */
        struct near_entry entry = { .number = number, .sides = number % 2 ? 3 : 1, .level = 5, .samples = (uint16_t)number };
        assert_int_equal(nearrun_add_set(w, entry, slice_of(set, make_set(number, set)), &error), COPYDESK_OK);
        entry.sides = 2;
        if (number % 2 == 0)
            assert_int_equal(nearrun_add_set(w, entry, SLICE("changed"), &error), COPYDESK_OK);
    }
    assert_int_equal(nearrun_begin_pairs(w, n, &error), COPYDESK_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(nearrun_add_pair(w, pairs[i].key, pairs[i].number, pairs[i].sides, &error), COPYDESK_OK);
    assert_int_equal(nearrun_commit(w, &bytes, &error), COPYDESK_OK);
    nearrun_writer_free(w);
    return bytes;
}

static bool is_wanted(void *payload, uint32_t number)
{
    return number % *(uint32_t *)payload == 0;
}

/* Looks a key up in both ways. */
static void compare(const struct nearrun *r, const struct pair *pairs, size_t n, uint64_t key, uint64_t *seed)
{
    uint32_t found[40], expected[40], every = 1 + random_below(seed, 2);
    unsigned side = 1 + random_below(seed, 2);
    size_t most = 1 + random_below(seed, 40), m = 0;
    for (size_t i = 0; i < n && m < most; i++)
        if (pairs[i].key == shorten(key) && (pairs[i].sides & side) && pairs[i].number % every == 0)
            expected[m++] = pairs[i].number;
    assert_int_equal(nearrun_find(r, key, side, is_wanted, &every, found, most), m);
    assert_memory_equal(found, expected, m * sizeof *found);
}

static void pairs_are_found(void **state)
{
    (void)state;
    static struct pair pairs[MOST_PAIRS];
    static const size_t sizes[] = { 0, 1, 64, 65, 1000, MOST_PAIRS };
    struct copydesk_error error;
    uint64_t seed = 11, key;
    uint32_t number;
    unsigned sides;
    for (int mode = 0; mode < 3; mode++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            size_t n = make_pairs(&seed, mode, sizes[s], pairs);
            write_run(pairs, n);
            struct nearrun *r = nearrun_open(path, PROFILE, &error);
            assert_non_null(r);
            assert_int_equal(nearrun_pairs(r), n);
            struct nearrun_cursor c = { .run = r };
            for (size_t i = 0; i < n; i++) {
                assert_true(nearrun_next(&c, &key, &number, &sides));
                assert_true(key == pairs[i].key && number == pairs[i].number && sides == pairs[i].sides);
            }
            assert_false(nearrun_next(&c, &key, &number, &sides));
            for (int i = 0; i < 200; i++) {
                key = n && i % 4 ? pairs[random_below(&seed, (unsigned)n)].key : random_next(&seed);
                compare(r, pairs, n, key | (random_next(&seed) >> NEARRUN_KEY), &seed);
            }
            nearrun_free(r);
        }
}

static void sets_are_found(void **state)
{
    (void)state;
    struct copydesk_error error;
    struct slice set;
    char expected[32];
    write_run(NULL, 0);
    struct nearrun *r = nearrun_open(path, PROFILE, &error);
    assert_non_null(r);
    assert_int_equal(nearrun_entries(r), ARTICLES + ARTICLES / 2);
    for (uint32_t number = 0; number < 3 * ARTICLES + 5; number++) {
        uint64_t at = nearrun_search(r, number);
        if (number == 0 || number % 3 || number > 3 * ARTICLES) {
            assert_int_equal(at, nearrun_entries(r));
            continue;
        }
        struct near_entry entry = nearrun_entry(r, at);
        assert_true(entry.number == number && entry.sides == (number % 2 ? 3 : 1) && entry.level == 5
                    && entry.samples == number);
        assert_true(nearrun_set(r, &entry, &set));
        assert_true(slice_equal(set, slice_of(expected, make_set(number, expected))));
    }
    nearrun_free(r);
    assert_null(nearrun_open(path, PROFILE + 1, &error));
}

/* Every byte but those of sets is checked at opening, those when they are read. */
static void damage_is_seen(void **state)
{
    (void)state;
    static struct pair pairs[100];
    struct copydesk_error error;
    uint64_t seed = 5;
    uint64_t bytes = write_run(pairs, make_pairs(&seed, 0, 100, pairs));
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    for (uint64_t i = 0; i < bytes; i++) {
        fseek(file, (long)i, SEEK_SET);
        int c = getc(file);
        fseek(file, (long)i, SEEK_SET);
        putc(c ^ 0x10, file);
        fflush(file);
        struct nearrun *r = nearrun_open(path, PROFILE, &error);
        bool whole = r != NULL;
        struct slice set;
        for (uint64_t k = 0; whole && k < nearrun_entries(r); k++) {
            struct near_entry entry = nearrun_entry(r, k);
            whole = nearrun_set(r, &entry, &set);
        }
        assert_false(whole);
        nearrun_free(r);
        fseek(file, (long)i, SEEK_SET);
        putc(c, file);
        fflush(file);
    }
    fclose(file);
    for (uint64_t i = 0; i < bytes; i += 1 + i / 7) {
        assert_int_equal(truncate(path, (long)(bytes - 1 - i)), 0);
        assert_null(nearrun_open(path, PROFILE, &error));
    }
}

/* A set whose length no entry can tell. */
static void too_long_is_refused(void **state)
{
    (void)state;
    if (SIZE_MAX == UINT32_MAX)
        skip();   /* nothing is so long */
    struct copydesk_error error = { 0 };
    struct near_entry entry = { .number = 1, .sides = NEARRUN_PARAGRAPHS };
    struct nearrun_writer *w = nearrun_create(folder, "r", PROFILE, &error);
    assert_non_null(w);
    assert_int_equal(nearrun_add_set(w, entry, slice_of("", (size_t)UINT32_MAX + 1), &error), COPYDESK_FAILED);
    assert_non_null(strstr(error.reason, "4 GiB"));
    nearrun_writer_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_found),
        cmocka_unit_test(sets_are_found),
        cmocka_unit_test(damage_is_seen),
        cmocka_unit_test(too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
