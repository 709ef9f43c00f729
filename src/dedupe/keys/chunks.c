#include "dedupe/keys/chunks.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"

void chunks_init(struct chunks *c, const char *folder, size_t most)
{
    *c = (struct chunks){ .fd = -1, .folder = folder, .most = most };
}

void chunks_release(struct chunks *c)
{
    for (size_t i = c->filed; i < c->n; i++)
        free(c->chunk[i]);
    free(c->chunk);
    if (c->fd >= 0)
        close(c->fd);
    chunks_init(c, c->folder, c->most);
}

static int add_chunk(struct chunks *c)
{
    char **list = array_room(c->chunk, c->n, &c->room, sizeof *list);
    if (!list)
        return ENOMEM;
    c->chunk = list;
    int code = c->folder && chunks_unfiled(c) > c->most ? chunks_spill(c, c->folder) : 0;
    char *chunk = code ? NULL : malloc(CHUNKS_SIZE);
    if (chunk)
        c->chunk[c->n++] = chunk;
    return chunk ? 0 : code ? code : ENOMEM;
}

int chunks_add(struct chunks *c, const void *bytes, size_t n)
{
    const char *from = bytes;
    while (n) {
        size_t at = (size_t)(c->end % CHUNKS_SIZE), m = CHUNKS_SIZE - at < n ? CHUNKS_SIZE - at : n;
        int code = c->end == (uint64_t)c->n * CHUNKS_SIZE ? add_chunk(c) : 0;
        if (code)
            return code;
        char *to = c->chunk[c->n - 1] + at;
        if (from)
            memcpy(to, from, m);
        else
            memset(to, 0, m);
        from = from ? from + m : NULL;
        c->end += m;
        n -= m;
    }
    return 0;
}

int chunks_read(const struct chunks *c, uint64_t from, void *to, size_t n)
{
    char *out = to;
    while (n) {
        size_t left = CHUNKS_SIZE - (size_t)(from % CHUNKS_SIZE), m = left < n ? left : n;
        const char *bytes = chunks_at(c, from);
        int code = bytes ? 0 : file_read_at(c->fd, out, m, from);
        if (code)
            return code;
        if (bytes)
            memcpy(out, bytes, m);
        out += m;
        from += m;
        n -= m;
    }
    return 0;
}

int chunks_get(const struct chunks *c, uint64_t from, size_t n, struct buf *out)
{
    buf_clear(out);
    if (!buf_reserve(out, n))
        return ENOMEM;
    out->len = n;
    return chunks_read(c, from, out->ptr, n);
}

const char *chunks_at(const struct chunks *c, uint64_t from)
{
    const char *chunk = c->chunk[from / CHUNKS_SIZE];
    return chunk ? chunk + from % CHUNKS_SIZE : NULL;
}

int chunks_spill(struct chunks *c, const char *folder)
{
    if (c->fd < 0 && (c->fd = file_unnamed(folder)) < 0)
        return errno;
    for (; c->filed + 1 < c->n; c->filed++) {
        int code = file_write(c->fd, slice_of(c->chunk[c->filed], CHUNKS_SIZE));
        if (code)
            return code;
        free(c->chunk[c->filed]);
        c->chunk[c->filed] = NULL;
    }
    return 0;
}

size_t chunks_unfiled(const struct chunks *c)
{
    return (c->n - c->filed) * CHUNKS_SIZE;
}

size_t chunks_memory(const struct chunks *c)
{
    return chunks_unfiled(c) + c->room * sizeof *c->chunk;
}

uint64_t chunks_filed(const struct chunks *c)
{
    return (uint64_t)c->filed * CHUNKS_SIZE;
}
