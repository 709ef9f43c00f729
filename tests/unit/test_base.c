/* The base layer: the edges. */
#include "unit.h"

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/notice.h"
#include "base/pages.h"
#include "base/path.h"

static void test_buf(void **state)
{
    (void)state;
    struct buf b = { 0 };
    assert_string_equal(buf_str(&b), "");
    buf_add(&b, NULL, 0);
    buf_addstr(&b, "x");
    buf_addf(&b, "%d-%s", 12, "yz");
    assert_string_equal(buf_str(&b), "x12-yz");
    assert_int_equal(b.len, 6);
    buf_clear(&b);
    for (int i = 0; i < 100000; i++)
        buf_addch(&b, (char)('a' + i % 26));
    assert_int_equal(b.len, 100000);
    assert_int_equal(b.ptr[99999], 'a' + 99999 % 26);
    assert_false(buf_reserve(&b, SIZE_MAX / 2));
    assert_true(b.failed);
    buf_addch(&b, 'x');
    assert_int_equal(b.len, 100000);
    buf_clear(&b);
    assert_false(b.failed);
    buf_release(&b);
}

static void test_arena_is_stable(void **state)
{
    (void)state;
    struct arena a = { 0 };
    uint64_t seed = 3;
    for (int round = 0; round < 3; round++) {
        struct slice held[200];
        for (int i = 0; i < 200; i++) {
            char text[3000];
            size_t n = random_below(&seed, sizeof text);
            memset(text, i, n);
            held[i] = arena_copy(&a, slice_of(text, n));
        }
        char *big = arena_take(&a, 1 << 20);
        assert_non_null(big);
        memset(big, 1, 1 << 20);
        for (int i = 0; i < 200; i++) {
            for (size_t k = 0; k < held[i].len; k++)
                assert_int_equal((unsigned char)held[i].ptr[k], i);
            assert_int_equal(held[i].ptr[held[i].len], 0);
        }
        arena_clear(&a);
    }
    assert_string_equal(arena_numbered(&a, SLICE("stdin"), 10).ptr, "stdin.10");
    assert_string_equal(arena_numbered(&a, SLICE(""), 0).ptr, ".0");
    struct slice most = arena_numbered(&a, SLICE("a"), UINT64_MAX);
    assert_string_equal(most.ptr, "a.18446744073709551615");
    assert_int_equal(most.len, 22);
    assert_null(arena_take(&a, SIZE_MAX));
    assert_true(a.failed);
    arena_release(&a);
}

static void test_error(void **state)
{
    (void)state;
    struct copydesk_error e;
    assert_int_equal(error_system(&e, COPYDESK_FAILED, "a/b", 2), COPYDESK_FAILED);
    assert_string_equal(e.path, "a/b");
    assert_string_equal(e.reason, "No such file or directory");
    assert_int_equal(error_set(NULL, COPYDESK_SKIPPED, NULL, 0, "x"), COPYDESK_SKIPPED);
}

/* Lines of a text, one behind the other, with or without a line feed at its end. */
static void test_lines(void **state)
{
    (void)state;
    struct slice rest = SLICE("one\n\nthree\nlast"), whole = SLICE("one\n");
    const char *const lines[] = { "one", "", "three", "last" };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_int_not_equal(rest.len, 0);
        assert_true(slice_equal(slice_line(&rest), slice_str(lines[i])));
    }
    assert_int_equal(rest.len, 0);
    assert_true(slice_equal(slice_line(&whole), SLICE("one")));
    assert_int_equal(whole.len, 0);
}

static void test_paths(void **state)
{
    (void)state;
    static const struct { const char *path, *folder, *name; } cases[] = {
        { "a/b/c.txt", "a/b", "c.txt" }, { "c.txt", "", "c.txt" }, { "/c.txt", "", "c.txt" },
        { "a/", "a", "" }, { "", "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(slice_equal(path_folder(slice_str(cases[i].path)), slice_str(cases[i].folder)));
        assert_string_equal(path_name(cases[i].path), cases[i].name);
    }
    char *path = path_join("a/b", "c", ".part");
    assert_string_equal(path, "a/b/c.part");
    free(path);
}

/* What is not there keeps its name below what is. */
static void test_real_paths(void **state)
{
    static const struct { const char *path, *real; } cases[] = {
        { "/", "/" }, { "//", "/" }, { "/proc/..", "/" }, { "/nowhere", "/nowhere" }, { "/nowhere/a//", "/nowhere/a" },
        { "/proc/../nowhere/b", "/nowhere/b" }, { "/nowhere/../proc", "/proc" }, { "/nowhere/./a//b", "/nowhere/a/b" },
        { "/nowhere/a/../../..", "/" }, { "/nowhere/a/../..b", "/nowhere/..b" },
    };
    char real[PATH_MAX], here[PATH_MAX], expected[PATH_MAX + 16], longest[PATH_MAX + 1];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(path_real(cases[i].path, real));
        assert_string_equal(real, cases[i].real);
    }
    assert_non_null(realpath(".", here));
    snprintf(expected, sizeof expected, "%s/nowhere/x", here);
    assert_true(path_real("nowhere/x", real));
    assert_string_equal(real, expected);
    assert_true(path_real("nowhere/../nowhere/x/", real));
    assert_string_equal(real, expected);
    memset(longest, 'x', PATH_MAX);
    longest[PATH_MAX] = '\0';
    assert_false(path_real(longest, real));
}

