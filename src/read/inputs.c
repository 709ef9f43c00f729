#include "read/inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "read/records/jsonl.h"

/* path without leading "/", "." and ".." parts, and doubled slashes. NULL when
 * memory is short. */
static char *plain_path(const char *path)
{
    char *out = malloc(strlen(path) + 1), *to = out;
    if (!out)
        return NULL;
    while (*path) {
        size_t len = strcspn(path, "/");
        if (path_is_name(slice_of(path, len))) {
            if (to > out)
                *to++ = '/';
            memcpy(to, path, len);
            to += len;
        }
        path += len;
        path += *path == '/';
    }
    *to = '\0';
    return out;
}

/* The last part of a folder's path. "." and ".." have no name of their own:
 * the system is asked where they lead. "" for "/"; NULL when memory is short. */
static char *base_name(const char *path)
{
    struct slice all = slice_str(path);
    while (slice_ends(all, SLICE("/")))
        all.len--;
    struct slice last = path_last(all);
    if (path_is_name(last))
        return strndup(last.ptr, last.len);
    char *real = realpath(path, NULL), *name = real ? strdup(path_name(real)) : NULL;
    free(real);
    return name;
}

/* A file: a text stream, or a container. alone: it is the only PATH, so that a
 * container's ids need no prefix. Sets id, NULL when memory is short. */
static void look_at_file(struct input *in, const struct stat *st, bool alone)
{
    in->named = kind_of(slice_str(in->path));
    in->kind = in->named.kind == KIND_TEXT ? INPUT_FILE : INPUT_CONTAINER;
    in->regular = S_ISREG(st->st_mode) && in->kind == INPUT_FILE && !in->named.packed;
    if (S_ISREG(st->st_mode)) {
        in->size = (uint64_t)st->st_size;
        in->stamp = file_stamp(st);
    }
    if (in->kind == INPUT_CONTAINER)
        in->id = alone ? strdup("") : base_name(in->path);
    else
        in->id = plain_path(in->path);
    if (in->id && in->kind == INPUT_FILE)
        in->id[kind_of(slice_str(in->id)).stem] = '\0';
}

static bool look_at(struct input *in, const char *path, bool alone, struct copydesk_error *error)
{
    struct stat st;
    *in = (struct input){ .kind = INPUT_STDIN, .path = path };
    if (strcmp(path, "-") == 0) {
        in->id = strdup("stdin");
    } else if (*path == '\0') {
        error_set(error, COPYDESK_FAILED, NULL, 0, "the name of an input is empty; was a variable not set?");
        return false;
    } else if (stat(path, &st) != 0) {
        error_system(error, COPYDESK_FAILED, path, errno);
        return false;
    } else if (S_ISDIR(st.st_mode)) {
        in->kind = INPUT_FOLDER;
        in->id = alone ? strdup("") : base_name(path);
    } else {
        look_at_file(in, &st, alone);
    }
    if (!in->id)
        error_memory(error);
    return in->id != NULL;
}

/* ---- ids must not clash ---- */

static int by_id(const void *a, const void *b)
{
    const struct input *const *x = a, *const *y = b;
    return strcmp((*x)->id, (*y)->id);
}

