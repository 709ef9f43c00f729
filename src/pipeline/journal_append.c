#include "pipeline/journal_append.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/path.h"
#include "read/archive.h"
#include "write/journal_read.h"

/* Reads all of the journal: it must be whole, and of runs with a state. */
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

/* The absolute path of a file that may not be there yet; NULL when its folder is not. */
static char *real_name(const char *path)
{
    char *real = realpath(path, NULL);
    const char *name = path_name(path);
    char *folder = real ? NULL : name > path ? strndup(path, (size_t)(name - path)) : strdup(".");
    char *up = folder ? realpath(folder, NULL) : NULL;
    size_t n = up ? strlen(up) + strlen(name) + 2 : 0;
    if (up && (real = malloc(n)))
        snprintf(real, n, "%s/%s", strcmp(up, "/") == 0 ? "" : up, name);
    free(folder);
    free(up);
    return real;
}

enum copydesk_status journal_append_find(struct recall *recall, const char *path, uint64_t *bytes,
                                         struct copydesk_error *error)
{
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (!there && errno != ENOENT)   /* else it would be taken for gone, and begun anew */
        return error_system(error, COPYDESK_FAILED, path, errno);
    uint64_t size = there ? (uint64_t)st.st_size : 0, before = 0;
    char *real = there && !S_ISREG(st.st_mode) ? NULL : real_name(path);
    if (there && S_ISREG(st.st_mode) && !real)
        return error_system(error, COPYDESK_FAILED, path, errno);
    bool claimed = real && recall_journal(recall, real, &before) && before <= size;
    bool known = claimed && before > 0 && (packed_named(path) || ends_at(path, before));
    enum copydesk_status status = COPYDESK_OK;
    if (!known && size > 0 && real)
        status = check_whole(path, error);
    /* claimed with size 0: all that it holds is of runs that were never committed */
    *bytes = known ? before : claimed && before == 0 ? 0 : real ? size : 0;
    if (status == COPYDESK_OK && real && !claimed)
        status = recall_claim_journal(recall, real, *bytes, error);
    free(real);
    return status;
}

bool journal_append_is_all(const char *path, uint64_t bytes)
{
    struct stat st;
    return stat(path, &st) == 0 && (uint64_t)st.st_size == bytes;
}

enum copydesk_status journal_append_note(struct recall *recall, const char *path, struct copydesk_error *error)
{
    struct stat st;
    bool good = stat(path, &st) == 0, file = good && S_ISREG(st.st_mode);
    char *real = file ? realpath(path, NULL) : NULL;
    good = good && (real || !file);
    if (real)
        recall_set_journal(recall, real, (uint64_t)st.st_size);
    if (!good)
        error_system(error, COPYDESK_FAILED, path, errno);
    free(real);
    return good ? COPYDESK_OK : COPYDESK_FAILED;
}
