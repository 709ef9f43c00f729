#include "dedupe/state/state_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "text/fold.h"

struct state_ledger *state_ledger(struct state *s)
{
    return s->ledger;
}

const char *state_path(const struct state *s)
{
    return s->path;
}

uint64_t state_next_number(const struct state *s)
{
    return s->next;
}

/* ---- the directory and its lock ---- */

bool state_owns(const char *name)
{
    return strcmp(name, "lock") == 0 || strcmp(name, "ledger.db") == 0 || strcmp(name, "ledger.db-journal") == 0
        || state_owns_run(name);
}

/* A directory that holds other things, and no ledger, is somebody's. */
static enum copydesk_status check_folder(const char *path, struct copydesk_error *error)
{
    enum copydesk_status status = COPYDESK_OK;
    DIR *dir = opendir(path);
    if (!dir)
        return error_system(error, COPYDESK_FAILED, path, errno);
    bool ledger = faccessat(dirfd(dir), "ledger.db", F_OK, 0) == 0;
    for (struct dirent *d; !ledger && status == COPYDESK_OK && (d = readdir(dir));) {
        if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0 && !state_owns(d->d_name))
            status = error_set(error, COPYDESK_FAILED, path, 0, "is no state and not empty (%.100s); "
                               "give --state a directory of its own", d->d_name);
    }
    closedir(dir);
    return status;
}

static enum copydesk_status make_folder(const char *path, struct copydesk_error *error)
{
    if (mkdir(path, 0777) != 0)
        return errno == EEXIST ? COPYDESK_OK : error_system(error, COPYDESK_FAILED, path, errno);
    char *up = path_join(path, "..", "");
    int code = up ? file_sync_folder(up) : ENOMEM;
    free(up);
    return code ? error_system(error, COPYDESK_FAILED, path, code) : COPYDESK_OK;
}

/* Writes who holds the lock into it: "pid 4711 since 2026-01-31 23:59:59 UTC". */
static void sign_lock(int fd)
{
    char text[80];
    struct tm now;
    time_t seconds = time(NULL);
    gmtime_r(&seconds, &now);
    int n = snprintf(text, sizeof text, "pid %ld since ", (long)getpid());
    n += (int)strftime(text + n, sizeof text - (size_t)n, "%Y-%m-%d %H:%M:%S UTC\n", &now);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n) {
        /* the lock holds all the same; only its message has nobody to name */
    }
}

static enum copydesk_status busy(const struct state *s, struct copydesk_error *error)
{
    char text[80] = "";
    ssize_t n = pread(s->lock, text, sizeof text - 1, 0);
    for (ssize_t i = 0; i < n; i++)
        if (text[i] == '\n')
            text[i] = '\0';
    return error_set(error, COPYDESK_BUSY, s->path, 0, "another run holds this state (%s); "
                     "try again when it is done", text[0] ? text : "it has just begun");
}

static enum copydesk_status take_lock(struct state *s, struct copydesk_error *error)
{
    char *path = path_join(s->path, "lock", "");
    if (!path)
        return error_memory(error);
    s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    int code = s->lock < 0 ? errno : 0;
    free(path);
    if (code)
        return error_system(error, COPYDESK_FAILED, s->path, code);
    if (flock(s->lock, LOCK_EX | LOCK_NB) == 0) {
        sign_lock(s->lock);
        return COPYDESK_OK;
    }
    if (errno == EWOULDBLOCK)
        return busy(s, error);
    return error_set(error, COPYDESK_FAILED, s->path, 0, "cannot be locked here (%s); "
                     "keep the state on a file system with locks", strerror(errno));
}

/* ---- who counts ---- */

bool state_counts(const struct state *s, uint32_t number)
{
    return number < s->next && (s->counts[number / 64] >> number % 64 & 1);
}

void state_kill(struct state *s, uint32_t number)
{
    if (number < s->next)
        s->counts[number / 64] &= ~(UINT64_C(1) << number % 64);
}

static void count_in(void *payload, uint32_t number)
{
    struct state *s = payload;
    if (number < s->next)
        s->counts[number / 64] |= UINT64_C(1) << number % 64;
}

