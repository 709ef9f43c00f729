#include "write/files/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "read/unpack/archive.h"
#include "write/files/same.h"
#include "write/files/tempfile.h"

struct outfile {
    char *path;            /* as the user wrote it */
    char *target;          /* path with symlinks resolved, when it exists */
    const char *name;      /* last part of target */
    int folder;            /* -1: written directly, no temporary name */
    int fd;
    int lock;              /* a duplicate of fd: keeps temp locked until it is renamed */
    char temp[TEMPFILE_NAME];
    bool durable;
    bool keep_old;
    char kept[NAME_MAX + 1];   /* the name that the file which was there has now; "": none was kept */
    struct packer *packer; /* NULL: not compressed */
};

static enum copydesk_status fault(const struct outfile *f, int code, struct copydesk_error *error)
{
    return error_system(error, COPYDESK_FAILED, f->path, code);
}

/* Opens the folder that target is in, and sets name. */
static bool open_folder(struct outfile *f)
{
    char *slash = strrchr(f->target, '/');
    f->name = slash ? slash + 1 : f->target;
    if (f->name[0] == '\0') {
        errno = EISDIR;
        return false;
    }
    char *folder = slash ? strndup(f->target, (size_t)(f->name - f->target)) : strdup(".");
    if (!folder)
        return false;
    f->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int code = errno;
    free(folder);
    errno = code;
    return f->folder >= 0;
}

