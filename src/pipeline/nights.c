#include "pipeline/nights.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "read/archive.h"
#include "write/journal_read.h"

/* Reads all of it. */
static enum copydesk_status check_whole(const char *path, struct copydesk_error *error)
{
    struct journal_record record;
    struct copydesk_error why = { 0 };
    struct journal_reader *r = journal_open(path, &why);
    int got = r ? journal_next(r, &record, &why) : -1;
    bool goes_on = got > 0 && record.state;
    while (goes_on && got > 0)
        got = journal_next(r, &record, &why);
    journal_close(r);
    if (got == 0)
        return COPYDESK_OK;
    if (got > 0)
        error_set(&why, COPYDESK_FAILED, path, 0, "that is the journal of a run without a state");
    return error_set(error, COPYDESK_FAILED, path, why.line, "this run's records go behind what is there, "
                     "but %s; move it away", why.reason);
}

/* Whether an end record stands right before that place. */
static bool ends_at(const char *path, uint64_t bytes)
{
    static const char record[] = "\n{\"record\":\"end\",\"check\":\"";
    enum { RECORD = sizeof record - 1, TAIL = RECORD + 11 };   /* and 8 digits, a quote, a brace, a line feed */
    char tail[TAIL];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && bytes >= TAIL && pread(fd, tail, TAIL, (off_t)(bytes - TAIL)) == TAIL
             && memcmp(tail, record, RECORD) == 0;
    if (fd >= 0)
        close(fd);
    return good;
}

enum copydesk_status nights_find(struct recall *recall, const char *path, uint64_t *bytes,
                                 struct copydesk_error *error)
{
    struct stat st;
    *bytes = 0;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
        return COPYDESK_OK;
    char *real = realpath(path, NULL);
    uint64_t before = 0;
    bool known = real && recall_journal(recall, real, &before) && before <= (uint64_t)st.st_size
              && (packed_named(path) || ends_at(path, before));
    free(real);
    *bytes = known ? before : (uint64_t)st.st_size;
    return known ? COPYDESK_OK : check_whole(path, error);
}

bool nights_are_all(const char *path, uint64_t bytes)
{
    struct stat st;
    return stat(path, &st) == 0 && (uint64_t)st.st_size == bytes;
}

void nights_note(struct recall *recall, const char *path)
{
    struct stat st;
    char *real = realpath(path, NULL);
    if (real && stat(real, &st) == 0 && S_ISREG(st.st_mode))
        recall_set_journal(recall, real, (uint64_t)st.st_size);
    free(real);
}
