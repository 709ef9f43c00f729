/* tree -- a directory into which files are put by their ids, and from which
 * they are read. Every file appears whole or not at all, and never outside:
 * an id with "..", "." or empty parts is refused, and below the root no
 * symlink is followed. May be used from many threads. */
#ifndef WRITE_TREE_H
#define WRITE_TREE_H

#include <limits.h>

#include "base/slice.h"
#include "copydesk.h"
#include "write/put.h"

struct tree;
struct tree_folder;

/* Makes the directory when it is not there. NULL on failure, error filled. */
struct tree *tree_open(const char *path, struct copydesk_error *error);
void tree_free(struct tree *t);   /* NULL is fine; no file may be open in it */

/* Whether id is a path that stays inside. */
bool tree_takes(struct slice id);

/* A file on its way into the tree. */
struct tree_file {
    struct tree *tree;
    struct tree_folder *folder;   /* NULL: not open */
    struct slice id;              /* borrowed until end or drop */
    int fd;
    char temp[PUT_NAME], name[NAME_MAX + 1];
};

enum copydesk_status tree_begin(struct tree *t, struct tree_file *f, struct slice id,
                                struct copydesk_error *error);
enum copydesk_status tree_add(struct tree_file *f, struct slice bytes, struct copydesk_error *error);

/* Gives the file its name. One that already holds the very bytes is left
 * alone; a different one is replaced, or when `fresh` left alone too:
 * COPYDESK_SKIPPED then. */
enum copydesk_status tree_end(struct tree_file *f, bool fresh, struct copydesk_error *error);
void tree_drop(struct tree_file *f);   /* removes it; fine when not open */

/* All of that for one text; looks first whether the file holds it already. */
enum copydesk_status tree_put(struct tree *t, struct slice id, struct slice text,
                              struct copydesk_error *error);

#endif
