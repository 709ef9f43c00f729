#include "pipeline/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/path.h"
#include "dedupe/state/state.h"
#include "read/unpack/kind.h"

static bool is_read(const char *path)
{
    return kind_usual(slice_str(path_name(path)));
}

/* Checks one output against one input; both as the user wrote them. */
static enum copydesk_status check(const char *output, bool tree, const char *input,
                                  struct copydesk_error *error)
{
    char in[PATH_MAX], out[PATH_MAX];
    struct stat st;
    if (stat(input, &st) != 0 || !path_real(input, in) || !path_real(output, out))
        return COPYDESK_OK;   /* opening them will say why */
    bool directory = S_ISDIR(st.st_mode);
    if (tree && directory && (path_lies_in(out, in) || path_lies_in(in, out)))
        return error_set(error, COPYDESK_FAILED, output, 0,
                         "lies in the input directory %s, or holds it; choose another output", input);
    if (!tree && directory && path_lies_in(out, in) && is_read(out))
        return error_set(error, COPYDESK_FAILED, output, 0,
                         "lies in the input directory %s; choose another place", input);
    if (S_ISREG(st.st_mode) && strcmp(in, out) == 0)
        return error_set(error, COPYDESK_FAILED, output, 0,
                         "is an input; choose another output, the input is never written to");
    return COPYDESK_OK;
}

/* Leads to the file that standard input comes from, if it is one. Where the system has no such
 * link, it is not known; so with standard output and error below. */
#define STANDARD_INPUT "/proc/self/fd/0"

static enum copydesk_status guard_output(const struct copydesk_options *o, const char *path, bool tree,
                                         struct copydesk_error *error)
{
    enum copydesk_status status = COPYDESK_OK;
    if (!path || strcmp(path, "-") == 0)
        return status;
    for (size_t i = 0; i < o->n_paths && status == COPYDESK_OK; i++)
        status = check(path, tree, strcmp(o->paths[i], "-") == 0 ? STANDARD_INPUT : o->paths[i], error);
    return status == COPYDESK_OK && o->n_paths == 0 ? check(path, tree, STANDARD_INPUT, error) : status;
}

/* ---- outputs beside each other ---- */

struct named_file { const char *option, *path; };

/* Whether both mean one regular file, which the second to be written would
 * replace. What is none (/dev/null, a pipe) takes any number. */
static bool is_one_file(const char *a, const char *b)
{
    char one[PATH_MAX], other[PATH_MAX];
    struct stat st;
    if (!a || !b || strcmp(a, "-") == 0 || (stat(a, &st) == 0 && !S_ISREG(st.st_mode)))
        return false;
    return path_real(a, one) && path_real(b, other) && strcmp(one, other) == 0;
}

static enum copydesk_status check_pair(const struct named_file *a, const struct named_file *b,
                                       struct copydesk_error *error)
{
    if (!is_one_file(a->path, b->path))
        return COPYDESK_OK;
    return error_set(error, COPYDESK_FAILED, a->path, 0, "is named by %s and by %s; give each a file of its own",
                     a->option, b->option);
}

/* Whether the file lies in the output tree where an article of an input directory
 * will be written: below the directory's own name when there are several PATHs. Or,
 * of a directory, where articles will be. */
static bool is_mirrored(const struct copydesk_options *o, const char *path, bool directory)
{
    char at[PATH_MAX], out[PATH_MAX], in[PATH_MAX], article[2 * PATH_MAX];
    if (!path || !o->output || !path_real(path, at) || !path_real(o->output, out) || !path_lies_in(at, out))
        return false;
    const char *rest = at + strlen(out);   /* the root's is its slash */
    rest += *rest == '/';
    for (size_t i = 0; i < o->n_paths; i++) {
        struct stat st;
        if (!path_real(o->paths[i], in))
            continue;
        const char *name = path_name(in);
        size_t n = o->n_paths > 1 ? strlen(name) : 0;
        if (strncmp(rest, name, n) != 0 || (n && rest[n] != '/'))
            continue;
        snprintf(article, sizeof article, "%s/%s", in, rest + n);
        if (stat(article, &st) == 0 && (directory ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode)))
            return true;
    }
    return false;
}

