/* source -- yields the run's articles, in the one order that counts: PATHs as
 * given, a directory's files in bytewise path order (its subdirectories' files
 * where their path falls; symlinks not followed), a stream's articles as they
 * arrive.
 *
 * source_next is called by one thread at a time (the pipeline holds a lock);
 * source_load by many, each with its own batch, outside that lock.
 *
 * Directories: files of one folder, up to SOURCE_FILES of them (of a cold folder
 * SOURCE_COLD, which are asked for together: readahead.h) or
 * SOURCE_BYTES together, make a batch; next only lists and stats them, load
 * reads them. A file's form feeds part nothing. Ids are paths below the
 * directory; with several PATHs below the directory's base name too, and two
 * PATHs under which the same id could come are refused. An explicit file PATH and stdin are text streams:
 * articles are parted by a line that is the separator. Their first article's
 * id is the file's path with leading "/", "./" and all ".." taken out, or
 * "stdin"; the following ones are "ID.2", "ID.3" ... with file = the first's id.
 *
 * What a file's name says is compressed, an archive or a crawl (kind.h) is read
 * through container.h, in a directory as well as by itself: an archive's ids
 * are paths below it, behind its own id, or "" when it is the only PATH; a
 * compressed file's id is its path without that ending. A compressed PATH is a
 * text stream like the file it would unpack to. Of stdin, and of PATHs whose
 * names say nothing, the first bytes tell (sniff.h); a container among them has
 * its members' paths for ids, behind its own when there are several PATHs.
 *
 * An article of more than SOURCE_WHOLE bytes or SOURCE_LINES lines is yielded in
 * pieces of about SOURCE_BYTES, or of half as many lines, each a batch of its own,
 * cut where a paragraph ends (at a blank line, else at a line end, else between
 * code points); the last piece is never smaller than half of that, so that its
 * tail zone is whole. Where the cuts fall depends on the bytes alone, not on how
 * they arrive. A folder's file that may be such a one is read as a stream is.
 *
 * JSON Lines, by name or by their first line, are streams too, also as files of
 * a directory or members of an archive: each line an article (jsonl.h), all of
 * one file. Their batches hold articles of one file only. */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include "base/notice.h"
#include "copydesk.h"
#include "read/batch.h"
#include "read/count.h"

enum {
    SOURCE_FILES = 16,                /* two threads: 0.87 of the time with 32 (measured); one: all the same */
    SOURCE_COLD = 64,                 /* a quarter of the waits (measured: two thirds of the time) */
    SOURCE_BYTES = 256 * 1024,        /* 256 KiB beat 1 MiB and 4 MiB (measured on text streams) */
    SOURCE_BATCH = 64 * 1024,         /* of a stream's small articles: all that is made of them stays in a
                                         core's cache; 0.96 of the time with SOURCE_BYTES (measured) */
    SOURCE_WHOLE = 4 * 1024 * 1024,   /* guess: no news article is so long */
    SOURCE_LINES = 64 * 1024          /* nor has so many lines: 4 MiB of words, each on its own, took 110 MiB of
                                         memory, of letters 270 (measured) */
};

struct source;

/* A file below a folder, or a PATH that is a file. */
struct source_file {
    const char *path;      /* to open it by */
    struct slice id;
    uint64_t size;         /* bytes */
    int64_t stamp;         /* when it was changed last, ns since 1970 */
    bool in_folder;
};

/* Says whether a folder's file is wanted: one that is not is passed over. */
typedef bool source_wants(void *payload, const struct source_file *file);

/* Checks that every PATH exists and that their names differ; NULL on failure
 * with error filled (COPYDESK_FAILED, the path and the reason). A PATH that is
 * a symlink is followed. Unreadable files
 * and folders found later are noticed and skipped. total: bytes of plain file
 * PATHs when all are, else 0. options and notices must outlive the source. */
struct source *source_open(const struct copydesk_options *options, struct notices *notices,
                           struct copydesk_error *error);
void source_close(struct source *s);   /* NULL is fine */
uint64_t source_total(const struct source *s);

/* The same, folders looked through: count.h. */
struct counted source_count(const struct source *s);

/* Whether some PATH is no file and no folder: nobody knows its size. */
bool source_has_pipe(const struct source *s);

/* From now on asks wants about every file of a folder. Before the first batch. */
void source_filter(struct source *s, source_wants *wants, void *payload);

/* Shows every file that would be read, folders' and PATHs that are regular
 * files, in order, reading none; what `look` returns is not minded. What cannot
 * be seen is noticed and skipped, here and not once more when it is read; *quiet
 * says whether reading will have nothing else to notice. Before the first batch. False when memory is short. */
bool source_survey(struct source *s, source_wants *look, void *payload, bool *quiet);

/* No file of a folder is wanted: they are not even looked through again. */
void source_pass_folders(struct source *s);

/* Whether the first input is a stream of JSON Lines or a container. Reads what
 * is needed to know, and waits for it. Before the first source_next only. */
bool source_starts_with_many(struct source *s);

/* 1: batch (cleared first, number left alone) holds the next articles; 0: no
 * more; -1: error filled. */
int source_next(struct source *s, struct batch *batch, struct copydesk_error *error);

/* Reads the files that next only named, and sets each article's bytes. A file
 * that cannot be read is noticed and marked skipped. */
void source_load(struct source *s, struct batch *batch);

/* Whether a folder's file of that name is its articles' origin: holds records
 * or members, or is unpacked. */
bool source_is_origin(const struct copydesk_options *options, struct slice name);

/* Whether something in that origin could not be read, as far as it was. */
bool source_was_faulty(struct source *s, struct slice origin);

/* Whether only text streams (no directories, no containers) are read: no mirrored tree. */
bool source_is_stream(const struct source *s);

#endif
