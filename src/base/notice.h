/* notice -- hands warnings to the observer, one at a time, from any thread. A thread
 * can hold its own back until its turn, so that they come in the order of the input.
 * Base layer; one of the few files that knows of locks. */
#ifndef BASE_NOTICE_H
#define BASE_NOTICE_H

#include <pthread.h>

#include "base/buf.h"
#include "copydesk.h"

struct notices {
    const struct copydesk_observer *observer;   /* may be NULL */
    pthread_mutex_t lock;
    uint64_t skipped;      /* notices of COPYDESK_SKIPPED so far */
    bool failed;           /* there was one of COPYDESK_FAILED, maybe held back */
    bool passes_on;        /* the observer only passes them on, to another list: none is held back here */
};

void notices_init(struct notices *n, const struct copydesk_observer *observer);
void notices_release(struct notices *n);

/* status COPYDESK_SKIPPED: an input was skipped or kept unclean, counted, and
 * the run will end with that status. COPYDESK_OK: a mere warning. COPYDESK_FAILED: an input
 * could not be had, and the system is at fault, not the input: the run will fail. */
void notice(struct notices *n, enum copydesk_status status, const char *path, uint64_t line,
            const char *format, ...) __attribute__((format(printf, 5, 6)));

/* This thread's notices, of any list but those that pass them on, wait in `held` from now on; with NULL
 * they are handed out at once again. When memory is short they are not held back. */
void notices_hold(struct buf *held);

/* Hands out what waits in held, in order, and empties it. From now on this thread's notices are
 * handed out at once again. */
void notices_tell(struct notices *n, struct buf *held);

/* Keeps notices waiting while another callback of the observer runs: it is promised
 * one at a time. Do not call notice in between. */
void notices_lock(struct notices *n);
void notices_unlock(struct notices *n);

uint64_t notices_skipped(struct notices *n);

/* COPYDESK_FAILED, with error filled, when there was a notice of that; else COPYDESK_OK. */
enum copydesk_status notices_end(struct notices *n, struct copydesk_error *error);

/* Fills error, after something was not to be had: with notices_end's reason, or because memory is short. */
enum copydesk_status notices_fail(struct notices *n, struct copydesk_error *error);

#endif
