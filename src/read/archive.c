#include "read/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#else
struct archive;
#endif

struct packer {
    struct archive *archive;
    char *path;
    int (*put)(void *payload, struct slice bytes);
    void *payload;
    int code;              /* errno that put gave, 0 while all is well */
};

struct unpacker {
    struct archive *archive;   /* NULL: the bytes are read as they are */
    char *path;                /* "stdin" for stdin */
    int fd;
};

static const char *const endings[] = { ".gz", ".zst", ".xz", ".bz2" };

bool packed_named(const char *name)
{
    for (size_t i = 0; name && i < sizeof endings / sizeof *endings; i++)
        if (slice_ends(slice_str(name), slice_str(endings[i])))
            return true;
    return false;
}

/* ---- with libarchive ---- */

#ifdef HAVE_LIBARCHIVE

static enum copydesk_status fault(struct copydesk_error *error, struct archive *a,
                                  const char *path, int code)
{
    if (code)
        return error_system(error, COPYDESK_FAILED, path, code);
    const char *text = archive_error_string(a);
    return error_set(error, COPYDESK_FAILED, path, 0, "%s", text ? text : "compression failed");
}

static la_ssize_t give(struct archive *a, void *payload, const void *bytes, size_t n)
{
    struct packer *p = payload;
    p->code = p->put(p->payload, slice_of(bytes, n));
    if (p->code == 0)
        return (la_ssize_t)n;
    archive_set_error(a, p->code, "write failed");
    return -1;
}

static int add_filter(struct archive *a, const char *path)
{
    struct slice name = slice_str(path);
    if (slice_ends(name, SLICE(".gz")))
        return archive_write_add_filter_gzip(a);
    if (slice_ends(name, SLICE(".zst")))
        return archive_write_add_filter_zstd(a);
    if (slice_ends(name, SLICE(".xz")))
        return archive_write_add_filter_xz(a);
    return archive_write_add_filter_bzip2(a);
}

/* A raw stream: one nameless member, no padding at the end. */
static bool open_raw(struct packer *p)
{
    struct archive *a = p->archive;
    if (add_filter(a, p->path) != ARCHIVE_OK || archive_write_set_format_raw(a) != ARCHIVE_OK
        || archive_write_set_bytes_in_last_block(a, 1) != ARCHIVE_OK
        || archive_write_open(a, p, NULL, give, NULL) != ARCHIVE_OK)
        return false;
    struct archive_entry *entry = archive_entry_new();
    if (!entry)
        return false;
    archive_entry_set_filetype(entry, AE_IFREG);
    int rc = archive_write_header(a, entry);
    archive_entry_free(entry);
    return rc == ARCHIVE_OK;
}

static bool start_packing(struct packer *p, struct copydesk_error *error)
{
    p->archive = archive_write_new();
    if (!p->archive) {
        error_memory(error);
        return false;
    }
    if (!open_raw(p)) {
        fault(error, p->archive, p->path, p->code);
        return false;
    }
    return true;
}

enum copydesk_status packer_add(struct packer *p, struct slice bytes, struct copydesk_error *error)
{
    while (bytes.len) {
        la_ssize_t n = archive_write_data(p->archive, bytes.ptr, bytes.len);
        if (n <= 0)
            return fault(error, p->archive, p->path, p->code);
        bytes = slice_from(bytes, (size_t)n);
    }
    return COPYDESK_OK;
}

enum copydesk_status packer_finish(struct packer *p, struct copydesk_error *error)
{
    if (archive_write_close(p->archive) != ARCHIVE_OK)
        return fault(error, p->archive, p->path, p->code);
    return COPYDESK_OK;
}

void packer_free(struct packer *p)
{
    if (!p)
        return;
    if (p->archive) {
        archive_write_fail(p->archive);   /* what is pending goes nowhere */
        archive_write_free(p->archive);
    }
    free(p->path);
    free(p);
}

static bool start_unpacking(struct unpacker *u, struct copydesk_error *error)
{
    struct archive_entry *entry;
    struct archive *a = u->archive = archive_read_new();
    if (!a) {
        error_memory(error);
        return false;
    }
    /* 64 KiB a read (guess) */
    if (archive_read_support_filter_all(a) < ARCHIVE_WARN || archive_read_support_format_raw(a) != ARCHIVE_OK
        || archive_read_open_fd(a, u->fd, 64 * 1024) != ARCHIVE_OK
        || archive_read_next_header(a, &entry) != ARCHIVE_OK) {
        fault(error, a, u->path, 0);
        return false;
    }
    return true;
}

