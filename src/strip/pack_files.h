/* pack_files -- the files that --rules names: a file is itself, a directory is
 * every *.rules in it, in bytewise order. Strip layer. */
#ifndef STRIP_PACK_FILES_H
#define STRIP_PACK_FILES_H

#include "base/arena.h"
#include "copydesk.h"

struct pack_files {
    struct copydesk_options options;   /* those given, but rules are files only */
    const char **names;
    size_t n, cap;
    struct arena made;                 /* the names of files in directories */
};

/* False with error filled when a directory cannot be read or holds no pack. The
 * names given and options must outlive it. */
bool pack_files_open(struct pack_files *f, const struct copydesk_options *options,
                     struct copydesk_error *error);
void pack_files_release(struct pack_files *f);   /* fine after a failed open */

#endif
