/* DESIGN
 * A fresh small file costs four system calls: openat of a temporary name,
 * write, close, renameat. For that the folders used last stay open; they are
 * found, counted and given up under one lock, which is never held across a
 * system call on a file, only while a folder is opened.
 *
 * Folders are opened part by part from the root with O_NOFOLLOW, so a symlink
 * that somebody put into the output leads nowhere. A folder that this run has
 * made is `fresh`: it holds only what this run puts there, so looking for an
 * earlier file of the same content is saved. */
#include "write/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

enum { FOLDERS = 16 };   /* kept open: more than workers, usually (guess) */

struct tree_folder {
    char *path;            /* below the root; "" is the root */
    int fd;
    unsigned users;        /* files open in it, and one for its place in `kept` */
    bool fresh;
};

struct tree {
    char *path;
    int fd;
    bool fresh;
    pthread_mutex_t lock;  /* guards the rest */
    struct tree_folder *kept[FOLDERS];
    unsigned next;         /* whose place the next folder takes */
};

/* ---- names ---- */

bool tree_takes(struct slice id)
{
    size_t part = 0;
    if (id.len == 0 || memchr(id.ptr, '\0', id.len))
        return false;
    for (size_t i = 0; i <= id.len; i++) {
        if (i < id.len && id.ptr[i] != '/')
            continue;
        struct slice s = { id.ptr + part, i - part };
        if (s.len == 0 || s.len > NAME_MAX || slice_equal(s, SLICE(".")) || slice_equal(s, SLICE("..")))
            return false;
        part = i + 1;
    }
    return true;
}

/* Bytes of id before its last part, the slash not counted. */
static size_t folder_len(struct slice id)
{
    size_t i = id.len;
    while (i > 0 && id.ptr[i - 1] != '/')
        i--;
    return i ? i - 1 : 0;
}

static enum copydesk_status fault(const struct tree *t, struct slice id, int code,
                                  struct copydesk_error *error)
{
    char path[sizeof error->path];
    snprintf(path, sizeof path, "%s/%.*s", t->path, (int)(id.len < sizeof path ? id.len : sizeof path),
             id.ptr);
    return error_system(error, COPYDESK_FAILED, path, code);
}

/* ---- folders ---- */

