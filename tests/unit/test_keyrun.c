/* keyrun against a naive twin: the sorted array that was written. */
#include "folder.h"

#include <sys/stat.h>

#include "dedupe/keys/keyrun.h"

enum { PROFILE = 7 };

struct entry { struct key key; struct place place; };

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->key.hi != y->key.hi)
        return x->key.hi < y->key.hi ? -1 : 1;
    return x->key.lo < y->key.lo ? -1 : x->key.lo > y->key.lo;
}

/* mode 0: keys as hashes are; 1: all in one corner; 2: all with the same hi */
static struct key make_key(uint64_t *seed, int mode)
{
    uint64_t r = random_next(seed);
    if (mode == 0)
        return (struct key){ r, random_next(seed) & ~(uint64_t)UINT32_MAX };
    if (mode == 1)
        return (struct key){ UINT64_MAX - r % 100000, 0 };
    return (struct key){ 0x1234567800000000u, (r % 100000) << 32 };
}

/* n sorted, distinct entries or fewer; *n tells */
static struct entry *make(uint64_t seed, int mode, size_t *n)
{
    struct entry *e = calloc(*n + 1, sizeof *e);
    size_t m = 0;
    assert_non_null(e);
    for (size_t i = 0; i < *n; i++)
        e[i] = (struct entry){ make_key(&seed, mode), { (uint32_t)i + 1, random_below(&seed, 99999) } };
    qsort(e, *n, sizeof *e, compare);
    for (size_t i = 0; i < *n; i++)
        if (i == 0 || compare(&e[i], &e[m - 1]) != 0)
            e[m++] = e[i];
    *n = m;
    return e;
}

static void write_run(const char *name, const struct entry *e, size_t n)
{
    struct copydesk_error error = { 0 };
    struct keyrun_writer *w = keyrun_create(folder, name, PROFILE, n, &error);
    assert_non_null(w);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(keyrun_add(w, e[i].key, e[i].place, &error), COPYDESK_OK);
    assert_int_equal(keyrun_added(w), n);
    uint64_t bytes;
    assert_int_equal(keyrun_commit(w, &bytes, &error), COPYDESK_OK);
    struct stat st;
    assert_int_equal(stat(path_of(name), &st), 0);
    assert_int_equal(st.st_size, bytes);
    keyrun_writer_free(w);
    assert_int_not_equal(access(path_of("run.part"), F_OK), 0);
}

static struct keyrun *open_run(const char *name, bool mapped)
{
    struct copydesk_error error = { 0 };
    struct keyrun *r = keyrun_open(path_of(name), PROFILE, &error);
    if (!r)
        fail_msg("%s: %s", error.path, error.reason);
    if (!mapped)
        keyrun_unmap(r);
    return r;
}

static void check_lookups(const struct keyrun *r, const struct entry *e, size_t n, int mode)
{
    enum { ASKED = 5000 };
    struct key *keys = calloc(ASKED, sizeof *keys);
    struct place *places = calloc(ASKED, sizeof *places), place;
    uint64_t seed = 99;
    for (size_t i = 0; i < ASKED; i++)
        keys[i] = n && i % 2 ? e[random_below(&seed, (unsigned)n)].key : make_key(&seed, mode);
    assert_int_equal(keyrun_find_all(r, keys, ASKED, places), 0);
    for (size_t i = 0; i < ASKED; i++) {
        struct entry wanted = { .key = keys[i] };
        const struct entry *known = bsearch(&wanted, e, n, sizeof *e, compare);
        keys[i].lo |= 0xabcdef;   /* the bits that a run does not keep */
        assert_int_equal(keyrun_find(r, keys[i], &place), known != NULL);
        assert_int_equal(places[i].article, known ? known->place.article : 0);
        assert_int_equal(places[i].line, known ? known->place.line : 0);
        if (known)
            assert_memory_equal(&place, &known->place, sizeof place);
    }
    free(keys);
    free(places);
}

static void check_order(const struct keyrun *r, const struct entry *e, size_t n)
{
    struct keyrun_cursor c = { .run = r };
    struct key key;
    struct place place;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(keyrun_next(&c, &key, &place), 1);
        assert_true(key_equal(key, e[i].key));
        assert_memory_equal(&place, &e[i].place, sizeof place);
    }
    assert_int_equal(keyrun_next(&c, &key, &place), 0);
    keyrun_cursor_release(&c);
}

