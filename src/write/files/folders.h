/* folders -- the folders of an output directory: found or made, kept open
 * while they are in use, and shown whole. Below the root no symlink is
 * followed. May be used from many threads. */
#ifndef WRITE_FOLDERS_H
#define WRITE_FOLDERS_H

#include <stdbool.h>

#include "base/slice.h"
#include "copydesk.h"
#include "write/files/tempfile.h"

struct folders;

/* One open folder. Who has entered it may read fd and staged until it is left. */
struct folder {
    int fd;
    bool staged;           /* hidden until it is whole: files may grow in it under their own names */
    /* what follows is guarded by the lock */
    bool elsewhere;        /* on another file system than the directory: nothing can be renamed into it */
    int spoiled;           /* staged, and must never be seen: the errno why */
    unsigned users;        /* files open in it, and folders that it holds */
    struct folder *next;
    struct folder *holder; /* what must stay open as long as this one: of a folder with a name in the stage its
                              parent, of the folders below it that one; of all others NULL */
    char *path;            /* below the directory; "" is that itself */
    char temp[TEMPFILE_NAME];   /* its name in the stage, "" when it has none of its own */
};

/* Makes the directory when it is not there, and removes what killed runs have
 * left in it. NULL on failure, error filled. */
struct folders *folders_open(const char *path, struct copydesk_error *error);

/* Shows the folders that are still hidden. None may be in use. */
enum copydesk_status folders_finish(struct folders *fs, struct copydesk_error *error);

/* Every file is made durable before it gets its name (tree.c asks). */
void folders_sync_files(struct folders *fs);
bool folders_syncs_files(const struct folders *fs);

/* Makes everything that was written durable, once it is finished. */
enum copydesk_status folders_sync(const struct folders *fs, struct copydesk_error *error);

/* Whether a file stands under that id, for all to see. */
bool folders_hold(const struct folders *fs, struct slice id);

/* Has the system begin to read that file, if there is one, and does not wait. */
void folders_prefetch(const struct folders *fs, struct slice id);
void folders_free(struct folders *fs);   /* finishes first; NULL is fine */

/* The folder for the file id, made when it is absent; id is a plain path below
 * the directory. NULL with error filled. */
struct folder *folders_enter(struct folders *fs, struct slice id, struct copydesk_error *error);

/* spoiled: 0, or the errno because of which a file that is not whole is still
 * in the folder; if staged, that is never shown then, and finishing fails. */
void folders_leave(struct folders *fs, struct folder *f, int spoiled);

/* Where files for a folder that is not staged are put together, to be renamed
 * into it: a descriptor, or -1 with errno set. */
int folders_stage(struct folders *fs, struct folder *f);

/* Fills error for the file id; returns COPYDESK_FAILED. */
enum copydesk_status folders_fault(const struct folders *fs, struct slice id, int code,
                                   struct copydesk_error *error);

#endif
