#include "base/path.h"

#include <stdio.h>
#include <stdlib.h>

char *path_join(const char *folder, const char *name, const char *tail)
{
    size_t n = strlen(folder) + strlen(name) + strlen(tail) + 2;
    char *path = malloc(n);
    if (path)
        snprintf(path, n, "%s/%s%s", folder, name, tail);
    return path;
}

/* Sets real to the real path of the deepest part of `path` that exists; returns the rest, NULL: there
 * is no working directory. */
static const char *split_real(const char *path, char part[PATH_MAX], char real[PATH_MAX])
{
    const char *rest = "";
    while (!realpath(part, real)) {
        char *slash = strrchr(part, '/');
        rest = path + (slash ? (size_t)(slash - part) + 1 : 0);
        if (!slash)
            return realpath(".", real) ? rest : NULL;
        slash[slash == part] = '\0';   /* the root's slash stays */
    }
    return rest;
}

static void cut_slashes(char *path)
{
    for (size_t n = strlen(path); n > 1 && path[n - 1] == '/';)
        path[--n] = '\0';
}

/* Puts rest behind the real path `real`, part by part. What of it is made will be folders, not links, so
 * ".." leads to the one before. False when that is too long. */
static bool add_rest(char real[PATH_MAX], const char *rest)
{
    size_t n = strlen(real);
    n -= n == 1;   /* the root's slash */
    for (size_t len; *rest; rest += len + (rest[len] == '/')) {
        len = strcspn(rest, "/");
        struct slice part = { rest, len };
        while (slice_equal(part, SLICE("..")) && n > 0 && real[--n] != '/')
            ;
        if (!path_is_name(part))
            continue;
        if (n + 1 + len >= PATH_MAX)
            return false;
        real[n] = '/';
        memcpy(real + n + 1, rest, len);
        n += 1 + len;
    }
    strcpy(real + n, n ? "" : "/");
    return true;
}

bool path_real(const char *path, char out[PATH_MAX])
{
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part)
        return false;
    strcpy(part, path);
    cut_slashes(part);
    const char *rest = split_real(path, part, out);
    return rest && add_rest(out, rest);
}

bool path_lies_in(const char *inner, const char *outer)
{
    size_t n = strlen(outer);
    if (n == 1)   /* the root */
        return true;
    return strncmp(inner, outer, n) == 0 && (inner[n] == '/' || inner[n] == '\0');
}