static void test_twin(void **state)
{
    (void)state;
    static const size_t sizes[] = { 0, 1, 2, 63, 64, 65, 3449, 40000 };
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int mode = 0; mode < 3; mode++) {
            size_t n = sizes[s];
            struct entry *e = make(s + 1, mode, &n);
            write_run("run", e, n);
            for (int mapped = 0; mapped < 2; mapped++) {
                struct copydesk_error error = { 0 };
                struct keyrun *r = open_run("run", mapped);
                assert_int_equal(keyrun_count(r), n);
                assert_int_equal(keyrun_verify(r, &error), COPYDESK_OK);
                check_lookups(r, e, n, mode);
                check_order(r, e, n);
                keyrun_free(r);
            }
            free(e);
        }
}

/* A goal of 19.3 bytes, and a bar of 20. */
static void test_size(void **state)
{
    (void)state;
    size_t n = 100000;
    struct entry *e = make(3, 0, &n);
    write_run("run", e, n);
    struct keyrun *r = open_run("run", true);
    struct stat st;
    assert_int_equal(stat(path_of("run"), &st), 0);
    assert_int_equal(st.st_size, keyrun_bytes(r));
    assert_true((double)keyrun_bytes(r) / (double)n < 19.1);
    keyrun_free(r);
    free(e);
}

static void test_unnamed(void **state)
{
    (void)state;
    size_t n = 5000;
    struct entry *e = make(4, 0, &n);
    struct copydesk_error error = { 0 };
    struct keyrun_writer *w = keyrun_create(folder, NULL, PROFILE, n + 100, &error);
    assert_non_null(w);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(keyrun_add(w, e[i].key, e[i].place, &error), COPYDESK_OK);
    struct keyrun *r = keyrun_keep(w, &error);
    keyrun_writer_free(w);
    assert_non_null(r);
    check_lookups(r, e, n, 0);
    check_order(r, e, n);
    keyrun_free(r);
    free(e);
}

static void test_order_and_lines(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    struct keyrun_writer *w = keyrun_create(folder, "run", PROFILE, 3, &error);
    struct key key = { 5, 0 };
    assert_int_equal(keyrun_add(w, key, (struct place){ 1, UINT32_MAX }, &error), COPYDESK_OK);
    assert_int_equal(keyrun_add(w, key, (struct place){ 1, 1 }, &error), COPYDESK_FAILED);
    key.hi = 4;
    uint64_t bytes;
    assert_int_equal(keyrun_add(w, key, (struct place){ 1, 1 }, &error), COPYDESK_FAILED);
    assert_int_equal(keyrun_commit(w, &bytes, &error), COPYDESK_OK);
    keyrun_writer_free(w);
    struct keyrun *r = open_run("run", false);
    struct place place;
    assert_int_equal(keyrun_find(r, (struct key){ 5, 0 }, &place), 1);
    assert_int_equal(place.line, PLACE_LINE_MOST);
    keyrun_free(r);
}

static void test_left_behind(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    struct keyrun_writer *w = keyrun_create(folder, "never", PROFILE, 3, &error);
    assert_int_equal(access(path_of("never.part"), F_OK), 0);
    keyrun_writer_free(w);
    assert_int_not_equal(access(path_of("never.part"), F_OK), 0);
    assert_int_not_equal(access(path_of("never"), F_OK), 0);
    assert_null(keyrun_create("/nowhere/at/all", "x", PROFILE, 3, &error));
    assert_string_equal(error.path, "/nowhere/at/all/x");
}

