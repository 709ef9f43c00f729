#include "read/packed_name.h"

#include <sys/stat.h>

#include "read/load.h"

bool packed_name_wanted(const struct walk_file *file)
{
    struct named n = kind_of(file->path);
    return n.packed && n.kind == KIND_TEXT;
}

/* Whether the folder has a file of that id, which has a NUL behind it; or memory is short. */
static bool is_there(const struct input *in, struct slice id)
{
    struct buf path = { 0 };
    struct stat st;
    load_make_path(&path, in->path, load_path_of(in, id));
    bool there = path.failed || lstat(path.ptr, &st) == 0;
    buf_release(&path);
    return there;
}

/* Takes id, if no file goes by it, and no other compressed one was given it. */
static bool take(struct taken *taken, const struct input *in, struct buf *id)
{
    buf_str(id);
    if (id->failed || is_there(in, buf_slice(id)))
        return false;
    enum taken_result got = taken_ask(taken, buf_slice(id));
    id->failed = got == TAKEN_MEMORY;
    return got == TAKEN_FREE;
}

enum packed_name packed_name(struct taken *taken, const struct input *in, const struct walk_file *file,
                             struct buf *id)
{
    load_make_id(id, in->id, slice_of(file->path.ptr, kind_of(file->path).stem));
    if (take(taken, in, id))
        return PACKED_NAME_STEM;
    if (id->failed)
        return PACKED_NAME_NONE;
    load_make_id(id, in->id, file->path);
    buf_addstr(id, ".txt");
    return take(taken, in, id) ? PACKED_NAME_OWN : PACKED_NAME_NONE;
}
