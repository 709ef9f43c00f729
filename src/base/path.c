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
