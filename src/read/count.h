/* count -- how much a run is going to read, looked up before it starts: sizes
 * as the file system tells them. Read layer. */
#ifndef READ_COUNT_H
#define READ_COUNT_H

#include "copydesk.h"
#include "read/inputs.h"

struct counted {
    uint64_t bytes, files;   /* of PATHs that are files, and below those that are folders */
    bool known;              /* that is all, and as it will be read */
};

/* One more file, of that name. What unpacks to nobody knows how much leaves the
 * count unknown. */
void count_file(struct counted *c, struct slice name, uint64_t bytes);

/* Counts the inputs. Not known are pipes, and what takes longer than COUNT_SECONDS. */
enum { COUNT_SECONDS = 5 };   /* so much waiting for a word is enough (guess); a million files take two */
struct counted count_inputs(const struct inputs *inputs, const struct copydesk_options *options);

#endif
