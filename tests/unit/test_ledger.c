/* ledger: what is looked up is what was put there; dead numbers wake those who
 * leaned on them. */
#include "unit.h"

#include <unistd.h>

#include "dedupe/state/ledger.h"

static char path[] = "/tmp/copydesk-ledger-XXXXXX";

static struct state_ledger *fresh(void)
{
    struct copydesk_error error;
    unlink(path);
    struct state_ledger *l = ledger_open(path, true, &error);
    assert_non_null(l);
    return l;
}

static void put(struct state_ledger *l, uint32_t number, const char *id)
{
    ledger_put(l, &(struct ledger_article){ .number = number, .id = slice_str(id), .size = 10 * number,
                                            .mtime = -(int64_t)number, .hash = { number, ~(uint64_t)number },
                                            .run = 1, .wrote = number, .wrote_at = -(int64_t)number });
}

/* Ids in order, many of which are there, some far apart; then back to the first. */
static void following_finds_what_searching_finds(void **state)
{
    (void)state;
    enum { IDS = 600 };
    uint64_t seed = 7;
    char id[16];
    struct copydesk_error error;
    struct ledger_article a, b;
    struct state_ledger *l = fresh();
    ledger_begin(l);
    for (uint32_t i = 0; i < IDS; i++) {
        snprintf(id, sizeof id, "%04u", i);
        if (random_below(&seed, 3))
            put(l, i + 1, id);
    }
    assert_int_equal(ledger_commit(l, &error), COPYDESK_OK);
    for (uint32_t round = 0; round < 4; round++) {
        for (uint32_t i = 0; i < IDS; i += 1 + (round ? random_below(&seed, 90 * round) : 0)) {
            snprintf(id, sizeof id, "%04u", i);
            bool there = ledger_find(l, slice_str(id), &a);
            assert_int_equal(ledger_follow(l, slice_str(id), &b), there);
            if (!there)
                continue;
            assert_int_equal(b.number, i + 1);
            assert_int_equal(b.size, 10 * (i + 1));
            assert_int_equal(b.mtime, -(int64_t)(i + 1));
            assert_int_equal(b.wrote_at, -(int64_t)(i + 1));
            assert_true(key_equal(a.hash, b.hash) && a.hash.hi == i + 1 && a.hash.lo == ~(uint64_t)(i + 1));
        }
    }
    ledger_close(l);
}

static bool hear_output(void *payload, struct slice id, uint64_t wrote, int64_t wrote_at)
{
    assert_int_equal(wrote_at, 7);
    uint64_t *sum = payload;
    assert_true(slice_equal(id, SLICE("7")));
    *sum += wrote;
    return *sum < 100;
}

/* Records of two files have the same id, and one has that of a file. */
static void parts_are_no_files(void **state)
{
    (void)state;
    struct copydesk_error error;
    struct ledger_article a;
    uint64_t sum = 0;
    struct state_ledger *l = fresh();
    struct ledger_article part = { .number = 1, .id = SLICE("7"), .file = SLICE("a.jsonl"), .hash = { 1, 1 }, .wrote = 40,
                                   .wrote_at = 7 };
    ledger_begin(l);
    ledger_put(l, &part);
    part.number = 2, part.file = SLICE("b.jsonl");
    ledger_put(l, &part);
    part.number = 3, part.hash.lo = 2;
    ledger_put(l, &part);
    put(l, 4, "b.jsonl");
    part.number = 5, part.id = SLICE("b.jsonl"), part.file = SLICE("c.jsonl");
    ledger_put(l, &part);
    assert_int_equal(ledger_commit(l, &error), COPYDESK_OK);
    assert_true(ledger_find_part(l, SLICE("b.jsonl"), SLICE("7"), (struct key){ 1, 1 }, &a) && a.number == 2);
    assert_true(ledger_find_part(l, SLICE("b.jsonl"), SLICE("7"), (struct key){ 1, 2 }, &a) && a.number == 3);
    assert_false(ledger_find_part(l, SLICE("a.jsonl"), SLICE("7"), (struct key){ 1, 2 }, &a));
    assert_true(ledger_find_file(l, SLICE("b.jsonl"), &a) && a.number == 4);
    assert_true(ledger_follow(l, SLICE("b.jsonl"), &a) && a.number == 4);
    assert_false(ledger_find_file(l, SLICE("7"), &a) || ledger_follow(l, SLICE("7"), &a));
    assert_true(ledger_outputs(l, SLICE("b.jsonl"), hear_output, &sum));
    assert_int_equal(sum, 80);
    assert_false(ledger_outputs(l, SLICE("b.jsonl"), hear_output, &sum));
    assert_true(ledger_outputs(l, SLICE("d.jsonl"), hear_output, &sum));
    ledger_close(l);
}

static void add_number(void *payload, uint32_t number)
{
    *(unsigned *)payload += number;
}