/* Whether the name temp still means the file that fd is open on: its owner may have renamed that. */
static bool is_temp(const struct outfile *f, int fd)
{
    struct stat a, b;
    return fstat(fd, &a) == 0 && fstatat(f->folder, f->temp, &b, AT_SYMLINK_NOFOLLOW) == 0
        && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Removes temp if nobody holds its lock: a killed run has left it. */
static bool sweep_temp(const struct outfile *f)
{
    bool ours = false;
    int fd = openat(f->folder, f->temp, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool gone = fd >= 0 && tempfile_lock(fd, &ours) && ours && is_temp(f, fd)
        && unlinkat(f->folder, f->temp, 0) == 0;
    if (fd >= 0)
        close(fd);
    return gone;
}

/* Creates the temporary file, locked. Its name is made of the target's, so that
 * a run finds what a killed one has left. */
static int open_temp(struct outfile *f)
{
    enum { NUMBERS = 1000 };   /* of runs that write one file at the same time there are fewer */
    unsigned long long hash = hash_bytes(slice_str(f->name));
    for (unsigned number = 0; number < NUMBERS; ) {
        snprintf(f->temp, sizeof f->temp, FILE_PREFIX "%016llx-%x", hash, number);
        int fd = openat(f->folder, f->temp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return fd;
        bool real;
        if (fd >= 0 && tempfile_lock(fd, &real) && !tempfile_is_gone(fd))
            return fd;
        if (fd >= 0)   /* another run took it for a leftover before it was locked */
            close(fd);
        if (fd >= 0 || !sweep_temp(f))
            number++;
    }
    errno = EEXIST;
    return -1;
}

/* The descriptor that a path names; -1: none. What is written there goes behind what others have
 * written: a file to which the shell appends would lose that if it were replaced. */
static int descriptor_of(const char *path)
{
    static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *number = path + strlen(folders[i]);
        if (strncmp(path, folders[i], strlen(folders[i])) != 0 || strlen(number) > 9)
            continue;
        if (*number && number[strspn(number, "0123456789")] == '\0')
            return atoi(number);
    }
    return strcmp(path, "/dev/stdout") == 0 ? STDOUT_FILENO : strcmp(path, "/dev/stderr") == 0 ? STDERR_FILENO : -1;
}

bool outfile_is_direct(const char *path)
{
    struct stat st;
    return descriptor_of(path) >= 0 || (stat(path, &st) == 0 && !S_ISREG(st.st_mode));
}

/* Takes what is written directly; fd: -1 with errno set. */
static bool open_direct(struct outfile *f, int fd)
{
    f->fd = fd;
    file_enlarge_pipe(fd);
    return fd >= 0;
}

/* Opens what f->path names. A symlink is followed to its file, which is replaced in
 * its own folder, and one that leads nowhere is itself replaced; the new file has the
 * permissions of the old one. */
static bool open_file(struct outfile *f)
{
    struct stat st;
    int descriptor = descriptor_of(f->path);
    if (descriptor >= 0)
        return open_direct(f, fcntl(descriptor, F_DUPFD_CLOEXEC, 3));
    bool exists = stat(f->path, &st) == 0;
    if (!exists && errno != ENOENT)   /* nobody knows what would be replaced */
        return false;
    if (exists && !S_ISREG(st.st_mode))
        return open_direct(f, open(f->path, O_WRONLY | O_CLOEXEC));
    f->target = exists ? realpath(f->path, NULL) : strdup(f->path);
    if (!f->target || !open_folder(f))
        return false;
    f->fd = open_temp(f);
    if (f->fd < 0)
        f->temp[0] = '\0';
    f->lock = f->fd < 0 ? -1 : fcntl(f->fd, F_DUPFD_CLOEXEC, 0);
    return f->lock >= 0 && (!exists || fchmod(f->fd, st.st_mode & 0777) == 0);
}

static int put_packed(void *payload, struct slice bytes)
{
    struct outfile *f = payload;
    return file_write(f->fd, bytes);
}

/* Copies the first `keep` bytes of the file that is to be replaced. */
static bool keep_bytes(struct outfile *f, uint64_t keep)
{
    if (keep == 0 || f->folder < 0)
        return true;
    int old = openat(f->folder, f->name, O_RDONLY | O_CLOEXEC);
    int code = old < 0 ? errno : file_copy(old, f->fd, keep);
    if (old >= 0)
        close(old);
    errno = code;
    return code == 0;
}

struct outfile *outfile_open_behind(const char *path, uint64_t keep, struct copydesk_error *error)
{
    struct outfile *f = calloc(1, sizeof *f);
    if (!f || !(f->path = strdup(path))) {
        free(f);
        error_memory(error);
        return NULL;
    }
    f->fd = f->lock = f->folder = -1;
    bool opened = open_file(f) && keep_bytes(f, keep);
    if (!opened)
        fault(f, errno, error);
    else if (packed_named(path))
        opened = (f->packer = packer_new(path, put_packed, f, error)) != NULL;
    if (!opened) {
        outfile_free(f);
        return NULL;
    }
    return f;
}

struct outfile *outfile_open(const char *path, struct copydesk_error *error)
{
    return outfile_open_behind(path, 0, error);
}

void outfile_keep_old(struct outfile *f)
{
    f->keep_old = true;
}

const char *outfile_kept(const struct outfile *f)
{
    return f->kept[0] ? f->kept : NULL;
}

void outfile_durable(struct outfile *f)
{
    f->durable = true;
}

enum copydesk_status outfile_write(struct outfile *f, struct slice bytes, struct copydesk_error *error)
{
    if (f->packer)
        return packer_add(f->packer, bytes, error);
    int code = file_write(f->fd, bytes);
    return code ? fault(f, code, error) : COPYDESK_OK;
}

enum copydesk_status outfile_finish(struct outfile *f, uint64_t *size, struct copydesk_error *error)
{
    if (f->packer && packer_finish(f->packer, error) != COPYDESK_OK)
        return COPYDESK_FAILED;
    struct stat st;
    int fd = f->fd, code = fstat(fd, &st) != 0 ? errno : 0;
    f->fd = -1;
    if (code == 0 && f->durable && fsync(fd) != 0
        && (f->folder >= 0 || (errno != EINVAL && errno != EROFS && errno != ENOTSUP)))   /* pipes cannot */
        code = errno;
    if (close(fd) != 0 && code == 0)
        code = errno;
    *size = code == 0 && f->folder >= 0 ? (uint64_t)st.st_size : 0;
    return code ? fault(f, code, error) : COPYDESK_OK;
}

/* Renames the file that is to be replaced. 0 or an errno. A name as long as names may be is cut:
 * by now the run has written all but this. */
static int move_old(struct outfile *f)
{
    enum { NUMBER = sizeof ".4294967295" };
    struct stat st;
    struct slice name = slice_str(f->name);
    size_t stem = packed_stem(name);   /* the ending stays: it tells how to read the file */
    const char *ending = f->name + stem;
    if (name.len + NUMBER > sizeof f->kept)
        stem -= name.len + NUMBER - sizeof f->kept;
    if (fstatat(f->folder, f->name, &st, 0) != 0)
        return errno == ENOENT ? 0 : errno;
    if (st.st_size == 0 || same_file(f->folder, f->name, f->lock))
        return 0;
    int code = EEXIST;
    for (unsigned number = 1; code == EEXIST; number++) {
        snprintf(f->kept, sizeof f->kept, "%.*s.%u%s", (int)stem, f->name, number, ending);
        code = tempfile_move(f->folder, f->name, f->folder, f->kept);
    }
    return code;
}

enum copydesk_status outfile_commit(struct outfile *f, struct copydesk_error *error)
{
    uint64_t size;
    if (f->fd >= 0 && outfile_finish(f, &size, error) != COPYDESK_OK)
        return COPYDESK_FAILED;
    int code = f->keep_old && f->folder >= 0 ? move_old(f) : 0;
    if (code == 0 && f->folder >= 0 && renameat(f->folder, f->temp, f->folder, f->name) != 0)
        code = errno;
    if (code)
        return fault(f, code, error);
    f->temp[0] = '\0';
    if (f->durable && f->folder >= 0 && fsync(f->folder) != 0 && errno != EINVAL)
        return fault(f, errno, error);
    return COPYDESK_OK;
}

void outfile_free(struct outfile *f)
{
    if (!f)
        return;
    packer_free(f->packer);
    if (f->fd >= 0)
        close(f->fd);
    if (f->folder >= 0 && f->temp[0])
        unlinkat(f->folder, f->temp, 0);
    if (f->lock >= 0)
        close(f->lock);
    if (f->folder >= 0)
        close(f->folder);
    free(f->target);
    free(f->path);
    free(f);
}

enum copydesk_status outfile_put(const char *path, struct slice bytes, struct copydesk_error *error)
{
    struct outfile *f = outfile_open(path, error);
    enum copydesk_status status = f ? outfile_write(f, bytes, error) : COPYDESK_FAILED;
    if (status == COPYDESK_OK)
        status = outfile_commit(f, error);
    outfile_free(f);
    return status;
}
