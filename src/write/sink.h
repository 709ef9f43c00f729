/* sink -- where clean text goes: a mirrored tree, one file, stdout, nowhere.
 *
 * The folder: what is written (render, record, annotate), what is recorded of it
 * (journal, layout, stats, metrics), where both go (sink, outfile, tree, folders,
 * stage, tempfile, output_check), the way back (journal_read, last_runs, clean_text,
 * rebuild, restore, explain), a page to look at (tally, report), and two versions told
 * apart (changes, diff_text, diff_json).
 *
 * A tree's files are written by the workers as they come; a stream is written
 * in turn. A file is whole or absent: put together where nobody looks, closed
 * with a check, then renamed; those of a new folder all at once, at the latest
 * when the sink is finished (folders.c says how). A file that already holds
 * the very bytes is left alone. Nothing is written outside the output directory,
 * whatever the id says ("..", leading "/"), nor through a symlink below it. */
#ifndef WRITE_SINK_H
#define WRITE_SINK_H

#include "base/slice.h"
#include "copydesk.h"

struct sink;

enum sink_kind { SINK_TREE, SINK_FILE, SINK_STDOUT, SINK_NONE };

/* path is the directory or file; unused for the other kinds. */
struct sink *sink_open(enum sink_kind kind, const char *path, struct copydesk_error *error);

/* To be called before anything is written. COPYDESK_SYNC_END: all of it is durable
 * when sink_finish returns; COPYDESK_SYNC_EACH: so is every file before it gets its name. */
void sink_sync(struct sink *s, enum copydesk_sync sync);

/* Tree only: writes one whole article. May be called from many threads. */
enum copydesk_status sink_article(struct sink *s, struct slice id, struct slice text,
                                  struct copydesk_error *error);

/* Tree only: the article is about to be written. Has the system begin to read the
 * file that it is to be compared with, and does not wait. May be called from many threads. */
void sink_prefetch(struct sink *s, struct slice id);

/* Tree only: removes the file that an earlier run wrote of the article, or a folder of that
 * name when it is empty, if there is one. */
enum copydesk_status sink_remove(struct sink *s, struct slice id, struct copydesk_error *error);

/* Tree only: an article in pieces; begin, then add in order, then end. One
 * such article is open at a time. */
enum copydesk_status sink_begin(struct sink *s, struct slice id, struct copydesk_error *error);
enum copydesk_status sink_add(struct sink *s, struct slice text, struct copydesk_error *error);
enum copydesk_status sink_end(struct sink *s, bool keep, struct copydesk_error *error);

/* Streams only: writes the next bytes, in turn. A reader that closed the pipe, be
 * it named as a file, is not an error: sink_closed is true from then on and bytes go nowhere. The
 * program has to ignore SIGPIPE for that. */
enum copydesk_status sink_stream(struct sink *s, struct slice text, struct copydesk_error *error);
bool sink_closed(const struct sink *s);

/* Everything is done: closes with a check and puts the file in its place. */
enum copydesk_status sink_finish(struct sink *s, struct copydesk_error *error);

/* Open, stream and finish in a row, for bytes that are ready: to a file, or to
 * stdout when path is NULL or "-". */
enum copydesk_status sink_put(const char *path, struct slice bytes, struct copydesk_error *error);

/* Frees; what was not finished is removed. NULL is fine. */
void sink_free(struct sink *s);

#endif
