#include "dedupe/keys/run_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"

const char run_file_old[] = "was made by another version of copydesk; begin another state, and clean all articles again";

const char *run_file_name(const struct run_file *f)
{
    return f->path ? f->path : f->folder;
}

static enum copydesk_status fault(const struct run_file *f, int code, struct copydesk_error *error)
{
    return error_system(error, COPYDESK_FAILED, run_file_name(f), code);
}

enum copydesk_status run_file_create(struct run_file *f, const char *folder, const char *name, size_t header,
                                     struct copydesk_error *error)
{
    f->fd = -1;
    f->folder = strdup(folder);
    f->hash = hash_new();
    if (name) {
        f->path = path_join(folder, name, "");
        f->temp = path_join(folder, name, ".part");
    }
    if (!f->folder || !f->hash || (name && !(f->path && f->temp)))
        return error_memory(error);
    f->fd = name ? open(f->temp, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666) : file_unnamed(folder);
    if (f->fd < 0)
        return fault(f, errno, error);
    unsigned char *room = run_file_next(f, header, error);
    if (!room)
        return COPYDESK_FAILED;
    memset(room, 0, header);
    return run_file_flush(f, error);
}

void run_file_release(struct run_file *f)
{
    if (f->fd >= 0 && f->folder) {
        close(f->fd);
        if (f->temp)
            unlink(f->temp);
    }
    hash_free(f->hash);
    free(f->folder);
    free(f->path);
    free(f->temp);
}

static enum copydesk_status write_out(struct run_file *f, struct slice bytes, struct copydesk_error *error)
{
    if (f->hashing)
        hash_add(f->hash, bytes);
    int code = file_write(f->fd, bytes);
    return code ? fault(f, code, error) : COPYDESK_OK;
}

enum copydesk_status run_file_flush(struct run_file *f, struct copydesk_error *error)
{
    struct slice bytes = { (const char *)f->room, f->used };
    f->used = 0;
    return write_out(f, bytes, error);
}

enum copydesk_status run_file_put(struct run_file *f, struct slice bytes, struct copydesk_error *error)
{
    if (bytes.len <= RUN_FILE_ROOM) {
        unsigned char *room = run_file_next(f, bytes.len, error);
        if (room && bytes.len)
            memcpy(room, bytes.ptr, bytes.len);
        return room ? COPYDESK_OK : COPYDESK_FAILED;
    }
    enum copydesk_status status = run_file_flush(f, error);
    f->at += bytes.len;
    return status == COPYDESK_OK ? write_out(f, bytes, error) : status;
}

/* Closes the file and renames it. 0, or an errno. */
static int give_name(struct run_file *f)
{
    int code = fsync(f->fd) == 0 ? 0 : errno;
    if (code)
        return code;
    int fd = f->fd;
    f->fd = -1;
    code = close(fd) == 0 ? 0 : errno;
    if (code == 0 && rename(f->temp, f->path) != 0)
        code = errno;
    if (code) {
        unlink(f->temp);
        return code;
    }
    return file_sync_folder(f->folder);
}

enum copydesk_status run_file_end(struct run_file *f, struct slice header, struct copydesk_error *error)
{
    enum copydesk_status status = run_file_flush(f, error);
    if (status != COPYDESK_OK)
        return status;
    int code = lseek(f->fd, 0, SEEK_SET) == 0 ? 0 : errno;
    code = code ? code : file_write(f->fd, header);
    if (code == 0 && f->path)
        code = give_name(f);
    return code ? fault(f, code, error) : COPYDESK_OK;
}
