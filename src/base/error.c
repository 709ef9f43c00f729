#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum copydesk_status error_setv(struct copydesk_error *error, enum copydesk_status status,
                                const char *path, uint64_t line, const char *format, va_list args)
{
    if (!error)
        return status;
    error->status = status;
    error->line = line;
    error->code = 0;
    if (path != error->path)
        snprintf(error->path, sizeof error->path, "%s", path ? path : "");
    vsnprintf(error->reason, sizeof error->reason, format, args);
    return status;
}

enum copydesk_status error_set(struct copydesk_error *error, enum copydesk_status status,
                               const char *path, uint64_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_setv(error, status, path, line, format, args);
    va_end(args);
    return status;
}

enum copydesk_status error_system(struct copydesk_error *error, enum copydesk_status status,
                                  const char *path, int code)
{
    char text[256];
    /* the POSIX form: the program is built without _GNU_SOURCE */
    if (strerror_r(code, text, sizeof text) != 0)
        snprintf(text, sizeof text, "error %d", code);
    error_set(error, status, path, 0, code == EMFILE ? "%s; raise the limit, with ulimit -n" : "%s", text);
    if (error)
        error->code = code;
    return status;
}

enum copydesk_status error_memory(struct copydesk_error *error)
{
    error_set(error, COPYDESK_FAILED, NULL, 0, "out of memory");
    if (error)
        error->code = ENOMEM;
    return COPYDESK_FAILED;
}
