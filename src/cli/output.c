#include "cli/output.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"

enum { ENOUGH = 64 * 1024 };

static int write_all(const char *p, size_t left)
{
    while (left > 0) {
        ssize_t n = write(STDOUT_FILENO, p, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        p += n;
        left -= (size_t)n;
    }
    return 0;
}

static void flush(struct output *o)
{
    if (o->text.failed && o->code == 0)
        o->code = ENOMEM;
    if (o->code == 0)
        o->code = write_all(o->text.ptr, o->text.len);
    buf_clear(&o->text);
}

void output_some(struct output *o)
{
    if (o->text.len >= ENOUGH || o->text.failed)
        flush(o);
}

enum copydesk_status output_finish(struct output *o, struct copydesk_error *error)
{
    flush(o);
    buf_release(&o->text);
    if (close(STDOUT_FILENO) != 0 && o->code == 0)
        o->code = errno;
    if (o->code == 0 || o->code == EPIPE)
        return COPYDESK_OK;
    return error_system(error, COPYDESK_FAILED, "<stdout>", o->code);
}
