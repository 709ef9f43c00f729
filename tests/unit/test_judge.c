/* The laws of strip_judge, on paragraphs with random hits: the same verdicts
 * each time, no standing paragraph whose condition holds, and nothing more
 * when what is left is judged as an article of its own. */
#include "unit.h"

#include "strip/strip.h"

enum { MAX_LINES = 64 };

static size_t headings, insides;   /* seen by something_left */

/* The number of a rule. */
static size_t rule_called(const struct rules *r, const char *name)
{
    size_t i = 0;
    while (strcmp(rules_name(r, i), name) != 0)
        i++;
    return i;
}

/* ---- what strip.h says, line by line: slow and plain ---- */

static size_t zone_of(size_t standing, size_t percent, size_t most)
{
    size_t n = standing * percent / 100;
    return n < 1 ? 1 : n > most ? most : n;
}

static bool beside_taken(const struct para *p, size_t n, size_t i)
{
    for (size_t k = i; k-- > 0 && p[k].action == COPYDESK_DROP;)
        if (p[k].reason == COPYDESK_RULE)
            return true;
    for (size_t k = i + 1; k < n && p[k].action == COPYDESK_DROP; k++)
        if (p[k].reason == COPYDESK_RULE)
            return true;
    return false;
}

/* The taken line of a block rule behind which something stands that should not. */
static bool block_left(const struct rules *r, uint16_t block, const struct para *p, size_t n)
{
    size_t strong = 0;
    for (size_t i = n - n / 5; i < n; i++)
        strong += p[i].hit[STRIP_ALWAYS] && rules_class(r, p[i].hit[STRIP_ALWAYS] - 1) == COPYDESK_COMMENTS;
    for (size_t i = n / 2; i < n && strong >= 2; i++) {
        if (p[i].action != COPYDESK_DROP || p[i].reason != COPYDESK_RULE || p[i].rule != block)
            continue;
        size_t before = i, held = 0, standing = 0;
        while (before-- > 0 && p[before].action == COPYDESK_DROP)
            ;
        for (size_t k = i + 1; k < n; k++) {
            standing += p[k].action != COPYDESK_DROP;
            held += p[k].action != COPYDESK_DROP && !p[k].hit[STRIP_BLOCK];
        }
        if (before != SIZE_MAX && p[before].words >= 12 && !p[before].hit[STRIP_BLOCK] && standing && !held)
            return true;
    }
    return false;
}

/* Lines here have one word, or five; prose twelve and a full stop. */
static bool is_prose(const struct para *p)
{
    return p && p->words == 12;
}

/* The next standing line from i on, going forward or back, that is not i; NULL: none. */
static const struct para *beside(const struct para *p, size_t n, size_t i, bool back)
{
    do
        i += back ? (size_t)-1 : 1;
    while (i < n && p[i].action == COPYDESK_DROP);
    return i < n ? &p[i] : NULL;
}

static bool is_heading(const struct para *p, size_t n, size_t i, bool back)
{
    return is_prose(beside(p, n, i, back)) && (p[i].words == 1 || is_prose(beside(p, n, i, !back)));
}

static bool is_hit(const struct para *p)
{
    return p->hit[STRIP_ALWAYS] || p->hit[STRIP_HEAD] || p->hit[STRIP_TAIL] || p->hit[STRIP_NEAR] || p->hit[STRIP_AFTER];
}

/* Does it stand in a broken sentence? Texts here are "x", "x." and ", x". */
static bool is_inside(const struct para *p, size_t n, size_t i)
{
    if (i + 1 == n || p[i + 1].action == COPYDESK_DROP || p[i].words > 5 || slice_equal(p[i].text, SLICE("x.")))
        return false;
    return slice_equal(p[i + 1].text, SLICE(", x"))
        || (i > 0 && p[i - 1].action != COPYDESK_DROP && p[i - 1].words >= 4 && !slice_equal(p[i - 1].text, SLICE("x."))
            && !is_hit(&p[i - 1]) && !is_hit(&p[i + 1]));
}

