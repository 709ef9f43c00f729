/* DESIGN. A stack of listings, one for each folder on the way down, each read
 * whole and sorted; a folder's name is sorted with '/' behind it, which makes
 * the order of names the order of whole paths. Nothing is recursive: the depth
 * of a hostile tree costs heap, not stack. The folder on top stays open, since
 * fstatat by name takes two thirds of the time of lstat by path (measured). It
 * is closed when a subfolder is pushed, and not opened again: the files that
 * follow the subfolder are looked at by path. */
#define _GNU_SOURCE   /* FNM_LEADING_DIR */
#include "read/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/path.h"
#include "read/fault.h"
#include "read/unpack/kind.h"

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_LINK, ENTRY_OTHER };

/* A listing. A folder may have millions of files, so each costs no more than a
 * byte for its kind, its name and a pointer. */
struct level {
    struct buf names;      /* of each entry: the kind, the name (a folder's with '/' behind it), a NUL */
    const char **sorted;   /* the names in names, in order */
    size_t n, at;          /* sorted[at] comes next */
    size_t path_len;       /* of the folder, with its '/': 0 for the root */
    DIR *dir;              /* NULL: no longer open */
};

struct walk {
    const struct copydesk_options *options;
    struct notices *notices;
    struct buf full;       /* root, '/', path: what the system is asked for */
    size_t root_len;       /* with the '/' */
    struct level *levels;
    size_t depth, cap;
    struct walk_file file;
    bool ready;            /* file is the next one, not yet taken */
    bool failed;           /* memory was short */
};

static void level_close(struct level *l)
{
    if (l->dir)
        closedir(l->dir);
    l->dir = NULL;
}

static void level_release(struct level *l)
{
    level_close(l);
    free(l->sorted);
    buf_release(&l->names);
}

/* Puts name in full behind the root and the path_len bytes of its folder's path,
 * which stand there already; returns all of it. */
static const char *set_path(struct walk *w, size_t path_len, struct slice name)
{
    w->full.len = w->root_len + path_len;
    buf_addslice(&w->full, name);
    const char *path = buf_str(&w->full);
    w->failed = w->failed || w->full.failed;
    return path;
}

/* ---- listing a folder ---- */

static enum entry_kind kind_by_mode(mode_t mode)
{
    return S_ISREG(mode) ? ENTRY_FILE : S_ISDIR(mode) ? ENTRY_FOLDER
         : S_ISLNK(mode) ? ENTRY_LINK : ENTRY_OTHER;
}

