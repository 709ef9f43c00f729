#include "write/files/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "write/files/folders.h"
#include "write/files/same.h"

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
        if (s.len == 0 || s.len > NAME_MAX || slice_equal(s, SLICE(".")) || slice_equal(s, SLICE(".."))
            || slice_starts(s, SLICE(FILE_PREFIX)))
            return false;
        part = i + 1;
    }
    return true;
}

/* Sets name to the last part of id. */
static void last_part(char name[NAME_MAX + 1], struct slice id)
{
    size_t from = id.len;
    while (from > 0 && id.ptr[from - 1] != '/')
        from--;
    memcpy(name, id.ptr + from, id.len - from);
    name[id.len - from] = '\0';
}

static enum copydesk_status leave_folder(struct tree_file *f, int spoiled)
{
    folders_leave(f->folders, f->folder, spoiled);
    f->folder = NULL;
    return COPYDESK_OK;
}

static enum copydesk_status fault(const struct tree_file *f, int code, struct copydesk_error *error)
{
    return folders_fault(f->folders, f->id, code, error);
}

/* ---- files ---- */

static enum copydesk_status enter_folder(struct folders *fs, struct tree_file *f, struct slice id,
                                         struct copydesk_error *error)
{
    *f = (struct tree_file){ .folders = fs, .id = id, .fd = -1 };
    if (!tree_takes(id)) {
        fault(f, EINVAL, error);
        return error_set(error, COPYDESK_FAILED, error ? error->path : NULL, 0,
                         "no name for a file below the output directory");
    }
    f->folder = folders_enter(fs, id, error);
    if (!f->folder)
        return COPYDESK_FAILED;
    last_part(f->name, id);
    return COPYDESK_OK;
}

/* Opens a file that nobody sees: in a staged folder the file itself, or a temporary
 * one there if the run has put the file there already; else a temporary one in the stage. */
static enum copydesk_status open_unseen(struct tree_file *f, struct copydesk_error *error)
{
    bool temporary;
    if (f->folder->staged) {
        f->stage = f->folder->fd;
        f->fd = openat(f->stage, f->name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        temporary = f->fd < 0 && errno == EEXIST;
    } else {
        f->stage = folders_stage(f->folders, f->folder);
        temporary = f->stage >= 0;
    }
    if (temporary)
        f->fd = tempfile_create(f->stage, f->temp);
    if (f->fd >= 0)
        return COPYDESK_OK;
    int code = errno;
    leave_folder(f, 0);
    return fault(f, code, error);
}

enum copydesk_status tree_begin(struct folders *fs, struct tree_file *f, struct slice id,
                                struct copydesk_error *error)
{
    enum copydesk_status status = enter_folder(fs, f, id, error);
    return status == COPYDESK_OK ? open_unseen(f, error) : status;
}

enum copydesk_status tree_add(struct tree_file *f, struct slice bytes, struct copydesk_error *error)
{
    int code = file_write(f->fd, bytes);
    if (code == 0)
        return COPYDESK_OK;
    tree_drop(f);
    return fault(f, code, error);
}

/* Closes with a check and names the file; 0 or an errno. */
static int settle(struct tree_file *f, bool fresh)
{
    int fd = f->fd;
    f->fd = -1;
    int code = folders_syncs_files(f->folders) && fdatasync(fd) != 0 ? errno : 0;
    if (close(fd) != 0 && code == 0)
        code = errno;
    if (code)
        return code;
    if (!f->temp[0])
        return 0;
    if (fresh)
        return tempfile_move(f->stage, f->temp, f->folder->fd, f->name);
    return renameat(f->stage, f->temp, f->folder->fd, f->name) == 0 ? 0 : errno;
}

enum copydesk_status tree_end(struct tree_file *f, bool fresh, struct copydesk_error *error)
{
    if (!f->folder)   /* an add failed before */
        return fault(f, EBADF, error);
    if (f->temp[0] && same_file(f->folder->fd, f->name, f->fd)) {
        tree_drop(f);
        return COPYDESK_OK;
    }
    int code = settle(f, fresh);
    if (code == 0)
        return leave_folder(f, 0);
    tree_drop(f);
    fault(f, code, error);
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
    f->fd = -1;
    int code = unlinkat(f->stage, f->temp[0] ? f->temp : f->name, 0) == 0 ? 0 : errno;
    leave_folder(f, f->folder->staged ? code : 0);
}

enum copydesk_status tree_put(struct folders *fs, struct slice id, struct slice text,
                              struct copydesk_error *error)
{
    struct tree_file f;
    enum copydesk_status status = enter_folder(fs, &f, id, error);
    if (status != COPYDESK_OK)
        return status;
    if (!f.folder->staged && same_text(f.folder->fd, f.name, text))
        return leave_folder(&f, 0);
    status = open_unseen(&f, error);
    if (status == COPYDESK_OK)
        status = tree_add(&f, text, error);
    if (status != COPYDESK_OK)
        return status;
    int code = settle(&f, false);
    if (code == 0)
        return leave_folder(&f, 0);
    tree_drop(&f);
    return fault(&f, code, error);
}

enum copydesk_status tree_remove(struct folders *fs, struct slice id, struct copydesk_error *error)
{
    struct tree_file f;
    if (!tree_takes(id) || !folders_hold(fs, id))
        return COPYDESK_OK;
    enum copydesk_status status = enter_folder(fs, &f, id, error);
    if (status != COPYDESK_OK)
        return status;
    int code = unlinkat(f.folder->fd, f.name, 0) == 0 || errno == ENOENT ? 0 : errno;
    if (code == EISDIR)
        code = unlinkat(f.folder->fd, f.name, AT_REMOVEDIR) == 0 || errno == ENOTEMPTY || errno == EEXIST ? 0 : errno;
    leave_folder(&f, 0);
    return code ? fault(&f, code, error) : COPYDESK_OK;
}
