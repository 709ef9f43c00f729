/* choice: who is kept by which wish, and what a second reading is told. */
#include "near_text.h"

#include "dedupe/near/choice.h"

static const struct near_rules NEWS = { .bands = 32, .jaccard = 500, .containment = 800 };

struct made {
    struct choice *choice;
    struct shingles s;
    struct arena arena;
    uint64_t known;
    struct copydesk_error error;
};

/* Articles 10, 20, 30 ... of so many of the story's words, each at its time. */
static void make(struct made *m, enum copydesk_keep keep, const unsigned *words, const int64_t *times, size_t n)
{
    *m = (struct made){ .choice = choice_new(&NEWS, keep, (struct budget){ 0 }) };
    for (size_t i = 0; i < n; i++) {
        struct buf text = { 0 };
        char id[2] = { (char)('a' + i), '\0' };
        struct text t;
        struct near_text prepared;
        for (unsigned w = 0; w < words[i]; w++)
            buf_addf(&text, "word%u ", w * 7919 % 1000);
        split(&t, buf_str(&text));
        assert_true(near_prepare(&NEWS, &m->s, t.paras, t.n, &prepared));
        const struct choice_article a = { 10 * i + 10, slice_str(id), &prepared, text.len, times[i], i };
        assert_int_equal(choice_add(m->choice, &a, NULL), COPYDESK_OK);
        buf_release(&text);
    }
}

static void release(struct made *m)
{
    choice_free(m->choice);
    shingles_release(&m->s);
    arena_release(&m->arena);
}

/* The id of the one that article i goes for; "" when it stays. */
static const char *asked(struct made *m, size_t i)
{
    struct near_match match;
    int got = choice_ask(m->choice, 10 * i + 10, i, &m->arena, &match, &m->known, &m->error);
    return got < 0 ? "failed" : got ? match.id.ptr : "";
}

static void the_wish_says_who_stays(void **state)
{
    (void)state;
    enum { N = 4 };
    static const unsigned words[N] = { 60, 80, 80, 70 };
    static const int64_t times[N] = { 30, 0, 40, 30 };
    static const struct { enum copydesk_keep keep; const char *kept; } wishes[] = {
        { COPYDESK_KEEP_LONGEST, "b" }, { COPYDESK_KEEP_LATEST, "c" }, { COPYDESK_KEEP_EARLIEST, "a" },
    };
    for (size_t w = 0; w < sizeof wishes / sizeof *wishes; w++) {
        struct made m;
        make(&m, wishes[w].keep, words, times, N);
        assert_int_equal(choice_settle(m.choice, &m.error), COPYDESK_OK);
        for (size_t i = 0; i < N; i++)
            assert_string_equal(asked(&m, i), wishes[w].kept[0] == 'a' + (char)i ? "" : wishes[w].kept);
        assert_int_equal(m.known, N);
        assert_int_equal(choice_count(m.choice), N);
        assert_int_equal(choice_undated(m.choice), 1);
        release(&m);
    }
}

static void what_changed_is_noticed(void **state)
{
    (void)state;
    static const unsigned words[] = { 60, 80 };
    static const int64_t times[] = { 1, 2 };
    struct made m;
    struct near_match match;
    make(&m, COPYDESK_KEEP_LONGEST, words, times, 2);
    assert_int_equal(choice_settle(m.choice, &m.error), COPYDESK_OK);
    assert_int_equal(choice_ask(m.choice, 15, 99, &m.arena, &match, &m.known, &m.error), 0);   /* not put aside */
    assert_int_equal(m.known, 0);
    assert_int_equal(choice_ask(m.choice, 20, 99, &m.arena, &match, &m.known, &m.error), -1);
    assert_non_null(strstr(m.error.reason, "changed"));
    release(&m);
}

static void dates_are_wanted_when_they_decide(void **state)
{
    (void)state;
    static const unsigned words[] = { 60, 80, 900 };
    static const int64_t none[] = { 0, 0, 0 };
    struct made m;
    make(&m, COPYDESK_KEEP_LATEST, words, none, 2);
    assert_int_equal(choice_settle(m.choice, &m.error), COPYDESK_FAILED);
    assert_non_null(strstr(m.error.reason, "--date-field"));
    release(&m);
    make(&m, COPYDESK_KEEP_LATEST, words + 2, none, 1);   /* nothing to decide */
    assert_int_equal(choice_settle(m.choice, &m.error), COPYDESK_OK);
    release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wish_says_who_stays),
        cmocka_unit_test(what_changed_is_noticed),
        cmocka_unit_test(dates_are_wanted_when_they_decide),
    };
    return cmocka_run_group_tests_name("choice", tests, NULL, NULL);
}
