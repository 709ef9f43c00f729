#include "strip/pack_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool add(struct pack_files *f, const char *name)
{
    const char **names = array_room(f->names, f->n, &f->cap, sizeof *names);
    if (!names)
        return false;
    f->names = names;
    f->names[f->n++] = name;
    return true;
}

static bool add_joined(struct pack_files *f, const char *folder, const char *name)
{
    size_t n = strlen(folder) + strlen(name) + 2;
    char *path = arena_take(&f->made, n);
    if (path)
        snprintf(path, n, "%s/%s", folder, name);
    return path && add(f, path);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Zero, or the errno. */
static int add_folder(struct pack_files *f, const char *folder)
{
    size_t before = f->n;
    DIR *dir = opendir(folder);
    if (!dir)
        return errno;
    struct dirent *e;
    bool good = true;
    while (errno = 0, good && (e = readdir(dir))) {
        struct slice name = slice_str(e->d_name);
        if (name.len > 6 && name.ptr[0] != '.' && slice_ends(name, SLICE(".rules")))
            good = add_joined(f, folder, e->d_name);
    }
    int code = good ? errno : ENOMEM;
    closedir(dir);
    if (f->n > before)
        qsort(f->names + before, f->n - before, sizeof *f->names, by_name);
    return code ? code : f->n == before ? ENOENT : 0;
}

bool pack_files_open(struct pack_files *f, const struct copydesk_options *options,
                     struct copydesk_error *error)
{
    *f = (struct pack_files){ .options = *options };
    for (size_t i = 0; i < options->n_rules; i++) {
        bool folder = is_folder(options->rules[i]);
        int code = folder ? add_folder(f, options->rules[i])
                          : add(f, options->rules[i]) ? 0 : ENOMEM;
        if (code == ENOENT)
            error_set(error, COPYDESK_FAILED, options->rules[i], 0, "no file in it ends in .rules");
        else if (code)
            error_system(error, COPYDESK_FAILED, options->rules[i], code);
        if (code)
            return false;
    }
    f->options.rules = f->names;
    f->options.n_rules = f->n;
    return true;
}

void pack_files_release(struct pack_files *f)
{
    free(f->names);
    arena_release(&f->made);
    *f = (struct pack_files){ 0 };
}
