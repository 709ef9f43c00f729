#include "base/notice.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

void notices_init(struct notices *n, const struct copydesk_observer *observer)
{
    *n = (struct notices){ .observer = observer };
    pthread_mutex_init(&n->lock, NULL);
}

void notices_release(struct notices *n)
{
    pthread_mutex_destroy(&n->lock);
}

/* ---- held back ---- */

/* Where this thread's notices wait; NULL: they are handed out at once. */
static _Thread_local struct buf *holding;

void notices_hold(struct buf *held)
{
    holding = held;
}

/* Before the path and the reason, which end with a NUL each. */
struct held_head {
    enum copydesk_status status;
    uint64_t line;
};

/* False when memory is short: then held is as it was. */
static bool hold(struct buf *held, const struct copydesk_error *what)
{
    const struct held_head head = { what->status, what->line };
    size_t path = strlen(what->path) + 1, reason = strlen(what->reason) + 1;
    if (!buf_reserve(held, sizeof head + path + reason)) {
        held->failed = false;
        return false;
    }
    buf_add(held, (const char *)&head, sizeof head);
    buf_add(held, what->path, path);
    buf_add(held, what->reason, reason);
    return true;
}

/* ---- handed out ---- */

static void hand_out(struct notices *n, const struct copydesk_error *what)
{
    pthread_mutex_lock(&n->lock);
    if (what->status == COPYDESK_SKIPPED)
        n->skipped++;
    if (n->observer && n->observer->notice)
        n->observer->notice(n->observer->payload, what);
    pthread_mutex_unlock(&n->lock);
}

void notices_tell(struct notices *n, struct buf *held)
{
    holding = NULL;   /* the observer may use a list of its own, whose notices are not to get in between */
    for (size_t at = 0; at < held->len;) {
        struct held_head head;
        memcpy(&head, held->ptr + at, sizeof head);
        const char *path = held->ptr + at + sizeof head, *reason = path + strlen(path) + 1;
        struct copydesk_error what = { .status = head.status, .line = head.line };
        snprintf(what.path, sizeof what.path, "%s", path);
        snprintf(what.reason, sizeof what.reason, "%s", reason);
        hand_out(n, &what);
        at = (size_t)(reason - held->ptr) + strlen(reason) + 1;
    }
    buf_clear(held);
}

void notice(struct notices *n, enum copydesk_status status, const char *path, uint64_t line,
            const char *format, ...)
{
    struct copydesk_error what;
    va_list args;
    va_start(args, format);
    error_setv(&what, status, path, line, format, args);
    va_end(args);
    if (status == COPYDESK_FAILED) {
        pthread_mutex_lock(&n->lock);
        n->failed = true;
        pthread_mutex_unlock(&n->lock);
    }
    if (n->passes_on || !holding || !hold(holding, &what))
        hand_out(n, &what);
}

void notices_lock(struct notices *n)
{
    pthread_mutex_lock(&n->lock);
}

void notices_unlock(struct notices *n)
{
    pthread_mutex_unlock(&n->lock);
}

uint64_t notices_skipped(struct notices *n)
{
    pthread_mutex_lock(&n->lock);
    uint64_t skipped = n->skipped;
    pthread_mutex_unlock(&n->lock);
    return skipped;
}

enum copydesk_status notices_end(struct notices *n, struct copydesk_error *error)
{
    pthread_mutex_lock(&n->lock);
    bool failed = n->failed;
    pthread_mutex_unlock(&n->lock);
    return !failed ? COPYDESK_OK : error_set(error, COPYDESK_FAILED, NULL, 0,
                                             "not all of the input could be opened, as was told; run it again");
}

enum copydesk_status notices_fail(struct notices *n, struct copydesk_error *error)
{
    return notices_end(n, error) == COPYDESK_OK ? error_memory(error) : COPYDESK_FAILED;
}