static long read_packed(struct unpacker *u, char *out, size_t n, struct copydesk_error *error)
{
    la_ssize_t got = archive_read_data(u->archive, out, n);
    if (got < 0)
        fault(error, u->archive, u->path, 0);
    return got < 0 ? -1 : (long)got;
}

static void stop_unpacking(struct unpacker *u)
{
    if (u->archive)
        archive_read_free(u->archive);
}

/* ---- without it ---- */

#else

static bool is_absent(const char *path, struct copydesk_error *error)
{
    error_set(error, COPYDESK_FAILED, path, 0, "this build has no compression (libarchive was "
              "absent); name the file without .gz, .zst, .xz or .bz2");
    return false;
}

static bool start_packing(struct packer *p, struct copydesk_error *error)
{
    return is_absent(p->path, error);
}

enum copydesk_status packer_add(struct packer *p, struct slice bytes, struct copydesk_error *error)
{
    (void)bytes;
    is_absent(p->path, error);
    return COPYDESK_FAILED;
}

enum copydesk_status packer_finish(struct packer *p, struct copydesk_error *error)
{
    is_absent(p->path, error);
    return COPYDESK_FAILED;
}

void packer_free(struct packer *p)
{
    if (p)
        free(p->path);
    free(p);
}

static bool start_unpacking(struct unpacker *u, struct copydesk_error *error)
{
    return is_absent(u->path, error);
}

static long read_packed(struct unpacker *u, char *out, size_t n, struct copydesk_error *error)
{
    (void)out, (void)n;
    return is_absent(u->path, error) ? 0 : -1;
}

static void stop_unpacking(struct unpacker *u)
{
    (void)u;
}

#endif

/* ---- either way ---- */

struct packer *packer_new(const char *path, int (*put)(void *payload, struct slice bytes),
                          void *payload, struct copydesk_error *error)
{
    struct packer *p = calloc(1, sizeof *p);
    if (!p || !(p->path = strdup(path))) {
        error_memory(error);
        packer_free(p);
        return NULL;
    }
    p->put = put;
    p->payload = payload;
    if (!start_packing(p, error)) {
        packer_free(p);
        return NULL;
    }
    return p;
}

/* Sets fd; false with error filled when the file cannot be read. */
static bool open_input(struct unpacker *u, bool is_stdin, struct copydesk_error *error)
{
    u->fd = is_stdin ? STDIN_FILENO : open(u->path, O_RDONLY | O_CLOEXEC);
    if (u->fd < 0)
        error_system(error, COPYDESK_FAILED, u->path, errno);
    return u->fd >= 0;
}

static struct unpacker *open_as(const char *path, bool is_stdin, bool is_packed,
                                struct copydesk_error *error)
{
    struct unpacker *u = calloc(1, sizeof *u);
    if (!u || !(u->path = strdup(is_stdin ? "stdin" : path))) {
        error_memory(error);
        free(u);
        return NULL;
    }
    if (!open_input(u, is_stdin, error) || (is_packed && !start_unpacking(u, error))) {
        unpacker_close(u);
        return NULL;
    }
    return u;
}

struct unpacker *unpacker_open(const char *path, struct copydesk_error *error)
{
    bool is_stdin = !path || strcmp(path, "-") == 0;
    return open_as(path, is_stdin, !is_stdin && packed_named(path), error);
}

struct unpacker *unpacker_open_plain(const char *path, struct copydesk_error *error)
{
    return open_as(path, false, false, error);
}

long unpacker_read(struct unpacker *u, char *out, size_t n, struct copydesk_error *error)
{
    if (u->archive)
        return read_packed(u, out, n, error);
    for (;;) {
        ssize_t got = read(u->fd, out, n);
        if (got >= 0)
            return (long)got;
        if (errno != EINTR) {
            error_system(error, COPYDESK_FAILED, u->path, errno);
            return -1;
        }
    }
}

void unpacker_close(struct unpacker *u)
{
    if (!u)
        return;
    stop_unpacking(u);
    if (u->fd > STDIN_FILENO)
        close(u->fd);
    free(u->path);
    free(u);
}
