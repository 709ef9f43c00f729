/* inputs -- the PATHs of a run: what each is, and under which names its
 * articles go. Read layer; touches the file system with stat only. */
#ifndef READ_INPUTS_H
#define READ_INPUTS_H

#include <stdint.h>

#include "base/slice.h"
#include "copydesk.h"
#include "read/kind.h"

enum input_kind { INPUT_STDIN, INPUT_FILE, INPUT_FOLDER, INPUT_CONTAINER };

struct input {
    enum input_kind kind;
    struct named named;    /* what its name says, for all but folders */
    const char *path;      /* as given; "-" for stdin */
    char *id;              /* a file's id; a folder's or container's prefix: "" or "NAME" */
    uint64_t size;         /* of a regular file */
    bool regular;          /* and its bytes are what is read, not compressed ones */
    uint64_t listed;       /* bytes of a file as it lies there, */
    int64_t stamp;         /* and when it was changed last, ns since 1970; 0: it is no file */
};

struct inputs {
    struct input *list;
    size_t n;
};

/* Looks at every PATH of options. False with error filled when one is missing
 * or two go by the same name. */
bool inputs_open(struct inputs *in, const struct copydesk_options *options,
                 struct copydesk_error *error);
void inputs_release(struct inputs *in);

#endif
