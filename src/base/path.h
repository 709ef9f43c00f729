/* path -- the two halves of a path, and of an id, which is one; and the absolute one. Base layer. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <limits.h>
#include <stdbool.h>

#include "base/slice.h"

/* What stands behind the last '/': all of it when there is none. */
static inline const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* What stands before the last '/': nothing when there is none. */
static inline struct slice path_folder(struct slice path)
{
    while (path.len > 0 && path.ptr[path.len - 1] != '/')
        path.len--;
    path.len -= path.len > 0;
    return path;
}

/* What stands behind the last '/' of a path that need not end in a NUL. */
static inline struct slice path_last(struct slice path)
{
    size_t folder = path_folder(path).len;
    return slice_from(path, folder + (folder < path.len && path.ptr[folder] == '/'));
}

/* Whether a part of a path is a name: it is not empty, "." or "..". */
static inline bool path_is_name(struct slice part)
{
    return part.len > 0 && !slice_equal(part, SLICE(".")) && !slice_equal(part, SLICE(".."));
}

/* "folder/name" and tail, to be freed; NULL when memory is short. */
char *path_join(const char *folder, const char *name, const char *tail);

/* The absolute path that `path` has or will have once it is made: the real path of its
 * deepest part that exists, then the rest, without "." and "..". False when that is too long. */
bool path_real(const char *path, char out[PATH_MAX]);

/* Whether `inner` is `outer` or lies below it. Both absolute. */
bool path_lies_in(const char *inner, const char *outer);

#endif