static enum entry_kind entry_kind(DIR *dir, const struct dirent *d)
{
    struct stat st;
    switch (d->d_type) {
    case DT_REG: return ENTRY_FILE;
    case DT_DIR: return ENTRY_FOLDER;
    case DT_LNK: return ENTRY_LINK;
    case DT_UNKNOWN:
        /* an entry that has vanished meanwhile fails when it is looked at */
        if (fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            return ENTRY_FILE;
        return kind_by_mode(st.st_mode);
    default: return ENTRY_OTHER;
    }
}

static bool add_entry(struct level *l, const char *name, enum entry_kind kind)
{
    buf_addch(&l->names, (char)kind);
    buf_addstr(&l->names, name);
    if (kind == ENTRY_FOLDER)
        buf_addch(&l->names, '/');
    buf_addch(&l->names, '\0');
    l->n++;
    return !l->names.failed;
}

static bool is_ours(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0
        || strncmp(name, FILE_PREFIX, strlen(FILE_PREFIX)) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Points to the names, which no longer move, and sorts. False when memory is short. */
static bool sort_level(struct level *l)
{
    const char *name = l->names.ptr;
    l->sorted = malloc((l->n + 1) * sizeof *l->sorted);
    for (size_t i = 0; l->sorted && i < l->n; i++) {
        l->sorted[i] = name + 1;
        name += strlen(name + 1) + 2;
    }
    if (l->sorted && l->n > 1)
        qsort(l->sorted, l->n, sizeof *l->sorted, by_name);
    return l->sorted;
}

/* Reads the names of dir. False when memory is short; *code is the system's
 * error when it stopped before the end. */
static bool list_names(struct level *l, int *code)
{
    struct dirent *d;
    while (errno = 0, (d = readdir(l->dir)))
        if (!is_ours(d->d_name) && !add_entry(l, d->d_name, entry_kind(l->dir, d)))
            return false;
    *code = errno;
    return true;
}

/* Pushes the listing of the folder that full names; one that cannot be read is
 * noticed and passed over. */
static void push_level(struct walk *w, size_t path_len)
{
    if (w->depth > 0)
        level_close(&w->levels[w->depth - 1]);
    struct level *levels = array_room(w->levels, w->depth, &w->cap, sizeof *levels);
    w->failed = w->failed || !levels;
    if (!levels)
        return;
    w->levels = levels;
    /* the root may be a symlink, given as it is by the user */
    int nofollow = path_len > 0 ? O_NOFOLLOW : 0;
    int fd = open(w->full.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC | nofollow);
    struct level l = { .path_len = path_len, .dir = fd < 0 ? NULL : fdopendir(fd) };
    int code = errno;
    if (l.dir) {
        w->failed = !list_names(&l, &code) || !sort_level(&l) || w->failed;
        w->levels[w->depth++] = l;
    } else if (fd >= 0) {
        close(fd);
    }
    if (code != 0)
        w->failed = !fault_skip(w->notices, w->full.ptr, code) || w->failed;
}

/* ---- choosing files ---- */

static bool any_matches(const char *const *globs, size_t n, const char *path, const char *base)
{
    for (size_t i = 0; i < n; i++)
        if (fnmatch(globs[i], strchr(globs[i], '/') ? path : base, 0) == 0)
            return true;
    return false;
}

/* Whether the glob matches the path, or a folder on the way to it. */
static bool matches_above(const char *glob, const char *path)
{
    if (strchr(glob, '/'))
        return fnmatch(glob, path, FNM_LEADING_DIR) == 0;
    for (; path; path = (path = strchr(path, '/')) ? path + 1 : NULL)
        if (fnmatch(glob, path, FNM_LEADING_DIR | FNM_PATHNAME) == 0)
            return true;
    return false;
}

bool walk_excludes(const struct copydesk_options *o, const char *path)
{
    for (size_t i = 0; i < o->n_exclude; i++)
        if (matches_above(o->exclude[i], path))
            return true;
    return false;
}

bool walk_wants(const struct copydesk_options *o, const char *path)
{
    const char *base = path_name(path);
    bool in = o->n_include > 0 ? any_matches(o->include, o->n_include, path, base)
                               : kind_usual(slice_str(base));
    return in && !walk_excludes(o, path);
}

/* A symlink is noticed when a file of its name is wanted, or when it leads to a
 * folder; a FIFO, device or socket when its name is wanted. */
static void warn_odd(struct walk *w, bool link, const char *full, bool wanted)
{
    struct stat st;
    if (wanted || (link && stat(full, &st) == 0 && S_ISDIR(st.st_mode)))
        notice(w->notices, COPYDESK_OK, full, 0, "%s",
               link ? "a symbolic link, not followed; name it on the command line to read it"
                    : "not a regular file, left alone");
}

/* Looks at a file of the folder on top. */
static int look_at(const struct walk *w, const char *name, const char *full, struct stat *st)
{
    DIR *dir = w->levels[w->depth - 1].dir;
    return dir ? fstatat(dirfd(dir), name, st, AT_SYMLINK_NOFOLLOW) : lstat(full, st);
}

/* Whether the entry of that name is a file to yield: w->file is filled then. A folder is
 * pushed. path_len is that of the folder that holds the entry. */
static bool visit(struct walk *w, const char *entry, size_t path_len)
{
    enum entry_kind kind = (enum entry_kind)entry[-1];
    struct slice name = slice_str(entry);
    const char *full = set_path(w, path_len, name);
    if (w->failed)
        return false;
    const char *path = full + w->root_len;
    if (kind == ENTRY_FOLDER) {
        if (!walk_excludes(w->options, path))
            push_level(w, path_len + name.len);
        return false;
    }
    bool wanted = walk_wants(w->options, path);
    struct stat st = { 0 };
    if (kind != ENTRY_FILE) {
        warn_odd(w, kind == ENTRY_LINK, full, wanted);
        return false;
    }
    if (!wanted)
        return false;
    if (look_at(w, entry, full, &st) != 0) {
        w->failed = !fault_skip(w->notices, full, errno) || w->failed;
        return false;
    }
    w->file = (struct walk_file){ slice_of(path, path_len + name.len), path_len,
                                  (uint64_t)st.st_size, file_stamp(&st) };
    return S_ISREG(st.st_mode);
}

/* ---- the walk ---- */

struct walk *walk_open(const char *root, const struct copydesk_options *options,
                       struct notices *notices)
{
    struct walk *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->options = options;
    w->notices = notices;
    buf_addstr(&w->full, root);
    if (w->full.len == 0 || w->full.ptr[w->full.len - 1] != '/')
        buf_addch(&w->full, '/');
    w->root_len = w->full.len;
    set_path(w, 0, SLICE(""));
    if (!w->failed)
        push_level(w, 0);
    if (w->failed) {
        walk_close(w);
        return NULL;
    }
    return w;
}

void walk_close(struct walk *w)
{
    if (!w)
        return;
    while (w->depth > 0)
        level_release(&w->levels[--w->depth]);
    free(w->levels);
    buf_release(&w->full);
    free(w);
}

const struct walk_file *walk_peek(struct walk *w)
{
    while (!w->ready && w->depth > 0 && !w->failed) {
        struct level *l = &w->levels[w->depth - 1];
        if (l->at == l->n) {
            level_release(l);
            w->depth--;
        } else {
            w->ready = visit(w, l->sorted[l->at++], l->path_len);   /* which may move the levels */
        }
    }
    return w->ready ? &w->file : NULL;
}

void walk_take(struct walk *w)
{
    w->ready = false;
}

bool walk_failed(const struct walk *w)
{
    return w->failed;
}
