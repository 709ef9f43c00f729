#include "pipeline/turn.h"

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

bool turn_wait(struct turn *t, uint64_t n)
{
    pthread_mutex_lock(&t->lock);
    while (t->now != n && !t->stopped)
        pthread_cond_wait(&t->passed, &t->lock);
    bool mine = !t->stopped;
    pthread_mutex_unlock(&t->lock);
    return mine;
}

void turn_pass(struct turn *t)
{
    pthread_mutex_lock(&t->lock);
    t->now++;
    pthread_cond_broadcast(&t->passed);
    pthread_mutex_unlock(&t->lock);
}

void turn_stop(struct turn *t)
{
    pthread_mutex_lock(&t->lock);
    t->stopped = true;
    pthread_cond_broadcast(&t->passed);
    pthread_mutex_unlock(&t->lock);
}
