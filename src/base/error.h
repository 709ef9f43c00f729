/* error -- fills a struct copydesk_error where the fault is known.
 * Base layer. All take NULL for error; all return the status given, so that a
 * failing branch is one line. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>

#include "copydesk.h"

/* path may be NULL, or error->path itself; line is 0 when there is none; format gives the reason. */
enum copydesk_status error_set(struct copydesk_error *error, enum copydesk_status status,
                               const char *path, uint64_t line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same, for functions that take a format themselves. */
enum copydesk_status error_setv(struct copydesk_error *error, enum copydesk_status status,
                                const char *path, uint64_t line, const char *format, va_list args)
    __attribute__((format(printf, 5, 0)));

/* The reason is the system's for errno number `code`. */
enum copydesk_status error_system(struct copydesk_error *error, enum copydesk_status status,
                                  const char *path, int code);

/* COPYDESK_FAILED, "out of memory". */
enum copydesk_status error_memory(struct copydesk_error *error);

#endif
