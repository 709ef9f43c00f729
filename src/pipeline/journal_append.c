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
#include "read/unpack/archive.h"
#include "write/files/outfile.h"
#include "write/journal/journal_read.h"

/* What the first record of a journal tells; nothing when the file is something else. */
struct first_record { bool state, dry_run; };

/* False, and error is filled, when the file cannot be read. */
static bool read_first(const char *name, struct first_record *first, struct copydesk_error *error)
{
    struct journal_record record;
    struct copydesk_error why = { 0 };
    struct journal_reader *r = journal_open(name, &why);
    bool known = r && journal_next(r, &record, &why) > 0;
    *first = known ? (struct first_record){ record.state, record.dry_run } : (struct first_record){ 0 };
    journal_close(r);
    if (why.code && error)
        *error = why;
    return why.code == 0;
}

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

/* Whether the file still begins with the runs that the state has committed: *kept bytes. */
static bool is_known(const struct journal_append *j, struct state_ledger *ledger, uint64_t *kept)
{
    if (!ledger_journal(ledger, slice_str(j->path), kept) || *kept > j->size)
        return false;
    if (*kept == 0)   /* none was committed */
        return ledger_renames(ledger, slice_str(j->path), j->size);
    return packed_named(j->path) || ends_at(j->path, *kept);
}

/* How much is kept of a journal that is there. */
static enum copydesk_status find_kept(struct journal_append *j, struct state_ledger *ledger, struct copydesk_error *error)
{
    uint64_t kept = 0;
    struct first_record first;
    if (!read_first(j->name, &first, error))
        return COPYDESK_FAILED;
    if (first.dry_run)   /* what it tells of was never written */
        return COPYDESK_OK;
    bool known = is_known(j, ledger, &kept);
    j->kept = known ? kept : j->size;
    if (!known)
        return check_whole(j->name, error);
    if (kept == j->size || ledger_renames(ledger, slice_str(j->path), j->size))
        return COPYDESK_OK;
    return error_set(error, COPYDESK_FAILED, j->name, 0, "holds records that this state does not know behind its own; "
                     "give each state a journal of its own, or move this one away");
}

enum copydesk_status journal_append_find(struct journal_append *j, struct state_ledger *ledger, const char *name,
                                         struct copydesk_error *error)
{
    struct stat st;
    bool there = stat(name, &st) == 0;
    if (!there && errno != ENOENT)   /* else it would be taken for gone, and begun anew */
        return error_system(error, COPYDESK_FAILED, name, errno);
    if (there && outfile_is_direct(name))
        return COPYDESK_OK;
    char path[PATH_MAX];
    if (!path_real(name, path))
        return error_system(error, COPYDESK_FAILED, name, ENAMETOOLONG);
    *j = (struct journal_append){ .name = name, .path = strdup(path), .size = there ? (uint64_t)st.st_size : 0 };
    if (!j->path)
        return error_memory(error);
    return j->size > 0 ? find_kept(j, ledger, error) : COPYDESK_OK;
}

enum copydesk_status journal_append_claim(struct journal_append *j, struct state_ledger *ledger, uint64_t size,
                                          struct copydesk_error *error)
{
    struct stat st;
    bool there = stat(j->path, &st) == 0;
    if (!there && errno != ENOENT)
        return error_system(error, COPYDESK_FAILED, j->name, errno);
    if ((there ? (uint64_t)st.st_size : 0) != j->size)
        return error_set(error, COPYDESK_FAILED, j->name, 0, "has changed while this run was at work; "
                         "run this again, and give each state a journal of its own");
    j->claimed = size;
    ledger_begin(ledger);
    ledger_put_journal(ledger, slice_str(j->path), j->kept);
    ledger_put_rename(ledger, slice_str(j->path), size);
    return ledger_commit(ledger, error);
}

void journal_append_put(const struct journal_append *j, struct state_ledger *ledger)
{
    if (j->claimed == 0)
        return;
    ledger_put_journal(ledger, slice_str(j->path), j->claimed);
    ledger_drop_renames(ledger, slice_str(j->path));
}

void journal_append_release(struct journal_append *j)
{
    free(j->path);
}

enum copydesk_status journal_append_spare(const char *name, bool dry_run, bool *keep, struct copydesk_error *error)
{
    struct stat st;
    struct first_record first;
    bool there = stat(name, &st) == 0;
    *keep = true;
    if (!there && errno != ENOENT)
        return error_system(error, COPYDESK_FAILED, name, errno);
    if (!there || outfile_is_direct(name) || st.st_size == 0)
        return COPYDESK_OK;
    if (!read_first(name, &first, error))
        return COPYDESK_FAILED;
    *keep = !first.dry_run;
    if (first.state)
        return error_set(error, COPYDESK_FAILED, name, 0, "holds the records of a state's runs, to which this run's "
                         "do not belong; give it a journal of its own");
    if (dry_run && *keep)
        return error_set(error, COPYDESK_FAILED, name, 0, "is there already, and was not written by a dry run; "
                         "give this one a journal of its own");
    return COPYDESK_OK;
}