/* Is there a standing paragraph whose condition holds? */
static bool something_left(const struct para *p, size_t n)
{
    size_t standing = 0, rank = 0;
    for (size_t i = 0; i < n; i++)
        standing += p[i].action != COPYDESK_DROP;
    for (size_t i = 0; i < n; i++) {
        if (p[i].action == COPYDESK_DROP)
            continue;
        bool head = rank < zone_of(standing, 15, 8), tail = standing - 1 - rank < zone_of(standing, 25, 15);
        rank++;
        bool before = head && p[i].hit[STRIP_HEAD], behind = tail && p[i].hit[STRIP_TAIL];
        bool zoned = (before && !is_heading(p, n, i, true)) || (behind && !is_heading(p, n, i, false));
        headings += (before || behind) && !zoned;
        bool holds = p[i].hit[STRIP_ALWAYS] || zoned || (p[i].hit[STRIP_NEAR] && beside_taken(p, n, i));
        if (holds && !is_inside(p, n, i))
            return true;
        insides += holds;
    }
    return false;
}

static size_t survivors(const struct para *p, size_t n, struct para *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (p[i].action != COPYDESK_DROP)
            out[kept++] = p[i];
    return kept;
}

/* Prose, or in the last half often what may go with a block, a block rule's lines in it. */
static void make_block(uint64_t *seed, uint16_t block, struct para *p, size_t i, size_t n)
{
    p->hit[STRIP_BLOCK] = i >= n / 2 && random_below(seed, 12) ? 1 : 0;
    if (!p->hit[STRIP_BLOCK]) {
        p->words = 12;
        p->text = SLICE("x.");
    }
    if (i >= n / 3 && random_below(seed, 5) == 0)
        p->hit[random_below(seed, 2) ? STRIP_ALWAYS : STRIP_TAIL] = block;
}

/* Lines that had nothing against them but a block. */
static size_t gone_with_block(uint16_t block, const struct para *p, size_t n)
{
    size_t gone = 0;
    for (size_t i = 0; i < n; i++) {
        bool other = false;
        for (int c = 0; c < STRIP_BLOCK; c++)
            other = other || p[i].hit[c];
        if (other || p[i].action != COPYDESK_DROP || p[i].reason != COPYDESK_RULE)
            continue;
        assert_true(p[i].hit[STRIP_BLOCK]);
        assert_int_equal(p[i].rule, block);
        gone++;
    }
    return gone;
}

static void test_judge_laws(void **state)
{
    (void)state;
    struct copydesk_options options = { .strip = COPYDESK_STRIP_DEFAULT };
    struct rules *rules = rules_open(&options, NULL);
    struct strip_scratch *scratch = strip_scratch_new(rules);
    assert_non_null(scratch);
    uint16_t block = (uint16_t)(rule_called(rules, "en/comments-heading") + 1);
    uint64_t seed = 11;
    size_t blocks = 0;
    for (int round = 0; round < 20000; round++) {
        struct para p[MAX_LINES], again[MAX_LINES];
        size_t n = 1 + random_below(&seed, MAX_LINES - 1);
        unsigned dense = 2 + random_below(&seed, 6);
        for (size_t i = 0; i < n; i++) {
            p[i] = (struct para){ .text = random_below(&seed, 20) ? SLICE("x") : SLICE(", x"), .words = random_below(&seed, 3) ? 1 : 5 };
            for (int c = 0; c < STRIP_N_CONDITIONS; c++)
                p[i].hit[c] = random_below(&seed, c == STRIP_ALWAYS ? 12 : dense) == 0 ? 1 : 0;
            if (round % 2)
                make_block(&seed, block, &p[i], i, n);
            if (random_below(&seed, 10) == 0) {
                p[i].action = COPYDESK_DROP;
                p[i].reason = COPYDESK_REPEAT;
            }
        }
        memcpy(again, p, n * sizeof *p);
        long dropped = strip_judge(rules, scratch, true, true, p, n);
        assert_int_equal(strip_judge(rules, scratch, true, true, again, n), dropped);
        assert_memory_equal(again, p, n * sizeof *p);                      /* deterministic */
        blocks += gone_with_block(block, p, n);
        assert_false(block_left(rules, block, p, n));
        assert_false(something_left(p, n));                                /* nothing forgotten */
        assert_int_equal(strip_judge(rules, scratch, true, true, p, n), 0);
        size_t kept = survivors(p, n, again);
        assert_int_equal(strip_judge(rules, scratch, true, true, again, kept), 0);   /* idempotent */
    }
    assert_true(blocks > 500 && headings > 500 && insides > 500);   /* the rounds have some at all */
    strip_scratch_free(scratch);
    rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_judge_laws) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
