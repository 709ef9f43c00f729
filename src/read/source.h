/* source -- yields the run's articles, in the one order that counts: PATHs as
 * given, a directory's files in bytewise path order (its subdirectories' files
 * where their path falls; symlinks not followed), a stream's articles as they
 * arrive.
 *
 * source_next is called by one thread at a time (the pipeline holds a lock);
 * source_load by many, each with its own batch, outside that lock.
 *
 * Directories: each file is one article, form feeds or not. A batch is up to
 * SOURCE_FILES files of one folder (SOURCE_COLD of a cold one, which are asked for
 * together: readahead.h), or fewer with SOURCE_BYTES together; next only lists and
 * stats them, load reads them. Ids are paths below the directory; with several
 * PATHs the directory's base name and a '/' stand before them. Two PATHs that
 * could yield the same id are refused.
 *
 * A file PATH and stdin are text streams: a line that is the separator ends an
 * article. The first article's id is the file's path without leading "/", "." and
 * ".." parts, or "stdin"; those of the others are "ID.2", "ID.3" ..., with file =
 * the first's id. A compressed PATH is a text stream like the file it would unpack to.
 *
 * A PATH that is an archive or a crawl by its name (kind.h) is read through
 * container.h, and so are a directory's files of such names, or compressed ones.
 * An archive's ids are its members' paths, with the archive's own id and a '/'
 * before them unless it is the only PATH; a compressed file's id is its path
 * without that ending. Of stdin, and of PATHs whose names say nothing, the first
 * bytes tell (sniff.h): a container among them is read like one with a name.
 *
 * An article of more than SOURCE_WHOLE bytes or SOURCE_LINES lines is yielded in
 * pieces of about SOURCE_BYTES, or of half SOURCE_LINES lines, each a batch of its
 * own, cut where a paragraph ends (at a blank line, else at a line end, else, of a line
 * that is longer, behind a sentence or a word); the last piece is never smaller than
 * half of that, so that its tail zone is whole. Where the cuts fall depends on the bytes alone, not on how
 * they arrive. A folder's file that may be so large is read as a stream, too.
 *
 * JSON Lines, told by name or by the first line, are streams too, also as files of
 * a directory or members of an archive: each line is an article (jsonl.h), and all
 * have the same `file`. Their batches hold articles of one file only. */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include "base/notice.h"
#include "copydesk.h"
#include "read/batch.h"
#include "read/count.h"

enum {
    SOURCE_FILES = 16,                /* two threads: 0.87 of the time with 32 (measured); one: no difference */
    SOURCE_COLD = 64,                 /* a quarter of the waits (measured: two thirds of the time) */
    SOURCE_BYTES = 256 * 1024,        /* 256 KiB beat 1 MiB and 4 MiB (measured on text streams) */
    SOURCE_BATCH = 64 * 1024,         /* of a stream's small articles: all that is made of them stays in a
                                         core's cache; 0.96 of the time with SOURCE_BYTES (measured) */
    SOURCE_WHOLE = 4 * 1024 * 1024,   /* guess: no news article is so long */
    SOURCE_LINES = 64 * 1024          /* nor has so many lines: 4 MiB of words, each on its own, took 110 MiB of
                                         memory, of letters 270 (measured) */
};

struct source;

/* A file below a folder, or a PATH that is a regular file. Valid during the call
 * it is shown in. */
struct source_file {
    const char *path;      /* to open it by */
    struct slice id;
    struct slice name;     /* of a folder's compressed file: the id that it is read under; else empty */
    uint64_t size;         /* bytes, as it lies on the disk */
    int64_t stamp;         /* when it was last changed, ns since 1970 */
    bool in_folder;        /* false: a PATH itself */
};

/* Says whether a folder's file is wanted: one that is not is passed over. */
typedef bool source_wants(void *payload, const struct source_file *file);

/* Checks that every PATH exists and that their ids differ; NULL on failure, with
 * error filled (COPYDESK_FAILED, the path and the reason). A PATH that is a symlink
 * is followed. Unreadable files and folders found later are noticed and skipped.
 * options and notices must outlive the source. */
struct source *source_open(const struct copydesk_options *options, struct notices *notices,
                           struct copydesk_error *error);
void source_close(struct source *s);   /* NULL is fine */

/* Whether each article can have a file of its own name: false, with error filled, when a later
 * article of one PATH, "ID.2", may be called as another PATH is. */
bool source_fits_tree(const struct source *s, struct copydesk_error *error);

/* Bytes of all PATHs, when all are regular text files that are read as they are; else 0. */
uint64_t source_total(const struct source *s);

/* Files and bytes, with folders walked through: count.h. */
struct counted source_count(const struct source *s);

/* Whether some PATH is neither a regular file nor a folder: nobody knows its size. */
bool source_has_pipe(const struct source *s);

/* From now on wants decides about every file of a folder. Before the first batch. */
void source_filter(struct source *s, source_wants *wants, void *payload);

/* Calls look for every file that would be read (those below folders, and PATHs that
 * are regular files but no containers), in order, reading none; what it returns is ignored.
 * What cannot be seen is noticed and skipped, here and not again when it is read.
 * *quiet: walking the folders again will have nothing else to notice. Before the
 * first batch. False when memory is short. */
bool source_survey(struct source *s, source_wants *look, void *payload, bool *quiet);

/* From now on no file of a folder is wanted: folders are not even walked through. */
void source_pass_folders(struct source *s);

/* Whether the first PATH is a stream of JSON Lines or a container, that is a file
 * of many articles. Waits for the bytes that tell. Before the first source_next only. */
bool source_starts_with_many(struct source *s);

/* 1: batch (cleared first, but for its number) holds the next articles; 0: no
 * more; -1: error filled. */
int source_next(struct source *s, struct batch *batch, struct copydesk_error *error);

/* Reads the files that next only named, and sets each article's bytes. A file
 * that cannot be read is noticed and marked skipped. */
void source_load(struct source *s, struct batch *batch);

/* Whether a folder's file of that name is an origin (origin.h), not an article: it
 * holds records or members, or is compressed. */
bool source_is_origin(const struct copydesk_options *options, struct slice name);

/* Whether something in that origin, as far as it was read, could not be read. */
bool source_was_faulty(struct source *s, struct slice origin);

/* Whether no PATH is a folder, or a container by its name: there is no tree of
 * files to mirror. */
bool source_is_stream(const struct source *s);

#endif
