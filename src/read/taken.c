#include "read/taken.h"

#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/path.h"

/* ---- names ---- */

bool taken_path(struct buf *out, struct slice name)
{
    size_t start = out->len;
    while (name.len > 0) {
        const char *slash = memchr(name.ptr, '/', name.len);
        struct slice part = slice_of(name.ptr, slash ? (size_t)(slash - name.ptr) : name.len);
        name = slice_from(name, part.len + (slash != NULL));
        if (!path_is_name(part))
            continue;
        if (part.len > NAME_MAX || slice_starts(part, SLICE(FILE_PREFIX))
            || memchr(part.ptr, '\0', part.len))
            return false;
        if (out->len > start)
            buf_addch(out, '/');
        buf_addslice(out, part);
    }
    /* 1024 bytes are left for the directories above it, and for a number behind */
    return out->len > start && out->len - start < PATH_MAX - 1024;
}

/* ---- the set ---- */

void taken_clear(struct taken *t)
{
    free(t->slots);
    *t = (struct taken){ 0 };
}

static bool has(const struct taken *t, uint64_t hash)
{
    if (t->room == 0)
        return false;
    for (size_t at = hash & (t->room - 1); t->slots[at]; at = (at + 1) & (t->room - 1))
        if (t->slots[at] == hash)
            return true;
    return false;
}

static void put(uint64_t *slots, size_t room, uint64_t hash)
{
    size_t at = hash & (room - 1);
    while (slots[at])
        at = (at + 1) & (room - 1);
    slots[at] = hash;
}

static bool add(struct taken *t, uint64_t hash)
{
    if (2 * t->n >= t->room) {
        size_t room = t->room ? 2 * t->room : 256;
        uint64_t *slots = calloc(room, sizeof *slots);
        if (!slots)
            return false;
        for (size_t i = 0; i < t->room; i++)
            if (t->slots[i])
                put(slots, room, t->slots[i]);
        free(t->slots);
        t->slots = slots;
        t->room = room;
    }
    put(t->slots, t->room, hash);
    t->n++;
    return true;
}

/* The top bit is always set, so that no hash is 0; the one below tells a file's path
 * (set) from a folder's. */
static uint64_t hash_of(struct slice path, bool folder)
{
    const uint64_t both = UINT64_C(3) << 62;
    return (hash_bytes(path) | both) ^ (folder ? UINT64_C(1) << 62 : 0);
}

enum taken_result taken_ask(struct taken *t, struct slice id)
{
    if (path_last(id).len > NAME_MAX)
        return TAKEN_LONG;
    for (size_t i = 0; i < id.len; i++)
        if (id.ptr[i] == '/' && has(t, hash_of(slice_of(id.ptr, i), false)))
            return TAKEN_BELOW;
    if (has(t, hash_of(id, false)) || has(t, hash_of(id, true)))
        return TAKEN_AGAIN;
    for (size_t i = 0; i < id.len; i++) {
        uint64_t hash = hash_of(slice_of(id.ptr, i), true);
        if (id.ptr[i] == '/' && !has(t, hash) && !add(t, hash))
            return TAKEN_MEMORY;
    }
    return add(t, hash_of(id, false)) ? TAKEN_FREE : TAKEN_MEMORY;
}
