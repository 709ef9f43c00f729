/* packs -- where packs come from: the built-in ones, embedded at build from
 * packs/, and files. Strip layer. */
#ifndef STRIP_PACKS_H
#define STRIP_PACKS_H

#include "base/buf.h"
#include "copydesk.h"

struct pack_source {
    struct buf name;       /* "en"; of a file: its name without folder and ".rules", in UTF-8 */
    const char *file;      /* NULL for a built-in one */
    struct buf label;      /* names it in faults: the file, or "en.rules (built in)" */
    struct slice text;
    struct buf loaded;     /* holds text of a file */
};

/* Built-in packs first, then options->rules. */
size_t packs_count(const struct copydesk_options *options);

/* Loads pack number i. On failure error is filled and nothing is to release. */
bool packs_load(const struct copydesk_options *options, size_t i, struct pack_source *source,
                struct copydesk_error *error);
void packs_release(struct pack_source *source);

#endif
