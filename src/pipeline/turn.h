/* turn -- an ordered section: whoever holds number n enters after all lower
 * numbers have left. The holder of the lowest number never waits on a higher
 * one, so turns cannot deadlock as long as each holder passes or stops. */
#ifndef PIPELINE_TURN_H
#define PIPELINE_TURN_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct turn {
    pthread_mutex_t lock;      /* now and stopped change under it, and are read without */
    pthread_cond_t passed;
    _Atomic uint64_t now;      /* the number whose turn it is */
    atomic_bool stopped;
};

void turn_init(struct turn *t);
void turn_release(struct turn *t);

/* Blocks until it is n's turn: true. False: stopped, nobody enters any more. */
bool turn_wait(struct turn *t, uint64_t n);

/* Ends n's turn, after a turn_wait that was true. */
void turn_pass(struct turn *t);

/* Every turn_wait, under way or to come, returns false from now on. */
void turn_stop(struct turn *t);

#endif
