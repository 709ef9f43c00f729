/* DESIGN. How a file comes to be whole or absent:
 *
 *     folder that is new     made in the stage (stage.h) under a temporary name,
 *                            its files created plainly; renamed into the tree,
 *                            folders below it and all, when it is given up
 *     folder that was there  the file is written in the stage, closed, renamed
 *
 * Proof: what stands in the stage is not yet output. A file leaves it by a
 * rename after its checked close; a folder by a rename when no file is open in
 * it or below it (`users` counts files, and the folders below that are open), and
 * not at all when a file that failed could not be removed from it (`spoiled`). So a kill leaves whole files and a
 * stage, which the next run sweeps away.
 *
 * A folder is given up when it is the one used longest ago of more than
 * FOLDERS, on the way down a deep path too; a run that goes through the folders in order comes back to none. If
 * it does, the folder was there. Only a folder that gets a file is staged, not
 * those on the way to it, lest half a tree wait for its last file.
 *
 * Why: a file in a staged folder costs three system calls, openat, write and
 * close, any other renameat too, which takes a fifth of their time on a RAM disk
 * and a quarter on ext4; and threads that work in different folders do not meet
 * (measured, 20,000 files of 3.5 KB).
 *
 * Folders are opened part by part from the root with O_NOFOLLOW, so a symlink
 * that somebody put into the output leads nowhere. They are found, made, counted
 * and given up under one lock, which is never held while a file is written. */
#include "write/files/folders.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "read/readahead.h"
#include "write/files/stage.h"

enum { FOLDERS = 16 };   /* kept open: more than workers, usually (guess) */

/* How many folders are kept open: where descriptors are few, a quarter of them, for
 * workers and input need theirs. */
static unsigned folders_most(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur / 4 < FOLDERS)
        return (unsigned)(limit.rlim_cur / 4);
    return FOLDERS;
}

struct folders {
    char *path;
    dev_t device;
    bool sync_files;
    pthread_mutex_t lock;  /* guards the rest */
    struct folder root, *list;   /* list: the open ones, used last first; users may be 0 */
    unsigned n, most;
    struct stage stage;
    bool several;                        /* file systems are written to: some folder is elsewhere */
    struct copydesk_error error;         /* the first folder that could not be given up */
};

enum copydesk_status folders_fault(const struct folders *fs, struct slice id, int code,
                                   struct copydesk_error *error)
{
    char path[sizeof error->path];
    snprintf(path, sizeof path, "%s/%.*s", fs->path, (int)(id.len < sizeof path ? id.len : sizeof path),
             id.ptr);
    if (code == ENOTDIR)   /* an input that was a file became a folder, or the other way round */
        return error_set(error, COPYDESK_FAILED, path, 0, "a file or a link stands where a folder is to be; move it away");
    if (code == EISDIR)
        return error_set(error, COPYDESK_FAILED, path, 0, "a folder stands where this file is to be; move it away");
    return error_system(error, COPYDESK_FAILED, path, code);
}

/* ---- giving folders up ---- */

/* The place in the list of the idle folder that was used longest ago, or NULL. */
static struct folder **find_idle(struct folders *fs)
{
    struct folder **idle = NULL;
    for (struct folder **at = &fs->list; *at; at = &(*at)->next)
        if ((*at)->users == 0)
            idle = at;
    return idle;
}

/* Takes the folder from the list and, when it has a place of its own in the
 * stage, shows it under its name. */
static void give_up(struct folders *fs, struct folder **place)
{
    struct folder *f = *place;
    *place = f->next;
    fs->n--;
    close(f->fd);
    if (f->holder)
        f->holder->users--;
    int code = f->spoiled;
    if (f->temp[0] && !code)
        code = stage_publish(&fs->stage, f->temp, f->holder->fd, path_name(f->path));
    if (f->temp[0] && code && fs->error.status == COPYDESK_OK)
        folders_fault(fs, slice_str(f->path), code, &fs->error);
    if (!f->temp[0] && f->staged && code)
        f->holder->spoiled = code;
    free(f->path);
    free(f);
}

