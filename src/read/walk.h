/* walk -- the files below a directory, in bytewise order of their paths below
 * it. Read layer.
 *
 * A file is yielded when an include glob matches (without any: when kind_usual
 * says so) and no exclude glob does; a
 * glob with a '/' is held against the path below the directory (its '*' goes
 * over '/' too, so "drafts/" and a star is a whole subtree), any other against
 * the base name. Symlinks are not followed: one that would have been read is
 * noticed. So are FIFOs, devices and sockets, and folders that cannot be
 * listed. Names that start with ".copydesk-" are our own and never seen.
 *
 * Memory: the listings of the open folders only, and one descriptor between
 * calls; depth is bounded by the system's longest path, not by the stack. */
#ifndef READ_WALK_H
#define READ_WALK_H

#include <stdint.h>

#include "base/buf.h"
#include "base/notice.h"
#include "copydesk.h"

struct walk;

struct walk_file {
    struct slice path;     /* below the directory, a NUL behind it */
    size_t folder;         /* bytes of path that are its folder, the '/' counted; 0 for none */
    uint64_t size;         /* bytes, when it was listed */
    int64_t stamp;         /* when it was changed last, ns since 1970 */
};

/* NULL when memory is short. root is borrowed. */
struct walk *walk_open(const char *root, const struct copydesk_options *options,
                       struct notices *notices);
void walk_close(struct walk *w);   /* NULL is fine */

/* Whether a file of that path below its directory or archive, a NUL behind it,
 * is to be read. */
bool walk_wants(const struct copydesk_options *options, const char *path);
bool walk_excludes(const struct copydesk_options *options, const char *path);   /* an exclude glob matches */

/* The file that comes next, again and again until walk_take; valid until then.
 * NULL when there is none, or when memory was short (walk_failed). */
const struct walk_file *walk_peek(struct walk *w);
void walk_take(struct walk *w);
bool walk_failed(const struct walk *w);

#endif
