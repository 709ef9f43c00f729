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

bool path_real(const char *path, char out[PATH_MAX])
{
    char part[PATH_MAX], real[PATH_MAX];
    if (strlen(path) >= sizeof part)
        return false;
    strcpy(part, path);
    cut_slashes(part);
    const char *rest = split_real(path, part, real);
    int n = rest ? snprintf(out, PATH_MAX, "%s%s%s", real, *rest && real[1] ? "/" : "", rest) : -1;
    if (n < 0 || n >= PATH_MAX)
        return false;
    cut_slashes(out);
    return true;
}

bool path_lies_in(const char *inner, const char *outer)
{
    size_t n = strlen(outer);
    if (n == 1)   /* the root */
        return true;
    return strncmp(inner, outer, n) == 0 && (inner[n] == '/' || inner[n] == '\0');
}
