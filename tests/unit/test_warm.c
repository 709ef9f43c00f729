/* A warm run allocates nothing per article: twice the articles, the same
 * number of allocations, save for what doublings of the set of keys need. The
 * linker sends all allocations through here (tests.mk), which can also make them fail.
 *
 * Left out: combining marks, since text whose characters depend on their neighbours
 * is folded by way of its normal form, in memory of its own; and text so spoiled
 * that other encodings are tried. */
#include "unit.h"

#include <limits.h>
#include <unistd.h>

#include "copydesk.h"
#include "make_article.h"
#include "read/charset/guess.h"

enum { ARTICLES = 3000, SPARE = 4 };   /* SPARE: allocations, for doublings (seen: 1) */

static unsigned long allocations;
static unsigned long bad_from = ULONG_MAX, bad_to = ULONG_MAX;   /* of these numbers they fail */

static bool is_denied(void)
{
    unsigned long number = allocations++;
    return number >= bad_from && number < bad_to;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t n, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t n, size_t size);

void *__wrap_malloc(size_t size)
{
    return is_denied() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return is_denied() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return is_denied() ? NULL : __real_realloc(old, size);
}

void *__wrap_reallocarray(void *old, size_t n, size_t size)
{
    return is_denied() ? NULL : __real_reallocarray(old, n, size);
}

static char path[] = "/tmp/copydesk-warm.XXXXXX";   /* of the stream */

/* A stream of the same articles, so many times. */
static void make_stream(size_t times)
{
    struct buf article = { 0 };
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    while (times-- > 0) {
        uint64_t seed = 29;
        for (int n = 0; n < ARTICLES;) {
            make_article(&seed, &article);
            if (!article.len || memchr(article.ptr, 0xCC, article.len) || guess_is_foreign(buf_slice(&article)))
                continue;
            fwrite(article.ptr, 1, article.len, f);
            fputs("\n\f\n", f);
            n++;
        }
    }
    assert_int_equal(fclose(f), 0);
    buf_release(&article);
}

/* Allocations of a run over such a stream. */
static unsigned long count_run(size_t times, enum copydesk_scope scope)
{
    struct copydesk_options options;
    struct copydesk_stats stats;
    struct copydesk_error error;
    const char *paths[] = { path };
    make_stream(times);
    copydesk_options_init(&options);
    options.paths = paths;
    options.n_paths = 1;
    options.scope = scope;
    options.dry_run = true;
    options.threads = 1;
    options.max_removed = 100;
    unsigned long before = allocations;
    if (copydesk_run(&options, NULL, &stats, &error) != COPYDESK_OK)
        fail_msg("%s: %s", error.path, error.reason);
    assert_true(stats.articles >= times * ARTICLES);   /* junk may hold a separator */
    return allocations - before;
}

static void test_articles_alone(void **state)
{
    (void)state;
    unsigned long once = count_run(1, COPYDESK_SCOPE_ARTICLE);
    unsigned long twice = count_run(2, COPYDESK_SCOPE_ARTICLE);
    assert_true(once > 100);   /* they are counted at all: rules are compiled */
    assert_in_range(twice, 0, once + SPARE);
}

/* The ids of articles are kept, 64 KiB at a time. */
static void test_across_articles(void **state)
{
    (void)state;
    unsigned long once = count_run(1, COPYDESK_SCOPE_CORPUS);
    unsigned long twice = count_run(2, COPYDESK_SCOPE_CORPUS);
    assert_in_range(twice, 0, once + SPARE);
}

static enum copydesk_status normalize(struct copydesk_normalizer *n, const char *text)
{
    const char *out;
    size_t len;
    return copydesk_normalize(n, text, strlen(text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT | 1u << COPYDESK_FIX_UNWRAP,
                              &out, &len, NULL);
}

/* A normalizer that was short of memory is none the worse for it. */
static void test_normalizer_recovers(void **state)
{
    (void)state;
    static const char suspect[] = "The\xc2\xa0""ferry  sails &amp; stays, said\nthe caf\xc3\x83\xc2\xa9.";
    static const char *const texts[] = { "The ferry sails again.", suspect };
    enum copydesk_status status = COPYDESK_FAILED;
    unsigned long more = 0;
    for (; status == COPYDESK_FAILED; more++) {
        struct copydesk_normalizer *n = copydesk_normalizer_new();
        assert_non_null(n);
        bad_from = allocations + more;
        status = normalize(n, suspect);
        bad_from = ULONG_MAX;
        for (size_t i = 0; i < 2; i++)
            assert_int_equal(normalize(n, texts[i]), COPYDESK_OK);
        copydesk_normalizer_free(n);
    }
    assert_true(more > 2);   /* it failed at all */
}

/* Rules are learned from the stream, into *pack. */
static enum copydesk_status learn(struct buf *pack)
{
    static char out[sizeof path + 8];
    struct copydesk_options options;
    const char *paths[] = { path };
    char chunk[4096];
    snprintf(out, sizeof out, "%s.rules", path);
    copydesk_options_init(&options);
    options.paths = paths;
    options.n_paths = 1;
    options.output = out;
    enum copydesk_status status = copydesk_learn(&options, NULL, NULL, NULL);
    unsigned long to = bad_to;
    bad_to = 0;   /* what follows is the test's */
    buf_clear(pack);
    FILE *f = fopen(out, "rb");
    for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(pack, chunk, n);
    if (f)
        fclose(f);
    unlink(out);
    bad_to = to;
    return status;
}

/* When one allocation fails, either learning does, or the same is learned. */
static void test_learn(void **state)
{
    (void)state;
    enum { LAST = 100 };   /* where the lines found are judged and written */
    struct buf want = { 0 }, got = { 0 };
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (int i = 0; i < 20; i++)
        fprintf(f, "The council of ward %d has voted on Monday to close pier %d, its speaker said.\n"
                   "By Rollo Penhallow\nHarbour picks of the day\nTide tables and berths\n\f\n", i, 7 * i);
    assert_int_equal(fclose(f), 0);
    unsigned long n = allocations, failed = 0;
    assert_int_equal(learn(&want), COPYDESK_OK);
    n = allocations - n;
    for (unsigned long k = n - LAST; k < n; k++) {
        bad_from = allocations + k;
        bad_to = bad_from + 1;
        enum copydesk_status status = learn(&got);
        bad_from = bad_to = ULONG_MAX;
        failed += status == COPYDESK_FAILED;
        if (status != COPYDESK_FAILED && !slice_equal(buf_slice(&want), buf_slice(&got)))
            fail_msg("without allocation %lu of %lu another pack was learned", k, n);
    }
    assert_true(failed > 0);
    buf_release(&want);
    buf_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_articles_alone),
        cmocka_unit_test(test_across_articles),
        cmocka_unit_test(test_normalizer_recovers),
        cmocka_unit_test(test_learn),
    };
    int fd = mkstemp(path);
    if (fd < 0)
        return 2;
    close(fd);
    int failed = cmocka_run_group_tests_name("warm", tests, NULL, NULL);
    unlink(path);
    return failed;
}