/* Records of one id: some of the same bytes, some not, one of another file. */
static void namesakes_and_twins(void **state)
{
    (void)state;
    struct copydesk_error error;
    struct ledger_article a;
    unsigned sum = 0;
    struct state_ledger *l = fresh();
    ledger_begin(l);
    for (uint32_t i = 1; i <= 6; i++)
        ledger_put(l, &(struct ledger_article){
            .number = i, .id = i == 3 ? SLICE("b") : SLICE("a"), .file = i == 4 ? SLICE("other") : SLICE("feed"),
            .hash = { 0, i == 2 ? 8 : 7 }, .near = i * 100, .near_side = i });
    assert_int_equal(ledger_commit(l, &error), COPYDESK_OK);
    assert_true(ledger_find_twin(l, 1, &a) && a.number == 5 && a.near == 500 && a.near_side == 5);
    assert_true(ledger_find_twin(l, 5, &a) && a.number == 6);
    assert_false(ledger_find_twin(l, 6, &a) || ledger_find_twin(l, 2, &a) || ledger_find_twin(l, 9, &a));
    ledger_namesakes(l, 2, add_number, &sum);
    assert_int_equal(sum, 1 + 2 + 5 + 6);
    ledger_close(l);
}

static void a_death_wakes_who_leaned(void **state)
{
    (void)state;
    struct copydesk_error error;
    struct ledger_article a;
    struct state_ledger *l = fresh();
    ledger_begin(l);
    put(l, 1, "first");
    put(l, 2, "second");
    put(l, 3, "third");
    ledger_put_lean(l, 1, 2);
    ledger_put_lean(l, 1, 2);
    ledger_put_lean(l, 3, 1);
    ledger_drop(l, 1);
    assert_int_equal(ledger_commit(l, &error), COPYDESK_OK);
    assert_false(ledger_find(l, SLICE("first"), &a));
    assert_true(ledger_find(l, SLICE("second"), &a) && a.stale);
    assert_true(ledger_find(l, SLICE("third"), &a) && !a.stale);
    ledger_close(l);
    l = ledger_open(path, true, &error);   /* and so it stays */
    assert_true(ledger_find(l, SLICE("second"), &a) && a.stale);
    ledger_close(l);
}

static void count(void *payload, uint32_t number)
{
    (void)number;
    ++*(unsigned *)payload;
}

/* What is not committed never was; a folder is not its neighbour. */
static void what_is_below(void **state)
{
    (void)state;
    unsigned n = 0;
    struct copydesk_error error;
    struct state_ledger *l = fresh();
    ledger_begin(l);
    put(l, 1, "a/x");
    put(l, 2, "a/y/z");
    put(l, 3, "a");
    put(l, 4, "a-b");
    put(l, 5, "a0");
    assert_int_equal(ledger_commit(l, &error), COPYDESK_OK);
    ledger_below(l, SLICE("a"), count, &n);
    assert_int_equal(n, 3);
    ledger_begin(l);
    put(l, 6, "b");
    ledger_close(l);
    l = ledger_open(path, true, &error);
    assert_int_equal(ledger_articles(l), 5);
    ledger_close(l);
}

static void put_of(struct state_ledger *l, uint32_t number, const char *id, const char *file, uint64_t run)
{
    ledger_put(l, &(struct ledger_article){ .number = number, .id = slice_str(id), .file = slice_str(file), .run = run,
                                            .hash = { 7, number } });
}

/* Of old articles those stay that some lean on, and what is in the same file; they do not count. */
static void what_is_forgotten(void **state)
{
    (void)state;
    unsigned n = 0;
    struct copydesk_error error;
    struct ledger_article a;
    struct state_ledger *l = fresh();
    ledger_begin(l);
    ledger_put_run(l, &(struct ledger_run){ .run = 1, .began = 100 });
    ledger_put_run(l, &(struct ledger_run){ .run = 2, .began = 200 });
    put_of(l, 1, "leaned on", "", 1);
    put_of(l, 2, "a record", "feed", 1);
    put_of(l, 3, "another", "feed", 1);
    put_of(l, 4, "new", "", 2);
    put_of(l, 5, "old", "", 1);
    ledger_put_lean(l, 1, 4);
    ledger_put_lean(l, 2, 4);
    ledger_put_lean(l, 4, 5);
    ledger_forget(l, 150);
    assert_int_equal(ledger_articles(l), 1);
    assert_false(ledger_find(l, SLICE("old"), &a));
    assert_true(ledger_find(l, SLICE("leaned on"), &a) && a.run == 0 && !a.stale);
    assert_true(ledger_find(l, SLICE("another"), &a) && a.run == 0);
    assert_true(ledger_is_article(l, 4) && ledger_is_article(l, 1) && !ledger_is_article(l, 5));
    ledger_numbers(l, 0, count, &n);
    assert_int_equal(n, 1);
    ledger_drop(l, 4);
    ledger_forget(l, 150);
    assert_false(ledger_find(l, SLICE("leaned on"), &a) || ledger_find(l, SLICE("another"), &a));
    assert_int_equal(ledger_commit(l, &error), COPYDESK_OK);
    ledger_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(following_finds_what_searching_finds),
        cmocka_unit_test(parts_are_no_files),
        cmocka_unit_test(namesakes_and_twins),
        cmocka_unit_test(a_death_wakes_who_leaned),
        cmocka_unit_test(what_is_below),
        cmocka_unit_test(what_is_forgotten),
    };
    if (!ledger_is_built(NULL))
        return 0;
    int fd = mkstemp(path);
    if (fd >= 0)
        close(fd);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