struct heard { struct notices *other; struct buf text; };

static void hear(void *payload, const struct copydesk_error *what)
{
    struct heard *h = payload;
    buf_addf(&h->text, "%s ", what->reason);
    if (h->other)
        notice(h->other, COPYDESK_OK, NULL, 0, "of %s", what->reason);
}

/* A thread's notices wait for their turn; those that an observer makes of them, for another list, do not. */
static void test_notices(void **state)
{
    (void)state;
    struct notices list, other;
    struct buf held = { 0 };
    struct heard here = { .other = &other }, there = { .other = NULL };
    const struct copydesk_observer observer = { .payload = &here, .notice = hear }, second = { .payload = &there, .notice = hear };
    notices_init(&list, &observer);
    notices_init(&other, &second);
    notices_hold(&held);
    notice(&list, COPYDESK_OK, NULL, 0, "one");
    notice(&list, COPYDESK_SKIPPED, NULL, 0, "two");
    assert_int_equal(here.text.len, 0);
    assert_int_equal(notices_skipped(&list), 0);
    notices_tell(&list, &held);
    assert_string_equal(buf_str(&here.text), "one two ");
    assert_string_equal(buf_str(&there.text), "of one of two ");
    assert_int_equal(notices_skipped(&list), 1);
    notice(&list, COPYDESK_OK, NULL, 0, "three");
    assert_string_equal(buf_str(&here.text), "one two three ");
    buf_release(&held);
    buf_release(&here.text);
    buf_release(&there.text);
    notices_release(&list);
    notices_release(&other);
}

/* An array moves as it grows, and keeps what it holds. */
static void test_array(void **state)
{
    (void)state;
    unsigned *list = NULL;
    size_t n = 0, cap = 0;
    for (; n < 1000; n++) {
        unsigned *more = array_room(list, n, &cap, sizeof *more);
        assert_non_null(more);
        assert_true(cap > n);
        list = more;
        list[n] = (unsigned)n * 7;
    }
    for (size_t i = 0; i < n; i++)
        assert_int_equal(list[i], i * 7);
    free(list);
}

/* Of all lengths, short and long ones go different ways: as the bytes do in pieces. */
static void test_keys_of_every_length(void **state)
{
    (void)state;
    char text[1200];
    struct hash_state *pieces = hash_new();
    assert_non_null(pieces);
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * i >> 3);
    for (size_t n = 0; n <= sizeof text; n++) {
        hash_reset(pieces);
        hash_add(pieces, slice_of(text, n / 3));
        hash_add(pieces, slice_of(text + n / 3, n - n / 3));
        assert_true(key_equal(key_of(slice_of(text, n)), hash_key(pieces)));
        assert_true(hash_bytes(slice_of(text, n)) == hash_value(pieces));
    }
    hash_free(pieces);
}

static void test_rows_of_hashes(void **state)
{
    (void)state;
    const uint64_t a[] = { 1, 2, 2, 5, UINT64_MAX }, b[] = { 0, 2, 2, 2, 5, 6, UINT64_MAX };
    assert_int_equal(hash_common(a, 5, b, 7), 4);
    assert_int_equal(hash_common(b, 7, a, 5), 4);
    assert_int_equal(hash_common(a, 5, b, 0), 0);
    assert_true(hash_order(&a[3], &a[4]) < 0 && hash_order(&a[4], &a[3]) > 0);
    assert_int_equal(hash_order(&a[1], &a[2]), 0);
}

static unsigned char byte_at(size_t i)
{
    return (unsigned char)(i * 2654435761u >> 24);
}

/* Whatever way a table grows, its bytes stay, and new ones are zero. */
static void test_pages(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1000, 60000, 70000, 140000, 3000000, 3000001, 9000000 };
    unsigned char *p = NULL;
    size_t old = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_non_null(p = pages_grow(p, old, sizes[i]));
        for (size_t k = 0; k < sizes[i]; k++)
            assert_true(p[k] == (k < old ? byte_at(k) : 0));
        for (size_t k = old; k < sizes[i]; k++)
            p[k] = byte_at(k);
        old = sizes[i];
    }
    pages_free(p, old);
    pages_free(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buf),
        cmocka_unit_test(test_arena_is_stable),
        cmocka_unit_test(test_error),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_real_paths),
        cmocka_unit_test(test_notices),
        cmocka_unit_test(test_array),
        cmocka_unit_test(test_keys_of_every_length),
        cmocka_unit_test(test_rows_of_hashes),
        cmocka_unit_test(test_pages),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
