#include "read/missed.h"

#include <string.h>

void missed_release(struct missed *m)
{
    buf_release(&m->paths);
    if (m->notices)
        notices_release(&m->heard);
}

/* Whether the look has named it; the search goes on behind the last one found. */
static bool is_named(struct missed *m, const char *path)
{
    for (size_t at = m->at; at < m->paths.len; at += strlen(m->paths.ptr + at) + 1)
        if (strcmp(m->paths.ptr + at, path) == 0) {
            m->at = at + strlen(path) + 1;
            return true;
        }
    return false;
}

static void hear(void *payload, const struct copydesk_error *what)
{
    struct missed *m = payload;
    bool skipped = what->status == COPYDESK_SKIPPED;
    if (m->looking && !skipped)
        m->quiet = false;
    else if (m->looking || !skipped || !is_named(m, what->path))
        notice(m->notices, what->status, what->path, what->line, "%s", what->reason);
    if (m->looking && skipped)
        buf_add(&m->paths, what->path, strlen(what->path) + 1);
}

void missed_begin(struct missed *m, struct notices *notices)
{
    m->notices = notices;
    m->listener = (struct copydesk_observer){ .payload = m, .notice = hear };
    notices_init(&m->heard, &m->listener);
    m->looking = m->quiet = true;
}

bool missed_end(struct missed *m)
{
    m->looking = false;
    return m->quiet;
}

struct notices *missed_notices(struct missed *m, struct notices *notices)
{
    return m->notices ? &m->heard : notices;
}
