/* count -- how much a run is going to read, counted before it starts from the
 * sizes that the file system tells. Read layer. */
#ifndef READ_COUNT_H
#define READ_COUNT_H

#include "copydesk.h"
#include "read/inputs.h"

struct counted {
    uint64_t bytes, files;   /* of PATHs that are files, and of the files below those that are folders */
    bool known;              /* all were counted, and none has to be unpacked */
};

/* Counts one more file. One that is packed, a container or both makes the count
 * unknown: nobody can tell what it unpacks to. */
void count_file(struct counted *c, struct slice name, uint64_t bytes);

/* Counts the inputs. Unknown as well when one is a pipe, or when counting takes
 * longer than COUNT_SECONDS. */
enum { COUNT_SECONDS = 5 };   /* nobody should wait longer for a first word (guess); a million files take two */
struct counted count_inputs(const struct inputs *inputs, const struct copydesk_options *options);

#endif
