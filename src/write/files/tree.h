/* tree -- files of an output directory, put there by their ids. Every file
 * appears whole or not at all, and never outside: an id with "..", "." or empty
 * parts is refused, and so is one with a part that begins ".copydesk-", which
 * are our own; below the directory no symlink is followed. May be used from
 * many threads. Where files and folders come from: folders.h. */
#ifndef WRITE_TREE_H
#define WRITE_TREE_H

#include <limits.h>

#include "base/slice.h"
#include "copydesk.h"
#include "write/files/folders.h"
#include "write/files/tempfile.h"

/* Whether id is a path that stays inside. */
bool tree_takes(struct slice id);

/* A file on its way into the tree. */
struct tree_file {
    struct folders *folders;
    struct folder *folder;        /* NULL: not open */
    struct slice id;              /* borrowed until end or drop */
    int fd;
    int stage;                    /* the folder that it is written in */
    char temp[TEMPFILE_NAME];     /* its name there; "": it has its own already */
    char name[NAME_MAX + 1];      /* the last part of id */
};

enum copydesk_status tree_begin(struct folders *fs, struct tree_file *f, struct slice id,
                                struct copydesk_error *error);
enum copydesk_status tree_add(struct tree_file *f, struct slice bytes, struct copydesk_error *error);

/* Gives the file its name. One that already holds the very bytes is left
 * alone; a different one is replaced, or when `fresh` left alone too:
 * COPYDESK_SKIPPED then. */
enum copydesk_status tree_end(struct tree_file *f, bool fresh, struct copydesk_error *error);
void tree_drop(struct tree_file *f);   /* removes the unfinished file; fine when not open */

/* All of that for one text; looks first whether the file holds it already. */
enum copydesk_status tree_put(struct folders *fs, struct slice id, struct slice text,
                              struct copydesk_error *error);

/* Removes the file of an earlier run, or a folder when it is empty; none is fine. */
enum copydesk_status tree_remove(struct folders *fs, struct slice id, struct copydesk_error *error);

#endif
