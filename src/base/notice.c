#include "base/notice.h"

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

void notice(struct notices *n, enum copydesk_status status, const char *path, uint64_t line,
            const char *format, ...)
{
    struct copydesk_error what;
    va_list args;
    va_start(args, format);
    error_setv(&what, status, path, line, format, args);
    va_end(args);

    pthread_mutex_lock(&n->lock);
    if (status == COPYDESK_SKIPPED)
        n->skipped++;
    if (n->observer && n->observer->notice)
        n->observer->notice(n->observer->payload, &what);
    pthread_mutex_unlock(&n->lock);
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