enum copydesk_status state_load_counts(struct state *s, int64_t since, struct copydesk_error *error)
{
    s->next = ledger_next_number(s->ledger);
    free(s->counts);
    s->counts = calloc(s->next / 64 + 1, sizeof *s->counts);
    if (!s->counts)
        return error_memory(error);
    ledger_numbers(s->ledger, since, count_in, s);
    return ledger_check(s->ledger, error);
}

/* ---- life cycle ---- */

/* The ledger is on the disk before any other file: what stands without it is what is left of a
 * state, and a new one, which would sweep it away, is not begun there. */
static enum copydesk_status check_left(const char *path, struct copydesk_error *error)
{
    struct stat st;
    DIR *dir = opendir(path);
    if (!dir)
        return error_system(error, COPYDESK_FAILED, path, errno);
    bool ledger = fstatat(dirfd(dir), "ledger.db", &st, 0) == 0 && st.st_size > 0, left = false;
    for (struct dirent *d; !ledger && !left && (d = readdir(dir));)
        left = state_owns_run(d->d_name);
    closedir(dir);
    return !left ? COPYDESK_OK : error_set(error, COPYDESK_FAILED, path, 0, "its ledger is gone or empty; "
                                           "take the state from a backup, or begin another one");
}

/* Makes the directory, if it is not there, and locks it. */
static enum copydesk_status seize_folder(struct state *s, struct copydesk_error *error)
{
    enum copydesk_status status = make_folder(s->path, error);
    if (status == COPYDESK_OK)
        status = check_folder(s->path, error);
    if (status == COPYDESK_OK)
        status = take_lock(s, error);
    return status == COPYDESK_OK ? check_left(s->path, error) : status;
}

static enum copydesk_status open_ledger(struct state *s, bool write, struct copydesk_error *error)
{
    struct stat st;
    char *path = path_join(s->path, "ledger.db", "");
    if (!path)
        return error_memory(error);
    if (!write && stat(path, &st) != 0)
        error_set(error, COPYDESK_FAILED, s->path, 0, "is no state; 'copydesk clean --state DIR' makes one");
    else
        s->ledger = ledger_open(path, write, error);
    free(path);
    return s->ledger ? COPYDESK_OK : COPYDESK_FAILED;
}

/* What a run asks while it works, and what killed ones left. */
static enum copydesk_status load(struct state *s, int64_t since, struct copydesk_error *error)
{
    ledger_map(s->ledger, 0);   /* it is gone through once, whole, and need not stay in memory */
    enum copydesk_status status = state_load_counts(s, since, error);
    ledger_map(s->ledger, LEDGER_MAP);
    if (status == COPYDESK_OK)
        status = state_keys_open(s, error);
    if (status == COPYDESK_OK)
        status = state_list(s, LEDGER_NEARS, error);
    if (status == COPYDESK_OK)
        state_sweep(s);
    return status;
}

static enum copydesk_status open_all(struct state *s, bool write, int64_t since, struct copydesk_error *error)
{
    enum copydesk_status status = ledger_is_built(error) ? COPYDESK_OK : COPYDESK_FAILED;
    if (status == COPYDESK_OK && write)
        status = seize_folder(s, error);
    if (status == COPYDESK_OK)
        status = open_ledger(s, write, error);
    return status == COPYDESK_OK && write ? load(s, since, error) : status;
}

struct state *state_open(const char *path, bool write, int64_t since, struct copydesk_error *error)
{
    struct state *s = calloc(1, sizeof *s);
    if (!s || !(s->path = strdup(path))) {
        free(s);
        error_memory(error);
        return NULL;
    }
    s->lock = -1;
    if (open_all(s, write, since, error) == COPYDESK_OK)
        return s;
    state_close(s);
    return NULL;
}

void state_close(struct state *s)
{
    if (!s)
        return;
    state_close_files(s, LEDGER_KEYS);
    state_close_files(s, LEDGER_NEARS);
    ledger_close(s->ledger);
    if (s->lock >= 0)
        close(s->lock);
    free(s->counts);
    free(s->path);
    free(s);
}
