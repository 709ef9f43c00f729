/* kind -- what a file holds, by its name alone, in capitals or not. Read layer. */
#ifndef READ_KIND_H
#define READ_KIND_H

#include "base/slice.h"

enum kind {
    KIND_TEXT,
    KIND_ARCHIVE,          /* members: tar, zip, 7z, cpio */
    KIND_WARC              /* records: WARC and WET */
};

struct named {
    enum kind kind;
    bool packed;           /* compressed besides */
    size_t stem;           /* bytes of the name without the ending that says so */
};

struct named kind_of(struct slice name);

/* Whether a file of that name in a directory or archive is read unless globs
 * say otherwise: *.txt, *.text, *.jsonl and *.ndjson, the same compressed, and containers. */
bool kind_usual(struct slice name);

#endif