/* Every byte of a run, changed or missing, is noticed: at open or by verify. */
static void test_damage(void **state)
{
    (void)state;
    size_t n = 40;
    struct entry *e = make(5, 0, &n);
    write_run("run", e, n);
    struct keyrun *r = open_run("run", false);
    size_t size = (size_t)keyrun_bytes(r);
    keyrun_free(r);
    unsigned char bytes[2048];
    assert_true(size <= sizeof bytes);
    FILE *f = fopen(path_of("run"), "rb");
    assert_int_equal(fread(bytes, 1, size, f), size);
    fclose(f);
    for (size_t i = 0; i < 2 * size; i++) {   /* the first half changes, the second cuts */
        struct copydesk_error error = { 0 };
        f = fopen(path_of("bad"), "wb");
        bytes[i % size] ^= i < size ? 0x10 : 0;
        fwrite(bytes, 1, i < size ? size : i - size, f);
        bytes[i % size] ^= i < size ? 0x10 : 0;
        fclose(f);
        struct keyrun *bad = keyrun_open(path_of("bad"), PROFILE, &error);
        if (bad)
            assert_int_equal(keyrun_verify(bad, &error), COPYDESK_FAILED);
        assert_int_not_equal(error.reason[0], '\0');
        keyrun_free(bad);
    }
    struct copydesk_error error = { 0 };
    assert_null(keyrun_open(path_of("run"), PROFILE + 1, &error));
    assert_non_null(strstr(error.reason, "another version"));
    free(e);
}

/* Odd articles are not kept. */
static bool keep_even(void *payload, size_t run, struct key key, struct place *place)
{
    (void)key;
    ++*(size_t *)payload;
    assert_true(run < 3);
    return place->article % 2 == 0;
}

static void test_merge(void **state)
{
    (void)state;
    static const char *const names[] = { "a", "b", "c" };
    struct keyrun *runs[3];
    struct entry *e[3];
    size_t n[3] = { 6000, 100, 3000 }, total = 0, asked = 0;
    for (size_t i = 0; i < 3; i++) {
        e[i] = make(10 + i, 1, &n[i]);   /* the corner: many keys in several */
        write_run(names[i], e[i], n[i]);
        runs[i] = open_run(names[i], i > 0);
        total += n[i];
    }
    struct copydesk_error error = { 0 };
    struct keyrun_writer *w = keyrun_create(folder, NULL, PROFILE, total, &error);
    assert_int_equal(keyrun_merge(runs, 3, keep_even, &asked, w, &error), COPYDESK_OK);
    struct keyrun *all = keyrun_keep(w, &error);
    keyrun_writer_free(w);
    size_t kept = 0;
    for (uint64_t k = 0; k < 100000; k++) {
        struct entry wanted = { .key = { UINT64_MAX - k, 0 } };
        const struct entry *first = NULL;
        for (size_t i = 0; i < 3 && !first; i++) {
            first = bsearch(&wanted, e[i], n[i], sizeof *e[i], compare);
            if (first && first->place.article % 2)
                first = NULL;
        }
        struct place place = { 0 };
        assert_int_equal(keyrun_find(all, wanted.key, &place), first != NULL);
        if (first)
            assert_memory_equal(&place, &first->place, sizeof place);
        kept += first != NULL;
    }
    assert_int_equal(keyrun_count(all), kept);
    assert_true(kept > 3000 && asked > kept);
    keyrun_free(all);
    for (size_t i = 0; i < 3; i++) {
        keyrun_free(runs[i]);
        free(e[i]);
    }
}

/* What was read ahead of the end is not believed. */
static void test_merge_damaged(void **state)
{
    (void)state;
    size_t n = 9000;
    struct entry *e = make(6, 0, &n);
    struct copydesk_error error = { 0 };
    write_run("run", e, n);
    FILE *f = fopen(path_of("run"), "r+b");
    assert_int_equal(fseek(f, 64 + 19 * 4000 + 14, SEEK_SET), 0);   /* an article's number */
    int c = getc(f);
    assert_int_equal(fseek(f, -1, SEEK_CUR), 0);
    putc(c ^ 1, f);
    fclose(f);
    struct keyrun *r = open_run("run", false);
    struct keyrun_writer *w = keyrun_create(folder, NULL, PROFILE, n, &error);
    assert_int_equal(keyrun_merge(&r, 1, NULL, NULL, w, &error), COPYDESK_FAILED);
    assert_string_equal(error.path, path_of("run"));
    assert_non_null(strstr(error.reason, "damaged"));
    keyrun_writer_free(w);
    keyrun_free(r);
    free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_twin),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_unnamed),
        cmocka_unit_test(test_order_and_lines),
        cmocka_unit_test(test_left_behind),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_merge),
        cmocka_unit_test(test_merge_damaged),
    };
    return cmocka_run_group_tests_name("keyrun", tests, make_folder, remove_folder);
}
