#include "write/files/stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static int open_folder(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* ---- over the entries of a folder ---- */

/* What is done with the entry `name` of an open folder; 0 or an errno. `to` is the
 * folder to move it into, or -1. */
typedef int visit(int from, const char *name, int to);

/* Calls act for every entry of `folder` but "." and "..", up to the first that fails; its errno. */
static int each_entry(int folder, visit *act, int to)
{
    int fd = open_folder(folder, "."), code;
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        code = errno;
        if (fd >= 0)
            close(fd);
        return code;
    }
    struct dirent *d;
    code = 0;
    while (code == 0 && (errno = 0, d = readdir(dir))) {
        if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
            code = act(folder, d->d_name, to);
    }
    if (!d && code == 0)
        code = errno;
    closedir(dir);
    return code;
}

/* Those below call themselves through each_entry, a level of folders at a
 * time: as deep as ids are, which PATH_MAX bounds. */

/* Removes a file, or a folder and all in it. */
static int remove_entry(int from, const char *name, int to)
{
    if (unlinkat(from, name, 0) == 0)
        return 0;
    int code = errno, folder = open_folder(from, name);
    if (folder < 0)
        return code;
    code = each_entry(folder, remove_entry, to);
    close(folder);
    return code == 0 && unlinkat(from, name, AT_REMOVEDIR) != 0 ? errno : code;
}

static visit move_entry;

/* Moves a file or folder to the name `as` in `to`. Where a folder is already,
 * its entries come in one by one. */
static int move(int from, const char *name, int to, const char *as)
{
    if (renameat(from, name, to, as) == 0)
        return 0;
    int code = errno;
    if (code != ENOTEMPTY && code != EEXIST)
        return code;
    int folder = open_folder(from, name), target = open_folder(to, as);
    if (folder >= 0 && target >= 0)
        code = each_entry(folder, move_entry, target);
    if (folder >= 0)
        close(folder);
    if (target >= 0)
        close(target);
    return code;
}

static int move_entry(int from, const char *name, int to)
{
    return move(from, name, to, name);
}

/* ---- the stage ---- */

void stage_init(struct stage *s, int root)
{
    *s = (struct stage){ .root = root, .fd = -1 };
}

void stage_release(struct stage *s)
{
    if (s->fd < 0)
        return;
    if (unlinkat(s->root, s->name, AT_REMOVEDIR) != 0)
        remove_entry(s->root, s->name, -1);
    close(s->fd);   /* not before: the lock says that the folder is in use */
    s->fd = -1;
}

int stage_need(struct stage *s)
{
    if (s->fd >= 0)
        return 0;
    for (int tries = 0; tries < 1000; tries++) {
        tempfile_name(s->name);
        if (mkdirat(s->root, s->name, 0700) != 0) {
            if (errno == EEXIST)
                continue;
            return errno;
        }
        int fd = open_folder(s->root, s->name), code = errno;
        bool real;   /* where there are no locks nobody sweeps either */
        if (fd >= 0 && tempfile_lock(fd, &real) && !tempfile_is_gone(fd)) {
            s->fd = fd;
            return 0;
        }
        /* a run that began just now has swept it away before it was locked */
        if (fd >= 0)
            close(fd);
        else if (code != ENOENT) {
            unlinkat(s->root, s->name, AT_REMOVEDIR);
            return code;
        }
    }
    return EEXIST;
}

int stage_publish(const struct stage *s, const char *temp, int folder, const char *name)
{
    return move(s->fd, temp, folder, name);
}

/* ---- leftovers ---- */

static int sweep_entry(int root, const char *name, int to)
{
    if (strncmp(name, FILE_PREFIX, strlen(FILE_PREFIX)) != 0)
        return 0;
    int fd = open_folder(root, name);
    if (fd < 0)
        return 0;
    bool ours;
    if (tempfile_lock(fd, &ours) && ours)
        remove_entry(root, name, to);
    close(fd);
    return 0;
}

void stage_sweep(int root)
{
    each_entry(root, sweep_entry, -1);
}
