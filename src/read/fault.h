/* fault -- an input that the system does not give us is noticed and skipped.
 * Read layer. */
#ifndef READ_FAULT_H
#define READ_FAULT_H

#include "base/error.h"
#include "base/notice.h"

/* Notices path as skipped, with the system's reason for errno number `code`. */
static inline void fault_skip(struct notices *notices, const char *path, int code)
{
    struct copydesk_error why;
    error_system(&why, COPYDESK_SKIPPED, path, code);
    notice(notices, COPYDESK_SKIPPED, path, 0, "%s", why.reason);
}

#endif
