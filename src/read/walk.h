/* walk -- the files below a directory, in bytewise order of their paths below
 * it. Read layer.
 *
 * A file is yielded when an include glob matches (if there are none: when
 * kind_usual says so) and no exclude glob does. A glob with a '/' is matched
 * against the path below the directory (its '*' matches '/' too, so "drafts/"
 * and a star is a whole subtree), any other against the base name. An exclude glob
 * that matches a folder leaves out all below it. Symlinks are
 * not followed; one that would have been read, or leads to a folder, is noticed.
 * So are FIFOs, devices and sockets with a name that is wanted, and folders that
 * cannot be listed. Names that start with ".copydesk-" are our own and passed over.
 *
 * Memory: the listings of the folders on the way down, and at most one open
 * descriptor between calls; depth is bounded by the system's longest path, not by the stack. */
#ifndef READ_WALK_H
#define READ_WALK_H

#include <stdint.h>

#include "base/slice.h"
#include "base/notice.h"
#include "copydesk.h"

struct walk;

struct walk_file {
    struct slice path;     /* below the directory, with a NUL behind it */
    size_t folder;         /* how many bytes of path are its folder, with the '/'; 0: none */
    uint64_t size;         /* bytes, when it was listed */
    int64_t stamp;         /* when it was last changed, ns since 1970 */
};

/* root is copied, options and notices are borrowed. NULL when memory is short. */
struct walk *walk_open(const char *root, const struct copydesk_options *options,
                       struct notices *notices);
void walk_close(struct walk *w);   /* NULL is fine */

/* Whether the globs choose a file of that path (below its directory or archive). */
bool walk_wants(const struct copydesk_options *options, const char *path);
bool walk_excludes(const struct copydesk_options *options, const char *path);   /* an exclude glob matches it or a folder above */

/* The next file, the same at every call until walk_take; valid until then.
 * NULL when there is none, or when memory was short (walk_failed). */
const struct walk_file *walk_peek(struct walk *w);
void walk_take(struct walk *w);
bool walk_failed(const struct walk *w);

#endif