static int open_part(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Opens one part below parent, which is closed; makes it when it is absent. */
static int enter(int parent, const char *name, bool *fresh)
{
    int fd = open_part(parent, name);
    *fresh = false;
    if (fd < 0 && errno == ENOENT) {
        *fresh = mkdirat(parent, name, 0777) == 0;
        if (*fresh || errno == EEXIST)   /* EEXIST: another thread was quicker */
            fd = open_part(parent, name);
    }
    int code = errno;
    close(parent);
    errno = code;
    return fd;
}

/* The descriptor of the folder `path` below the root, or -1 with errno set. */
static int open_below(const struct tree *t, const char *path, bool *fresh)
{
    int fd = fcntl(t->fd, F_DUPFD_CLOEXEC, 0);
    *fresh = t->fresh;
    while (fd >= 0 && *path) {
        char part[NAME_MAX + 1];
        size_t n = strcspn(path, "/");
        memcpy(part, path, n);   /* tree_takes has seen to its length */
        part[n] = '\0';
        fd = enter(fd, part, fresh);
        path += n + (path[n] == '/');
    }
    return fd;
}

static void folder_leave_locked(struct tree_folder *f)
{
    if (--f->users > 0)
        return;
    close(f->fd);
    free(f->path);
    free(f);
}

static void folder_leave(struct tree *t, struct tree_folder *f)
{
    pthread_mutex_lock(&t->lock);
    folder_leave_locked(f);
    pthread_mutex_unlock(&t->lock);
}

static struct tree_folder *folder_new(struct tree *t, struct slice path)
{
    struct tree_folder *f = calloc(1, sizeof *f);
    if (!f || !(f->path = strndup(path.len ? path.ptr : "", path.len))) {
        free(f);
        errno = ENOMEM;
        return NULL;
    }
    f->fd = open_below(t, f->path, &f->fresh);
    if (f->fd < 0) {
        int code = errno;
        free(f->path);
        free(f);
        errno = code;
        return NULL;
    }
    f->users = 1;
    return f;
}

static struct tree_folder *find_kept(struct tree *t, struct slice path)
{
    for (size_t i = 0; i < FOLDERS; i++)
        if (t->kept[i] && slice_equal(slice_str(t->kept[i]->path), path))
            return t->kept[i];
    return NULL;
}

/* The folder of id, counted; NULL with errno set. */
static struct tree_folder *folder_enter(struct tree *t, struct slice id)
{
    struct slice path = { id.ptr, folder_len(id) };
    pthread_mutex_lock(&t->lock);
    struct tree_folder *f = find_kept(t, path);
    if (!f && (f = folder_new(t, path))) {
        struct tree_folder **place = &t->kept[t->next++ % FOLDERS];
        if (*place)
            folder_leave_locked(*place);
        *place = f;
    }
    if (f)
        f->users++;
    pthread_mutex_unlock(&t->lock);
    return f;
}

/* ---- the tree ---- */

struct tree *tree_open(const char *path, struct copydesk_error *error)
{
    struct tree *t = calloc(1, sizeof *t);
    if (!t || !(t->path = strdup(path))) {
        free(t);
        error_memory(error);
        return NULL;
    }
    t->fresh = mkdir(path, 0777) == 0;
    t->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (t->fd < 0) {
        error_system(error, COPYDESK_FAILED, path, errno);
        free(t->path);
        free(t);
        return NULL;
    }
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

void tree_free(struct tree *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < FOLDERS; i++)
        if (t->kept[i])
            folder_leave_locked(t->kept[i]);
    pthread_mutex_destroy(&t->lock);
    close(t->fd);
    free(t->path);
    free(t);
}

/* Sets name to the last part of id. */
static void last_part(char name[NAME_MAX + 1], struct slice id)
{
    size_t from = folder_len(id);
    from += from > 0;
    memcpy(name, id.ptr + from, id.len - from);
    name[id.len - from] = '\0';
}

/* ---- files ---- */

/* The regular file under that name when it has `size` bytes, else -1. */
static int open_alike(int folder, const char *name, size_t size)
{
    struct stat st;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (size_t)st.st_size != size)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* Whether fd goes on with these bytes. */
static bool goes_on(int fd, struct slice bytes)
{
    char part[16 * 1024];
    while (bytes.len) {
        ssize_t n = read(fd, part, bytes.len < sizeof part ? bytes.len : sizeof part);
        if (n <= 0 || memcmp(part, bytes.ptr, (size_t)n) != 0)
            return false;
        bytes = slice_from(bytes, (size_t)n);
    }
    return true;
}

static bool holds(int folder, const char *name, struct slice text)
{
    int fd = open_alike(folder, name, text.len);
    bool same = fd >= 0 && goes_on(fd, text);
    if (fd >= 0)
        close(fd);
    return same;
}

/* Whether what f has written so far is what stands under its name already. */
static bool is_there(const struct tree_file *f)
{
    struct stat st;
    char part[16 * 1024];
    ssize_t n = -1;
    if (fstat(f->fd, &st) != 0 || lseek(f->fd, 0, SEEK_SET) != 0)
        return false;
    int fd = open_alike(f->folder->fd, f->name, (size_t)st.st_size);
    if (fd < 0)
        return false;
    while ((n = read(f->fd, part, sizeof part)) > 0 && goes_on(fd, slice_of(part, (size_t)n)))
        ;
    close(fd);
    return n == 0;
}

static enum copydesk_status open_folder(struct tree *t, struct tree_file *f, struct slice id,
                                        struct copydesk_error *error)
{
    *f = (struct tree_file){ .tree = t, .id = id, .fd = -1 };
    if (!tree_takes(id)) {
        fault(t, id, EINVAL, error);
        return error_set(error, COPYDESK_FAILED, error ? error->path : NULL, 0,
                         "no name for a file below the output directory");
    }
    f->folder = folder_enter(t, id);
    if (!f->folder)
        return fault(t, id, errno, error);
    last_part(f->name, id);
    return COPYDESK_OK;
}

static enum copydesk_status open_temp(struct tree_file *f, struct copydesk_error *error)
{
    f->fd = put_temp(f->folder->fd, f->temp);
    if (f->fd >= 0)
        return COPYDESK_OK;
    int code = errno;
    tree_drop(f);
    return fault(f->tree, f->id, code, error);
}

enum copydesk_status tree_begin(struct tree *t, struct tree_file *f, struct slice id,
                                struct copydesk_error *error)
{
    enum copydesk_status status = open_folder(t, f, id, error);
    return status == COPYDESK_OK ? open_temp(f, error) : status;
}

enum copydesk_status tree_add(struct tree_file *f, struct slice bytes, struct copydesk_error *error)
{
    int code = put_all(f->fd, bytes);
    if (code == 0)
        return COPYDESK_OK;
    tree_drop(f);
    return fault(f->tree, f->id, code, error);
}

/* Gives the temporary file its name if that is free; 0 or an errno. */
static int name_fresh(const struct tree_file *f)
{
    struct stat st;
    int folder = f->folder->fd;
    if (linkat(folder, f->temp, folder, f->name, 0) == 0)
        return unlinkat(folder, f->temp, 0) == 0 ? 0 : errno;
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
        return errno;
    /* a file system without hard links: look, then rename */
    if (fstatat(folder, f->name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        return EEXIST;
    return renameat(folder, f->temp, folder, f->name) == 0 ? 0 : errno;
}

/* Closes with a check and names the file; 0 or an errno. */
static int settle(struct tree_file *f, bool fresh)
{
    int fd = f->fd, folder = f->folder->fd;
    f->fd = -1;
    if (close(fd) != 0)
        return errno;
    if (fresh)
        return name_fresh(f);
    return renameat(folder, f->temp, folder, f->name) == 0 ? 0 : errno;
}

/* The file is in its place: nothing is left to remove. */
static enum copydesk_status settled(struct tree_file *f)
{
    folder_leave(f->tree, f->folder);
    f->folder = NULL;
    return COPYDESK_OK;
}

enum copydesk_status tree_end(struct tree_file *f, bool fresh, struct copydesk_error *error)
{
    if (!f->folder)   /* an add failed before */
        return fault(f->tree, f->id, EBADF, error);
    if (!f->folder->fresh && is_there(f)) {
        tree_drop(f);
        return COPYDESK_OK;
    }
    int code = settle(f, fresh);
    if (code == 0)
        return settled(f);
    tree_drop(f);
    fault(f->tree, f->id, code, error);
    if (fresh && code == EEXIST)
        return error_set(error, COPYDESK_SKIPPED, error ? error->path : NULL, 0,
                         "already exists and is left alone");
    return COPYDESK_FAILED;
}

void tree_drop(struct tree_file *f)
{
    if (!f->folder)
        return;
    if (f->fd >= 0)
        close(f->fd);
    if (f->temp[0])
        unlinkat(f->folder->fd, f->temp, 0);
    f->fd = -1;
    settled(f);
}

enum copydesk_status tree_put(struct tree *t, struct slice id, struct slice text,
                              struct copydesk_error *error)
{
    struct tree_file f;
    enum copydesk_status status = open_folder(t, &f, id, error);
    if (status != COPYDESK_OK)
        return status;
    if (!f.folder->fresh && holds(f.folder->fd, f.name, text))
        return settled(&f);
    status = open_temp(&f, error);
    if (status == COPYDESK_OK)
        status = tree_add(&f, text, error);
    if (status != COPYDESK_OK)
        return status;
    int code = settle(&f, false);
    if (code == 0)
        return settled(&f);
    tree_drop(&f);
    return fault(t, id, code, error);
}
