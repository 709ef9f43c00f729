#include "dedupe/state_parts.h"

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

void state_run_name(char name[FILE_NAME], uint64_t file)
{
    snprintf(name, FILE_NAME, "keys-%llu.run", (unsigned long long)file);
}

/* ---- the directory and its lock ---- */

/* keys-N.run or near-N.run, or what is written under that name with .part behind it. */
static bool is_run_name(const char *name)
{
    if (strncmp(name, "keys-", 5) != 0 && strncmp(name, "near-", 5) != 0)
        return false;
    const char *end = name + 5 + strspn(name + 5, "0123456789");
    return end > name + 5 && (strcmp(end, ".run") == 0 || strcmp(end, ".run.part") == 0);
}

bool state_owns(const char *name)
{
    return strcmp(name, "lock") == 0 || strcmp(name, "ledger.db") == 0 || strcmp(name, "ledger.db-journal") == 0
        || is_run_name(name);
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

/* ---- key runs ---- */

void state_close_runs(struct state *s)
{
    for (size_t i = 0; i < s->n_runs; i++)
        keyrun_free(s->runs[i]);
    s->n_runs = 0;
}

static enum copydesk_status open_run(struct state *s, size_t i, struct copydesk_error *error)
{
    char name[FILE_NAME];
    state_run_name(name, s->files[i].file);
    char *path = path_join(s->path, name, "");
    if (!path)
        return error_memory(error);
    struct copydesk_error why = { 0 };
    s->runs[i] = keyrun_open(path, FOLD_PROFILE, KEYRUN_MAP, &why);
    s->n_runs = i + (s->runs[i] != NULL);   /* a damaged one too: it has to be closed */
    enum copydesk_status status = s->runs[i] ? keyrun_verify(s->runs[i], &why) : COPYDESK_FAILED;
    if (status != COPYDESK_OK)
        error_set(error, status, path, 0, "%.300s; take the state from a backup, or begin another one", why.reason);
    free(path);
    return status;
}

enum copydesk_status state_too_many(const struct state *s, struct copydesk_error *error)
{
    return error_set(error, COPYDESK_FAILED, s->path, 0, "is damaged: its ledger names more than %d files of a kind; "
                     "take the state from a backup, or begin another one", RUNS_MOST);
}

enum copydesk_status state_no_room(const struct state *s, struct copydesk_error *error)
{
    return error_set(error, COPYDESK_FAILED, s->path, 0, "has %d files that were never merged, and takes no more; "
                     "'copydesk state compact' makes them one", RUNS_MOST);
}

enum copydesk_status state_open_runs(struct state *s, struct copydesk_error *error)
{
    size_t n = ledger_key_runs(s->ledger, s->files, RUNS_MOST);
    bool all = n < RUNS_MOST || s->files[n - 1].file == ledger_last_keys(s->ledger);
    enum copydesk_status status = ledger_check(s->ledger, error);
    if (status == COPYDESK_OK && !all)
        return state_too_many(s, error);
    for (size_t i = 0; status == COPYDESK_OK && i < n; i++)
        status = open_run(s, i, error);
    return status;
}

/* Whether one of these files has the name, all names made by name_of. */
static bool is_named(const struct ledger_file *files, size_t n, void (*name_of)(char name[FILE_NAME], uint64_t file),
                     const char *name)
{
    char own[FILE_NAME];
    bool found = false;
    for (size_t i = 0; i < n && !found; i++) {
        name_of(own, files[i].file);
        found = strcmp(own, name) == 0;
    }
    return found;
}

void state_sweep(const struct state *s)
{
    struct ledger_file keys[RUNS_MOST], nears[RUNS_MOST];
    size_t n_keys = ledger_key_runs(s->ledger, keys, RUNS_MOST);
    size_t n_nears = ledger_near_runs(s->ledger, nears, RUNS_MOST);
    bool all = n_keys < RUNS_MOST && n_nears < RUNS_MOST && ledger_check(s->ledger, NULL) == COPYDESK_OK;
    DIR *dir = all ? opendir(s->path) : NULL;
    if (!dir)
        return;
    for (struct dirent *d; (d = readdir(dir));)
        if (is_run_name(d->d_name)
            && !is_named(keys, n_keys, state_run_name, d->d_name)
            && !is_named(nears, n_nears, state_near_name, d->d_name))
            unlinkat(dirfd(dir), d->d_name, 0);
    closedir(dir);
}

/* Whether `owner`, of one run, has a key rather than the best found in other runs. */
static bool is_better(const struct state *s, uint32_t owner, uint32_t best, uint32_t self)
{
    if (owner == 0 || owner == self)
        return owner != 0;
    return state_counts(s, owner) && (best == 0 || (best != self && owner < best));
}

enum { ASKED = 256 };   /* keys looked up at a time: their places lie on the stack */

static void find_some(const struct state *s, const struct key *keys, size_t n, uint32_t self,
                      struct place *places)
{
    struct place found[ASKED];
    for (size_t r = 0; r < s->n_runs; r++) {
        keyrun_find_all(s->runs[r], keys, n, found);
        for (size_t i = 0; i < n; i++) {
            if (is_better(s, found[i].article, places[i].article, self))
                places[i] = found[i];
        }
    }
}

void state_find(const struct state *s, const struct key *keys, size_t n, uint32_t self,
                struct place *places)
{
    memset(places, 0, n * sizeof *places);
    for (size_t i = 0; i < n && s->n_runs; i += ASKED)
        find_some(s, keys + i, n - i < ASKED ? n - i : ASKED, self, places + i);
}

uint64_t state_keys(const struct state *s, uint64_t *bytes)
{
    uint64_t keys = 0;
    *bytes = 0;
    for (size_t i = 0; i < s->n_runs; i++) {
        keys += s->files[i].entries;
        *bytes += s->files[i].bytes;
    }
    return keys;
}

size_t state_key_files(const struct state *s)
{
    return s->n_runs;
}

void state_hold(struct state *s, size_t memory)
{
    uint64_t bytes;
    state_keys(s, &bytes);
    for (size_t i = 0; i < s->n_runs && bytes > memory / 2; i++)
        keyrun_unmap(s->runs[i]);
    ledger_map(s->ledger, memory / 2);
}

/* ---- life cycle ---- */

/* Makes the directory, if it is not there, and locks it. */
static enum copydesk_status seize_folder(struct state *s, struct copydesk_error *error)
{
    enum copydesk_status status = make_folder(s->path, error);
    if (status == COPYDESK_OK)
        status = check_folder(s->path, error);
    return status == COPYDESK_OK ? take_lock(s, error) : status;
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
        status = state_open_runs(s, error);
    if (status == COPYDESK_OK)
        status = state_near_list(s, error);
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
    state_close_runs(s);
    state_near_close(s);
    ledger_close(s->ledger);
    if (s->lock >= 0)
        close(s->lock);
    free(s->counts);
    free(s->path);
    free(s);
}