/* Gives up idle folders until `most` are open, or all that are left are in use. */
static void give_up_idle(struct folders *fs, unsigned most)
{
    struct folder **idle;
    while (fs->n > most && (idle = find_idle(fs)))
        give_up(fs, idle);
}

/* ---- opening folders ---- */

static int open_part(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Makes the folder that f is to be, and opens it: a descriptor, or -1 with errno set.
 * It is made in the stage if it is to get a file (`last`) and a stage can be had. */
static int make_part(struct folders *fs, struct folder *f, const struct folder *parent, const char *name, bool last)
{
    f->staged = parent->staged;
    bool plain = f->staged || parent->elsewhere || !last;
    int code = plain ? 0 : stage_need(&fs->stage);
    if (plain || code == EACCES) {
        if (mkdirat(parent->fd, name, 0777) != 0 && errno != EEXIST)   /* EEXIST: another run was quicker */
            return -1;
        return open_part(parent->fd, name);
    }
    tempfile_name(f->temp);
    if (code || mkdirat(fs->stage.fd, f->temp, 0777) != 0) {
        errno = code ? code : errno;
        return -1;
    }
    f->staged = true;
    return open_part(fs->stage.fd, f->temp);
}

/* Opens f, making it when it is absent. `last`: it is to get a file. */
static bool open_folder(struct folders *fs, struct folder *f, const struct folder *parent, const char *name, bool last)
{
    struct stat st;
    f->fd = open_part(parent->fd, name);
    if (f->fd < 0 && errno == ENOENT)
        f->fd = make_part(fs, f, parent, name, last);
    if (f->fd < 0)
        return false;
    f->elsewhere = !f->staged && (fstat(f->fd, &st) != 0 || st.st_dev != fs->device);
    fs->several |= f->elsewhere;
    return true;
}

/* Opens the folder `path` below parent and puts it at the front of the list; NULL
 * with errno set. `last`: it is to get a file. */
static struct folder *folder_new(struct folders *fs, struct folder *parent, struct slice path,
                                      bool last)
{
    struct folder *f = calloc(1, sizeof *f);
    if (!f || !(f->path = strndup(path.ptr, path.len))) {
        free(f);
        errno = ENOMEM;
        return NULL;
    }
    if (!open_folder(fs, f, parent, path_name(f->path), last)) {
        int code = errno;
        free(f->path);
        free(f);
        errno = code;
        return NULL;
    }
    f->holder = f->temp[0] ? parent : !f->staged ? NULL : parent->temp[0] ? parent : parent->holder;
    if (f->holder)
        f->holder->users++;
    f->next = fs->list;
    fs->list = f;
    fs->n++;
    return f;
}

/* The open folder of that path, brought to the front; or NULL. */
static struct folder *find_open(struct folders *fs, struct slice path)
{
    for (struct folder **at = &fs->list, *f; (f = *at); at = &f->next) {
        if (!slice_equal(slice_str(f->path), path))
            continue;
        *at = f->next;
        f->next = fs->list;
        return fs->list = f;
    }
    return NULL;
}

/* The folder of that path, part by part; NULL with errno set. */
static struct folder *open_path(struct folders *fs, struct slice path)
{
    struct folder *f = path.len ? find_open(fs, path) : &fs->root;
    if (f)
        return f;
    f = &fs->root;
    for (size_t end = 0; f && end < path.len; end++) {
        const char *slash = memchr(path.ptr + end, '/', path.len - end);
        end = slash ? (size_t)(slash - path.ptr) : path.len;
        struct slice part = { path.ptr, end };
        struct folder *parent = f;
        if ((f = find_open(fs, part)))
            continue;
        parent->users++;
        give_up_idle(fs, fs->most);
        f = folder_new(fs, parent, part, end == path.len);
        parent->users--;
    }
    return f;
}

struct folder *folders_enter(struct folders *fs, struct slice id, struct copydesk_error *error)
{
    pthread_mutex_lock(&fs->lock);
    struct folder *f = open_path(fs, path_folder(id));
    if (!f) {
        folders_fault(fs, id, errno, error);
    } else {
        f->users++;
        give_up_idle(fs, fs->most);
        if (fs->error.status != COPYDESK_OK) {
            if (error)
                *error = fs->error;
            f->users--;
            f = NULL;
        }
    }
    pthread_mutex_unlock(&fs->lock);
    return f;
}

void folders_leave(struct folders *fs, struct folder *f, int spoiled)
{
    pthread_mutex_lock(&fs->lock);
    f->users--;
    if (!f->spoiled)
        f->spoiled = spoiled;
    pthread_mutex_unlock(&fs->lock);
}

int folders_stage(struct folders *fs, struct folder *f)
{
    if (f->elsewhere)
        return f->fd;
    pthread_mutex_lock(&fs->lock);
    int code = stage_need(&fs->stage), fd = fs->stage.fd;
    pthread_mutex_unlock(&fs->lock);
    errno = code;
    return code == EACCES ? f->fd : fd;   /* EACCES: only the folders below are ours to write */
}

/* ---- the directory ---- */

/* Makes the directory when it is absent, else cleans up in it. */
static bool open_root(struct folders *fs)
{
    struct stat st;
    bool made = mkdir(fs->path, 0777) == 0;
    int code = errno;
    fs->root.fd = open(fs->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fs->root.fd < 0 && errno == ENOENT && !made)
        errno = code;   /* why it could not be made says more */
    if (fs->root.fd < 0 || fstat(fs->root.fd, &st) != 0)
        return false;
    fs->device = st.st_dev;
    fs->most = folders_most();
    stage_init(&fs->stage, fs->root.fd);
    if (!made)
        stage_sweep(fs->root.fd);
    return true;
}

struct folders *folders_open(const char *path, struct copydesk_error *error)
{
    struct folders *fs = calloc(1, sizeof *fs);
    if (!fs || !(fs->path = strdup(path))) {
        free(fs);
        error_memory(error);
        return NULL;
    }
    if (!open_root(fs)) {
        error_system(error, COPYDESK_FAILED, path, errno);
        if (fs->root.fd >= 0)
            close(fs->root.fd);
        free(fs->path);
        free(fs);
        return NULL;
    }
    pthread_mutex_init(&fs->lock, NULL);
    return fs;
}

enum copydesk_status folders_finish(struct folders *fs, struct copydesk_error *error)
{
    pthread_mutex_lock(&fs->lock);
    give_up_idle(fs, 0);
    pthread_mutex_unlock(&fs->lock);
    if (fs->error.status != COPYDESK_OK && error)
        *error = fs->error;
    return fs->error.status;
}

void folders_sync_files(struct folders *fs)
{
    fs->sync_files = true;
}

bool folders_syncs_files(const struct folders *fs)
{
    return fs->sync_files;
}

enum copydesk_status folders_sync(const struct folders *fs, struct copydesk_error *error)
{
    int code = file_sync_system(fs->root.fd, fs->several);
    return code ? error_system(error, COPYDESK_FAILED, fs->path, code) : COPYDESK_OK;
}

static bool path_of(struct slice id, char path[PATH_MAX])
{
    if (id.len >= PATH_MAX)
        return false;
    memcpy(path, id.ptr, id.len);
    path[id.len] = '\0';
    return true;
}

bool folders_hold(const struct folders *fs, struct slice id)
{
    struct stat st;
    char path[PATH_MAX];
    return path_of(id, path) && fstatat(fs->root.fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

void folders_prefetch(const struct folders *fs, struct slice id)
{
    char path[PATH_MAX];
    if (!path_of(id, path))
        return;
    int fd = openat(fs->root.fd, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return;
    readahead_ask(fd);
    close(fd);
}

void folders_free(struct folders *fs)
{
    if (!fs)
        return;
    folders_finish(fs, NULL);
    stage_release(&fs->stage);
    pthread_mutex_destroy(&fs->lock);
    close(fs->root.fd);
    free(fs->path);
    free(fs);
}
