#include "read/survey_notices.h"

#include <string.h>

void survey_notices_release(struct survey_notices *m)
{
    buf_release(&m->paths);
    if (m->notices)
        notices_release(&m->heard);
}

/* Whether the survey noticed path; the search goes on behind the last one found. */
static bool was_noticed(struct survey_notices *m, const char *path)
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
    struct survey_notices *m = payload;
    bool skipped = what->status != COPYDESK_OK;
    if (m->surveying && !skipped)
        m->quiet = false;
    else if (m->surveying || !skipped || !was_noticed(m, what->path))
        notice(m->notices, what->status, what->path, what->line, "%s", what->reason);
    if (m->surveying && skipped)
        buf_add(&m->paths, what->path, strlen(what->path) + 1);
}

void survey_notices_begin(struct survey_notices *m, struct notices *notices)
{
    m->notices = notices;
    m->listener = (struct copydesk_observer){ .payload = m, .notice = hear };
    notices_init(&m->heard, &m->listener);
    m->heard.passes_on = true;
    m->surveying = m->quiet = true;
}

bool survey_notices_end(struct survey_notices *m)
{
    m->surveying = false;
    return m->quiet;
}

struct notices *survey_notices_for_walk(struct survey_notices *m, struct notices *notices)
{
    return m->notices ? &m->heard : notices;
}
