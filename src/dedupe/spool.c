#include "dedupe/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

void spool_init(struct spool *s)
{
    *s = (struct spool){ .file = -1 };
}

void spool_release(struct spool *s)
{
    if (s->file >= 0)
        close(s->file);
    buf_release(&s->tail);
    spool_init(s);
}

uint64_t spool_size(const struct spool *s)
{
    return s->written + s->tail.len;
}

static enum copydesk_status fail(int code, struct copydesk_error *error)
{
    if (code == ENOSPC)
        return error_set(error, COPYDESK_FAILED, file_scratch(), 0,
                         "no room for what near-duplicates are compared with; set TMPDIR to a larger disk");
    return error_system(error, COPYDESK_FAILED, file_scratch(), code);
}

static enum copydesk_status open_file(struct spool *s, struct copydesk_error *error)
{
    s->file = file_unnamed(file_scratch());
    return s->file >= 0 ? COPYDESK_OK : fail(errno, error);
}

static enum copydesk_status write_tail(struct spool *s, struct copydesk_error *error)
{
    enum copydesk_status status = s->file < 0 ? open_file(s, error) : COPYDESK_OK;
    size_t done = 0;
    while (status == COPYDESK_OK && done < s->tail.len) {
        ssize_t n = pwrite(s->file, s->tail.ptr + done, s->tail.len - done, (off_t)(s->written + done));
        if (n > 0)
            done += (size_t)n;
        else if (n == 0 || errno != EINTR)
            status = fail(n == 0 ? ENOSPC : errno, error);
    }
    if (status == COPYDESK_OK) {
        s->written += done;
        buf_release(&s->tail);   /* of up to SPOOL_RAM when there was no file yet */
    }
    return status;
}

enum copydesk_status spool_put(struct spool *s, struct slice bytes, struct copydesk_error *error)
{
    buf_addslice(&s->tail, bytes);
    if (s->tail.failed)
        return error_memory(error);
    return s->tail.len > (s->file < 0 ? SPOOL_RAM : SPOOL_STEP) ? write_tail(s, error) : COPYDESK_OK;
}

enum copydesk_status spool_get(const struct spool *s, uint64_t offset, size_t len, struct buf *out,
                               struct copydesk_error *error)
{
    if (!buf_reserve(out, len))
        return error_memory(error);
    if (offset >= s->written) {
        buf_add(out, s->tail.ptr + (offset - s->written), len);
        return COPYDESK_OK;
    }
    /* what was put by one call was written by one, so none of it is still in the tail */
    for (size_t done = 0; done < len;) {
        ssize_t n = pread(s->file, out->ptr + out->len, len - done, (off_t)(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_set(error, COPYDESK_FAILED, file_scratch(), 0, "a temporary file cannot be read back");
        out->len += (size_t)n;
        done += (size_t)n;
    }
    return COPYDESK_OK;
}
