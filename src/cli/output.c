#include "cli/output.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

enum { ENOUGH = 64 * 1024 };   /* bytes for one write */

static void flush(struct output *o)
{
    if (o->text.failed && o->code == 0)
        o->code = ENOMEM;
    if (o->code == 0)
        o->code = file_write(STDOUT_FILENO, buf_slice(&o->text));
    buf_clear(&o->text);
}

void output_some(struct output *o)
{
    if (o->text.len >= ENOUGH || o->text.failed)
        flush(o);
}

void output_line(void *payload, const char *text, size_t len)
{
    struct output *o = payload;
    buf_add(&o->text, text, len);
    buf_addch(&o->text, '\n');
    output_some(o);
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

enum copydesk_status output_end(struct output *o, enum copydesk_status status, struct copydesk_error *error)
{
    struct copydesk_error unwritten;
    if (output_finish(o, &unwritten) == COPYDESK_OK || status >= COPYDESK_FAILED)
        return status;
    *error = unwritten;
    return COPYDESK_FAILED;
}
