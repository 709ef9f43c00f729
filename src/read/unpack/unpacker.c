/* The part of archive.h that knows names and opens paths; it needs no libarchive. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "read/unpack/archive.h"

static const char *const endings[] = { ".gz", ".zst", ".xz", ".bz2", ".lz4", ".lzma", ".lz" };

const char *packed_ending(size_t i)
{
    return i < sizeof endings / sizeof *endings ? endings[i] : NULL;
}

size_t packed_stem(struct slice name)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_ends_name(name, slice_str(endings[i])))
            return name.len - strlen(endings[i]);
    return name.len;
}

bool packed_named(const char *name)
{
    return name && packed_stem(slice_str(name)) < strlen(name);
}

struct unpacker {
    struct feed feed;
    char *path;                /* borrowed by feed; "stdin" for stdin */
};

/* path: NULL for stdin. */
static struct unpacker *open_path(const char *path, bool is_packed, struct copydesk_error *error)
{
    struct unpacker *u = calloc(1, sizeof *u);
    if (!u || !(u->path = strdup(path ? path : "stdin"))) {
        free(u);
        error_memory(error);
        return NULL;
    }
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (fd < 0) {
        error_system(error, COPYDESK_FAILED, path, errno);
    } else {
        u->feed = feed_fd(fd, u->path);
        if (!is_packed || feed_unpack(&u->feed, 0, error))
            return u;
        if (error)
            error->status = COPYDESK_FAILED;
    }
    free(u->path);
    free(u);
    return NULL;
}

struct unpacker *unpacker_open(const char *path, struct copydesk_error *error)
{
    bool is_stdin = !path || strcmp(path, "-") == 0;
    return open_path(is_stdin ? NULL : path, !is_stdin && packed_named(path), error);
}

struct unpacker *unpacker_open_plain(const char *path, struct copydesk_error *error)
{
    return open_path(path, false, error);
}

long unpacker_read(struct unpacker *u, char *out, size_t n, struct copydesk_error *error)
{
    long got = feed_read(&u->feed, out, n, error);
    if (got < 0 && u->feed.whole)
        return 0;
    if (got < 0 && error)
        error->status = COPYDESK_FAILED;
    return got;
}

void unpacker_close(struct unpacker *u)
{
    if (!u)
        return;
    feed_close(&u->feed);
    free(u->path);
    free(u);
}
