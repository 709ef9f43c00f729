/* packed_name -- under which id a folder's compressed file is read. Read layer. */
#ifndef READ_PACKED_NAME_H
#define READ_PACKED_NAME_H

#include "read/inputs.h"
#include "read/taken.h"
#include "read/walk.h"

enum packed_name {
    PACKED_NAME_STEM,      /* that of the file that it would unpack to */
    PACKED_NAME_OWN,       /* its own and ".txt": something else goes by the former */
    PACKED_NAME_NONE       /* neither is free, or either is too long */
};

/* Whether the file is one compressed text, or one of records. */
bool packed_name_wanted(const struct walk_file *file);

/* Makes id that of such a file of the folder `in`, a NUL behind it; `taken` has those of the
 * folder's compressed files before it, wanted or not, lest a name depend on what is passed
 * over. id.failed: memory is short. */
enum packed_name packed_name(struct taken *taken, const struct input *in, const struct walk_file *file,
                             struct buf *id);

#endif
