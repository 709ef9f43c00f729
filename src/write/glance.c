#include "write/glance.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

void glance_open(struct glance *g, const char *root)
{
    *g = (struct glance){ .root = open(root, FOLDER), .folder = -1 };
}

static void leave(struct glance *g)
{
    if (g->folder >= 0)
        close(g->folder);
    g->folder = -1;
    buf_clear(&g->path);
}

void glance_close(struct glance *g)
{
    leave(g);
    buf_release(&g->path);
    if (g->root >= 0)
        close(g->root);
    g->root = -1;
}

bool glance_is_open(const struct glance *g)
{
    return g->root >= 0;
}

/* Bytes of id before its last part. */
static size_t folder_len(struct slice id)
{
    size_t n = id.len;
    while (n > 0 && id.ptr[n - 1] != '/')
        n--;
    return n;
}

/* Opens the folder of that path unless it is the one at hand; without it the
 * file is looked for by its whole path. */
static void enter(struct glance *g, struct slice path)
{
    if (slice_equal(buf_slice(&g->path), path))
        return;
    leave(g);
    buf_addslice(&g->path, path);
    const char *name = buf_str(&g->path);
    if (!g->path.failed)
        g->folder = openat(g->root, name, FOLDER);
}

bool glance_stands(struct glance *g, struct slice id, uint64_t size)
{
    struct stat st;
    size_t n = folder_len(id);
    enter(g, slice_of(id.ptr, n));
    int got = g->folder >= 0 ? fstatat(g->folder, id.ptr + n, &st, AT_SYMLINK_NOFOLLOW)
                             : fstatat(g->root, id.ptr, &st, AT_SYMLINK_NOFOLLOW);
    return got == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == size;
}
