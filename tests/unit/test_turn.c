/* turn: numbers enter in order, and a stop sends everybody home. */
#include "unit.h"

#include <stdatomic.h>

#include "pipeline/turn.h"

enum { THREADS = 6, TURNS = 2000 };

struct shared {
    struct turn turn;
    atomic_uint next;
    unsigned log[TURNS], n;   /* guarded by the turn alone: TSan watches */
    unsigned stop_at;
};

static void *enter(void *arg)
{
    struct shared *s = arg;
    for (;;) {
        unsigned n = atomic_fetch_add(&s->next, 1);
        if (n >= TURNS || !turn_wait(&s->turn, n))
            return NULL;
        s->log[s->n++] = n;
        if (n == s->stop_at) {
            turn_stop(&s->turn);
            return NULL;
        }
        turn_pass(&s->turn);
    }
}

static void run(struct shared *s)
{
    pthread_t threads[THREADS];
    turn_init(&s->turn);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, enter, s), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    turn_release(&s->turn);
    for (unsigned i = 0; i < s->n; i++)
        assert_int_equal(s->log[i], i);
}

static void test_order(void **state)
{
    (void)state;
    struct shared s = { .stop_at = TURNS };
    run(&s);
    assert_int_equal(s.n, TURNS);
}

static void test_stop(void **state)
{
    (void)state;
    struct shared s = { .stop_at = 700 };
    run(&s);
    assert_int_equal(s.n, 701);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_stop),
    };
    return cmocka_run_group_tests_name("turn", tests, NULL, NULL);
}
