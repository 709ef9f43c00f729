/* fault -- the notices on an input that is skipped: the system fails to give it, it
 * is too large, or no text. Read layer. */
#ifndef READ_FAULT_H
#define READ_FAULT_H

#include <errno.h>
#include <inttypes.h>

#include "base/error.h"
#include "base/notice.h"
#include "read/unpack/kind.h"

/* Notices path as skipped, with the system's reason for errno number `code`. False where that is a lack
 * of descriptors or memory: then the run is to stop, for which input it hits is chance. */
static inline bool fault_skip(struct notices *notices, const char *path, int code)
{
    struct copydesk_error why;
    bool lack = code == EMFILE || code == ENFILE || code == ENOMEM;
    error_system(&why, lack ? COPYDESK_FAILED : COPYDESK_SKIPPED, path, code);
    notice(notices, why.status, path, 0, "%s", why.reason);
    return !lack;
}

/* Notices an article that has more bytes than options allow. */
static inline void fault_large(struct notices *n, const char *path, uint64_t most)
{
    notice(n, COPYDESK_SKIPPED, path, 0, "has more than %" PRIu64 " bytes (--max-article) and was left out", most);
}

/* Notices an article that is `what` ("a PDF file"); nobody misses what macOS keeps beside a file. */
static inline void fault_binary(struct notices *n, const char *path, const char *what)
{
    notice(n, kind_beside(slice_str(path)) ? COPYDESK_OK : COPYDESK_SKIPPED, path, 0, "is no text but %s, and was left out", what);
}

#endif
