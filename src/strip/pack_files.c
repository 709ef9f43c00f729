#include "strip/pack_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/error.h"

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool add(struct pack_files *f, const char *name, bool mine)
{
    if (f->n == f->cap) {
        size_t more = f->cap ? f->cap * 2 : 16;
        const char **names = reallocarray(f->names, more, sizeof *names);
        if (names)
            f->names = names;
        bool *flags = names ? reallocarray(f->mine, more, sizeof *flags) : NULL;
        if (!flags)
            return false;
        f->mine = flags;
        f->cap = more;
    }
    f->names[f->n] = name;
    f->mine[f->n++] = mine;
    return true;
}

static bool add_joined(struct pack_files *f, const char *folder, const char *name)
{
    struct buf path = { 0 };
    buf_addf(&path, "%s/%s", folder, name);
    buf_addch(&path, '\0');
    if (!path.failed && add(f, path.ptr, true))
        return true;
    buf_release(&path);
    return false;
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
    int code = 0;
    for (struct dirent *e; code == 0 && (e = readdir(dir));) {
        struct slice name = slice_str(e->d_name);
        if (name.len > 6 && name.ptr[0] != '.' && slice_ends(name, SLICE(".rules"))
            && !add_joined(f, folder, e->d_name))
            code = ENOMEM;
    }
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
                          : add(f, options->rules[i], false) ? 0 : ENOMEM;
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
    for (size_t i = 0; i < f->n; i++)
        if (f->mine[i])
            free((char *)f->names[i]);
    free(f->names);
    free(f->mine);
    *f = (struct pack_files){ 0 };
}
