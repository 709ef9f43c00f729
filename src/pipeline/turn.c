#include "pipeline/turn.h"

enum { LOOKS = 1000 };   /* how often the next one looks before it sleeps; some 20 us (measured) */

void turn_init(struct turn *t)
{
    *t = (struct turn){ 0 };
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->passed, NULL);
}

void turn_release(struct turn *t)
{
    pthread_cond_destroy(&t->passed);
    pthread_mutex_destroy(&t->lock);
}

/* Tells the processor that somebody waits in a loop. */
static void rest(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static bool may_enter(const struct turn *t, uint64_t n)
{
    return atomic_load(&t->now) == n || atomic_load(&t->stopped);
}

static bool is_next(const struct turn *t, uint64_t n)
{
    return atomic_load(&t->now) + 1 == n && !atomic_load(&t->stopped);
}

/* The next in line spins for some microseconds before it sleeps: a turn is short, and
 * waking up takes longer than most of them. The others sleep at once, for there may be
 * more of them than processors. */
bool turn_wait(struct turn *t, uint64_t n)
{
    for (int i = 0; i < LOOKS && is_next(t, n); i++)
        rest();
    if (!may_enter(t, n)) {
        pthread_mutex_lock(&t->lock);
        while (!may_enter(t, n))
            pthread_cond_wait(&t->passed, &t->lock);
        pthread_mutex_unlock(&t->lock);
    }
    return !atomic_load(&t->stopped);
}

void turn_pass(struct turn *t)
{
    pthread_mutex_lock(&t->lock);
    atomic_fetch_add(&t->now, 1);
    pthread_cond_broadcast(&t->passed);
    pthread_mutex_unlock(&t->lock);
}

void turn_stop(struct turn *t)
{
    pthread_mutex_lock(&t->lock);
    atomic_store(&t->stopped, true);
    pthread_cond_broadcast(&t->passed);
    pthread_mutex_unlock(&t->lock);
}