static enum copydesk_status check_mirrored(const struct copydesk_options *o, const char *file,
                                           struct copydesk_error *error)
{
    if (!is_mirrored(o, file, false))
        return COPYDESK_OK;
    return error_set(error, COPYDESK_FAILED, file, 0,
                     "is where an article of the output will lie; choose another place");
}

/* Whether the file would be written in the place of one of the state's own. */
static bool is_in_state(const struct copydesk_options *o, const char *file)
{
    char at[PATH_MAX], state[PATH_MAX];
    if (!file || !o->state || !path_real(file, at) || !path_real(o->state, state))
        return false;
    size_t n = strlen(state);
    return path_lies_in(at, state) && strchr(at + n, '/') == strrchr(at, '/') && state_owns(path_name(at));
}

static enum copydesk_status check_state(const struct copydesk_options *o, const char *file,
                                        struct copydesk_error *error)
{
    if (!is_in_state(o, file))
        return COPYDESK_OK;
    return error_set(error, COPYDESK_FAILED, file, 0, "is a file of the state; choose another place");
}

enum { OUTPUT, JOURNAL, STATS, METRICS, N_WRITTEN, DROPS = N_WRITTEN, N_FILES };

/* Checks that a file which is written is no other output, and is not read either. */
static enum copydesk_status check_alone(const struct copydesk_options *o, size_t which, struct copydesk_error *error)
{
    const struct named_file files[N_FILES] = {
        [OUTPUT] = { "--output", o->output }, [JOURNAL] = { "--journal", o->journal },
        [STATS] = { "--stats", o->stats }, [METRICS] = { "--metrics", o->metrics }, [DROPS] = { "--drops", o->drops }
    };
    enum copydesk_status status = check_state(o, files[which].path, error);
    if (status == COPYDESK_OK && which != OUTPUT)
        status = check_mirrored(o, files[which].path, error);
    for (size_t i = 0; i < N_FILES && status == COPYDESK_OK; i++)
        if (i != which)
            status = check_pair(&files[which], &files[i], error);
    for (size_t i = 0; i < o->n_rules && status == COPYDESK_OK; i++)
        status = check_pair(&files[which], &(struct named_file){ "--rules", o->rules[i] }, error);
    return status;
}

/* The same of where standard output or error goes when that is a file, which the shell has made. */
static enum copydesk_status guard_standard(const struct copydesk_options *o, const char *link, struct copydesk_error *error)
{
    char path[PATH_MAX];
    struct stat st;
    if (!realpath(link, path) || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return COPYDESK_OK;
    return guard_output(o, path, false, error);
}

enum copydesk_status guard_outputs(const struct copydesk_options *o, bool tree,
                                   struct copydesk_error *error)
{
    const char *const files[N_WRITTEN] = { o->output, o->journal, o->stats, o->metrics };
    enum copydesk_status status = guard_standard(o, "/proc/self/fd/1", error);
    if (status == COPYDESK_OK)
        status = guard_standard(o, "/proc/self/fd/2", error);
    for (size_t i = 0; i < N_WRITTEN && status == COPYDESK_OK; i++)
        status = guard_output(o, files[i], tree && i == OUTPUT, error);
    for (size_t i = 0; i < N_WRITTEN && status == COPYDESK_OK; i++)
        status = check_alone(o, i, error);
    return status;
}

enum copydesk_status guard_state(const struct copydesk_options *o, bool tree, struct copydesk_error *error)
{
    enum copydesk_status status = guard_output(o, o->state, true, error);
    if (status == COPYDESK_OK && tree && is_mirrored(o, o->state, true))
        status = error_set(error, COPYDESK_FAILED, o->state, 0,
                           "is where articles of the output will lie; give --state a directory of its own");
    return status;
}

bool guard_metrics(const struct copydesk_options *o)
{
    return guard_output(o, o->metrics, false, NULL) == COPYDESK_OK && check_alone(o, METRICS, NULL) == COPYDESK_OK;
}
