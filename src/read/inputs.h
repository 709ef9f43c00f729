/* inputs -- the PATHs of a run: what each is, and the id, or the prefix of ids,
 * that its articles get. Read layer; of the file system it uses stat and realpath only. */
#ifndef READ_INPUTS_H
#define READ_INPUTS_H

#include <stdint.h>

#include "copydesk.h"
#include "read/unpack/kind.h"

enum input_kind { INPUT_STDIN, INPUT_FILE, INPUT_FOLDER, INPUT_CONTAINER };

struct input {
    enum input_kind kind;
    struct named named;    /* of INPUT_FILE and INPUT_CONTAINER: what the name says */
    const char *path;      /* as given; "-" for stdin */
    char *id;              /* a file's id; a folder's or container's prefix: "" or "NAME" */
    bool regular;          /* a regular file that is read as it is: no container, not compressed */
    uint64_t size;         /* bytes of any regular file, compressed or not; 0 for all others */
    int64_t stamp;         /* when that file was last changed, ns since 1970; 0: not a regular file */
};

struct inputs {
    struct input *list;
    size_t n;
};

/* Looks at every PATH of options. False with error filled when one is missing,
 * or when two would give articles the same id. */
bool inputs_open(struct inputs *in, const struct copydesk_options *options,
                 struct copydesk_error *error);

/* Whether no input has the id that a later article of a text stream might have, "ID.2". False
 * with error filled; also when memory is short. */
bool inputs_numbers_differ(const struct inputs *in, struct copydesk_error *error);

void inputs_release(struct inputs *in);

#endif
