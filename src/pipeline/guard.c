#include "pipeline/guard.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "read/kind.h"

/* The absolute path that `path` has or will have: of its deepest part that
 * exists the real path, then the rest. False when that is too long. */
static bool real_path(const char *path, char *out, size_t size)
{
    char part[PATH_MAX];
    if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part)
        return false;
    size_t len = strlen(part);
    while (len > 1 && part[len - 1] == '/')
        part[--len] = '\0';
    const char *rest = "";
    char real[PATH_MAX];
    while (!realpath(part, real)) {
        char *slash = strrchr(part, '/');
        rest = path + (slash ? (size_t)(slash - part) + 1 : 0);
        if (!slash) {
            if (!realpath(".", real))
                return false;
            break;
        }
        if (slash == part) {
            snprintf(real, sizeof real, "/");
            break;
        }
        *slash = '\0';
    }
    int n = *rest ? snprintf(out, size, "%s/%s", real, rest) : snprintf(out, size, "%s", real);
    if (n < 0 || (size_t)n >= size)
        return false;
    len = (size_t)n;
    while (len > 1 && out[len - 1] == '/')
        out[--len] = '\0';
    return true;
}

/* Whether `inner` is `outer` or lies below it. Both absolute. */
static bool lies_in(const char *inner, const char *outer)
{
    size_t n = strlen(outer);
    if (n == 1)   /* the root */
        return true;
    return strncmp(inner, outer, n) == 0 && (inner[n] == '/' || inner[n] == '\0');
}

static bool is_read(const char *path)
{
    const char *slash = strrchr(path, '/');
    return kind_usual(slice_str(slash ? slash + 1 : path));
}

/* Checks one output against one input; both as the user wrote them. */
static enum copydesk_status check(const char *output, bool tree, const char *input,
                                  struct copydesk_error *error)
{
    char in[PATH_MAX], out[PATH_MAX];
    struct stat st;
    if (stat(input, &st) != 0 || !real_path(input, in, sizeof in) || !real_path(output, out, sizeof out))
        return COPYDESK_OK;   /* opening them will say why */
    bool directory = S_ISDIR(st.st_mode);
    if (tree && directory && (lies_in(out, in) || lies_in(in, out)))
        return error_set(error, COPYDESK_FAILED, output, 0,
                         "lies in the input directory %s, or holds it; choose another output", input);
    if (!tree && directory && lies_in(out, in) && is_read(out))
        return error_set(error, COPYDESK_FAILED, output, 0,
                         "lies in the input directory %s; choose another place", input);
    if (!directory && strcmp(in, out) == 0)
        return error_set(error, COPYDESK_FAILED, output, 0,
                         "is an input; choose another output, the input is never written to");
    return COPYDESK_OK;
}

enum copydesk_status guard_output(const struct copydesk_options *o, const char *path, bool tree,
                                  struct copydesk_error *error)
{
    enum copydesk_status status = COPYDESK_OK;
    if (!path || strcmp(path, "-") == 0)
        return status;
    for (size_t i = 0; i < o->n_paths && status == COPYDESK_OK; i++)
        if (strcmp(o->paths[i], "-") != 0)
            status = check(path, tree, o->paths[i], error);
    return status;
}

enum copydesk_status guard_outputs(const struct copydesk_options *o, bool tree,
                                   struct copydesk_error *error)
{
    const char *const files[] = { o->journal, o->stats, o->metrics };
    enum copydesk_status status = guard_output(o, o->output, tree, error);
    for (size_t i = 0; i < sizeof files / sizeof *files && status == COPYDESK_OK; i++)
        status = guard_output(o, files[i], false, error);
    return status;
}
