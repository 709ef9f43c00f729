/* fault -- the notices on an input that is skipped: the system fails to give it, or
 * it is too large. Read layer. */
#ifndef READ_FAULT_H
#define READ_FAULT_H

#include <inttypes.h>

#include "base/error.h"
#include "base/notice.h"

/* Notices path as skipped, with the system's reason for errno number `code`. */
static inline void fault_skip(struct notices *notices, const char *path, int code)
{
    struct copydesk_error why;
    error_system(&why, COPYDESK_SKIPPED, path, code);
    notice(notices, COPYDESK_SKIPPED, path, 0, "%s", why.reason);
}

/* Notices an article that has more bytes than options allow. */
static inline void fault_large(struct notices *n, const char *path, uint64_t most)
{
    notice(n, COPYDESK_SKIPPED, path, 0, "has more than %" PRIu64 " bytes (--max-article) and was left out", most);
}

#endif