/* The input whose id the first len bytes of id are, among those sorted by id; or NULL. */
static const struct input *find(struct input **sorted, size_t n, const char *id, size_t len)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *other = sorted[middle]->id;
        int order = strncmp(other, id, len);
        if (order == 0 && other[len] == '\0')
            return sorted[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Whether the first len bytes of id are the prefix of a folder or container. */
static bool is_prefix(struct input **sorted, size_t n, const char *id, size_t len)
{
    const struct input *found = find(sorted, n, id, len);
    return found && found->kind >= INPUT_FOLDER;
}

static bool ids_differ(struct input **sorted, size_t n, struct copydesk_error *error)
{
    for (size_t i = 0; i + 1 < n; i++) {
        if (strcmp(sorted[i]->id, sorted[i + 1]->id) != 0)
            continue;
        bool same = strcmp(sorted[i]->path, sorted[i + 1]->path) == 0;
        error_set(error, COPYDESK_FAILED, sorted[i + 1]->path, 0,
                  same ? "is named twice; once is enough" : "two inputs are both called %s; clean them in two runs", sorted[i]->id);
        return false;
    }
    if (n > 1 && !*sorted[0]->id) {   /* all ids of / could be another's */
        error_set(error, COPYDESK_FAILED, sorted[0]->path, 0, "has no name that would tell its files from those of other inputs; "
                  "clean it in a run of its own");
        return false;
    }
    /* the file news/a.txt, beside a folder whose ids begin with news/ */
    for (size_t i = 0; i < n; i++) {
        const char *id = sorted[i]->id;
        if (sorted[i]->kind >= INPUT_FOLDER)
            continue;
        for (const char *p = strchr(id, '/'); p; p = strchr(p + 1, '/')) {
            if (!is_prefix(sorted, n, id, (size_t)(p - id)))
                continue;
            error_set(error, COPYDESK_FAILED, sorted[i]->path, 0,
                      "two inputs could both hold %s; clean them in two runs", id);
            return false;
        }
    }
    return true;
}

/* Where in the id of a stream's later article, "ID.2" and so on, its number begins; 0: it is
 * not such an id. */
static size_t number_at(const char *id)
{
    size_t end = strlen(id), at = end;
    while (at > 0 && id[at - 1] >= '0' && id[at - 1] <= '9')
        at--;
    bool number = at < end && id[at] != '0' && strcmp(id + at, "1") != 0;
    return number && at > 1 && id[at - 1] == '.' ? at : 0;
}

/* Whether the first len bytes of id are that of a stream of text. */
static bool is_stream(struct input **sorted, size_t n, const char *id, size_t len)
{
    const struct input *found = find(sorted, n, id, len);
    return found && found->kind < INPUT_FOLDER && !jsonl_named(slice_str(found->id));
}

/* The file a.txt.2, beside the stream a.txt, which may have two articles. */
static bool numbers_differ(struct input **sorted, size_t n, struct copydesk_error *error)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = number_at(sorted[i]->id);
        if (!at || !is_stream(sorted, n, sorted[i]->id, at - 1))
            continue;
        error_set(error, COPYDESK_FAILED, sorted[i]->path, 0,
                  "two inputs could both hold %s; clean them in two runs", sorted[i]->id);
        return false;
    }
    return true;
}

typedef bool check(struct input **sorted, size_t n, struct copydesk_error *error);

static bool check_sorted(const struct inputs *in, check *good, struct copydesk_error *error)
{
    struct input **sorted = calloc(in->n, sizeof *sorted);
    if (!sorted) {
        error_memory(error);
        return false;
    }
    for (size_t i = 0; i < in->n; i++)
        sorted[i] = &in->list[i];
    qsort(sorted, in->n, sizeof *sorted, by_id);
    bool passed = good(sorted, in->n, error);
    free(sorted);
    return passed;
}

bool inputs_numbers_differ(const struct inputs *in, struct copydesk_error *error)
{
    return check_sorted(in, numbers_differ, error);
}

bool inputs_open(struct inputs *in, const struct copydesk_options *options,
                 struct copydesk_error *error)
{
    static const char *const standard[] = { "-" };
    const char *const *paths = options->n_paths > 0 ? options->paths : standard;
    size_t n = options->n_paths > 0 ? options->n_paths : 1;
    *in = (struct inputs){ calloc(n, sizeof *in->list), 0 };
    if (!in->list) {
        error_memory(error);
        return false;
    }
    for (; in->n < n; in->n++)
        if (!look_at(&in->list[in->n], paths[in->n], n == 1, error))
            goto fail;
    if (check_sorted(in, ids_differ, error))
        return true;
fail:
    inputs_release(in);
    return false;
}

void inputs_release(struct inputs *in)
{
    for (size_t i = 0; i < in->n; i++)
        free(in->list[i].id);
    free(in->list);
    *in = (struct inputs){ 0 };
}
