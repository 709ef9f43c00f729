/* kind -- what a file holds, by its name alone; case does not matter. Read layer. */
#ifndef READ_KIND_H
#define READ_KIND_H

#include "base/slice.h"

enum kind {
    KIND_TEXT,
    KIND_ARCHIVE,          /* members: tar, zip, 7z, cpio */
    KIND_WARC,             /* records: WARC and WET */
    KIND_BROTLI            /* packed in a way that is not opened, and has no mark that would tell it */
};

/* What a name says. "news.tar.gz" is a KIND_ARCHIVE, packed, of stem "news.tar". */
struct named {
    enum kind kind;        /* KIND_TEXT unless an ending says otherwise */
    bool packed;           /* ends in .gz, .zst ... (packed_stem) too */
    size_t stem;           /* bytes of the name before that ending; all when not packed */
};

struct named kind_of(struct slice name);

/* Whether macOS names so what it keeps beside a file, such as "._a.txt.gz" beside "a.txt.gz":
 * whatever the ending, its bytes tell what it is. */
bool kind_beside(struct slice name);

/* Whether a name, without an ending of compressed files, is one of text (*.txt, *.text) or of
 * JSON Lines (*.jsonl, *.ndjson, Scrapy's *.jl and *.jsonlines). */
bool kind_says_text(struct slice stem);
bool kind_says_records(struct slice stem);

/* Whether a file of that name in a directory or archive is read unless globs
 * say otherwise: text and records by their names, the same compressed, and containers.
 * So are *.rar, *.Z and brotli's *.txt.br and the like, which cannot be opened: so that they are named. */
bool kind_usual(struct slice name);

#endif
