/* recall -- what a run with a state recalls of earlier runs, and notes for later
 * ones. Without --state there is none, and nothing of this is touched.
 *
 *     recall_survey    before the work: which files are as they were; articles of
 *                      the state whose files are not die
 *     recall_look      in parallel: does the state know this article, and who has
 *                      its paragraphs?
 *     recall_enter ..  in the judging turn: its number, and what earlier runs have
 *     recall_note      in the writing turn: what became of it
 *     recall_commit    at the end: writes the keys (a key run) and the ledger
 *
 * WHO IS WHO. An article is known again by its id. A file that is as it was (same
 * size and time of change; with --checksum same content) is the same article and
 * keeps its number. A changed one is another article: its old number dies, and keys
 * of dead numbers have no owner, so it is never its own duplicate. In a pipe or a
 * text file the id is only a place; there an article is known again when an earlier
 * run had the very same bytes in that place. Records that share an id are told apart
 * by their bytes, and those that share these too by their order.
 *
 * A file of many articles (records, or an archive) is taken as a whole: either it is
 * unchanged with all its articles, or all of them are others. It has a row of its own
 * in the ledger, as the origin of its articles (article.h), and leans for them. So has
 * the one output of records; any other output has the name of its article.
 *
 * What was forgotten by date is not known. Only a file that others lean on (ledger_forget) is passed
 * over while it is as it was; when it is to be cleaned for any reason it is another one.
 *
 * An unchanged article that is cleaned anew (its output is gone) must come out as
 * before. What it owns itself does not count against it. What it lost, as a
 * near-duplicate or to a rule that depends on the lines around, articles that came
 * after it may own by now: so it is first judged, as it was then, by articles that
 * came before it, and only what is left by the others too (recall_widen). One that was
 * near another one is so again, as long as that one is kept.
 *
 * NO TEXT IS LOST to a change. An article that lost a paragraph to another one leans
 * on it. When that one dies, those that lean on it are cleaned again in the same run,
 * and the first of them gets the paragraph back. */
#ifndef PIPELINE_RECALL_H
#define PIPELINE_RECALL_H

#include "base/notice.h"
#include "dedupe/near/spun.h"
#include "dedupe/seen.h"
#include "dedupe/state/state.h"
#include "dedupe/state/state_near.h"
#include "read/batch.h"
#include "read/source.h"
#include "strip/strip.h"
#include "write/sink.h"

struct recall;
struct journal_append;

/* A worker's scratch. Zero-initialise. */
struct recall_scratch {
    struct state_near_scratch near;
    struct copydesk_error error;   /* why a look failed, when it was not for memory */
};
void recall_scratch_release(struct recall_scratch *s);

/* Opens the state of options; fails when it was made with other options or packs. *recall
 * is NULL in a dry run when there is no state yet. */
enum copydesk_status recall_open(struct recall **recall, const struct copydesk_options *options,
                                 const struct rules *rules, bool across, struct copydesk_error *error);
void recall_free(struct recall *r);   /* NULL is fine */

/* Looks at all files, and makes the source skip those that need no work, and those
 * that it could not look at: they are named and left to another run. tree: the output
 * directory, to which sink writes; NULL: the output is a stream, which is written whole each
 * time. What stands in the tree where a folder is to be, or under another name than its file
 * would be written now, is removed. */
enum copydesk_status recall_survey(struct recall *r, struct source *source, const char *tree, struct sink *sink,
                                   struct notices *notices, struct copydesk_error *error);

/* After the survey: what is to be read (files whose output is gone not counted); and
 * how many keys the state has, in files of *bytes bytes. */
struct counted recall_to_read(const struct recall *r);
uint64_t recall_keys(const struct recall *r, uint64_t *bytes);

/* ---- steps ---- */

/* In parallel: sets a->recalled, in the batch's arena; the steps below fill it further.
 * seen: NULL unless articles are compared. False when memory is short. */
bool recall_look(struct recall *r, struct recall_scratch *s, const struct seen *seen, struct batch *b, struct article *a);

/* In turn, for each article that is not skipped: gives it its number. False when memory
 * is short, or numbers ran out. */
bool recall_enter(struct recall *r, const struct article *a);

/* Whether it is cleaned anew and had text of its own before. Then it is not to be judged
 * a copy: articles that lost text to it might be those whose copy it is. */
bool recall_stays(const struct article *a);

/* Whether an article of earlier runs has this sequence: true, and its id in *id. */
bool recall_copy(struct recall *r, struct batch *b, const struct article *a, struct key sequence, struct slice *id);

/* From now on articles that came after it count, too. False when it is a new article,
 * which has none, or they counted already. */
bool recall_widen(struct recall *r, const struct article *a);

/* Whether they do not count yet. */
bool recall_is_narrow(const struct recall *r, const struct article *a);

/* Drops the paragraphs that earlier runs have, as seen_mark does; while recall_is_narrow,
 * also those that this run has of articles that count. Returns how many. */
size_t recall_mark(struct recall *r, struct seen *seen, struct batch *b, const struct article *a);

/* seen_mark for the paragraphs that a does not own itself: with a window it may own some
 * that count no more, and that an article of this run has, too. */
size_t recall_mark_new(struct seen *seen, struct batch *b, const struct article *a);

/* Right after seen_add: notes which number of the state the newest article of seen has. */
void recall_number(struct recall *r, const struct article *a);

/* It is a copy of the article `first` in seen, or, when that is 0, of the one that
 * recall_copy found. Makes it lean on that one and on all who have its paragraphs, or
 * with spun (NULL: near paragraphs are not looked for) nearly have them. False, and it
 * is no copy, when nobody has one of the paragraphs any more: the other article lost it
 * to one that is dead, and was not cleaned again since its own file is gone. */
bool recall_rest(struct recall *r, struct seen *seen, struct spun *spun, const struct batch *b, const struct article *a,
                 uint32_t first);

/* Makes it lean on the articles of this run that its dropped paragraphs name. */
void recall_lean(struct recall *r, const struct batch *b, const struct article *a);

/* ---- near-duplicates, when options look for them; recall_near.c ---- */

/* In turn: whether it is kept, whatever it is near. */
bool recall_near_stays(const struct article *a);

/* In turn: 1 when text is near a kept article, which goes to match, and on which a
 * leans from now on; 0: it is not; -1: failed, error filled. found: match holds what
 * near_find found in this run. */
int recall_near(struct recall *r, struct recall_scratch *s, struct batch *b, const struct article *a,
                const struct near_text *text, enum near_side side, bool found, struct near_match *match,
                struct copydesk_error *error);

/* In turn, after each near_keep that kept a view of it: whose it is, and for which sides. */
void recall_near_kept(struct recall *r, const struct article *a, unsigned sides);

/* ---- near paragraphs, when options look for them; recall_spun.c ---- */

/* In turn: as spun_mark, with what earlier runs remembered; does nothing after recall_widen. */
long recall_spun_mark(struct recall *r, struct spun *spun, struct batch *b, const struct article *a, bool flag,
                      struct copydesk_error *error);

/* In turn: as spun_add. */
enum copydesk_status recall_spun_add(struct spun *spun, const struct batch *b, const struct article *a,
                                     struct copydesk_error *error);

/* In turn, after all that: COPYDESK_OK, or the first failure of anything above. The
 * answers may be wrong then, and nothing must be written by them. */
enum copydesk_status recall_status(struct recall *r, struct copydesk_error *error);

/* In the writing turn, for every article: what became of it. A skipped one only marks its
 * origin as not cleaned whole. False: failed, error filled. */
bool recall_note(struct recall *r, const struct article *a, struct copydesk_error *error);

/* In the writing turn, after the last record of a file of records: the output `file` has
 * so many bytes. */
void recall_note_file(struct recall *r, struct slice file, uint64_t wrote);

/* ---- the end ---- */

uint64_t recall_unchanged(const struct recall *r);   /* files passed over */
struct state_ledger *recall_ledger(struct recall *r);

/* After the last recall_note. An origin of which the source could not read something is
 * read again by the next run. The source must live until recall_commit. */
void recall_end_notes(struct recall *r, struct source *source);

/* Removes the tree's files of articles that wrote nothing in this run: they are from
 * when the article had another text, or from a run that was killed. */
enum copydesk_status recall_take_back(struct recall *r, struct sink *sink, struct copydesk_error *error);

/* Whether this run has nothing to tell that the last one did not: no article came or went, and no file
 * of many, which may hold lines that are no articles, is new or has changed. */
bool recall_is_idle(const struct recall *r);

/* What this run has remembered; NULL for what it does not look for. And its journal. */
struct recall_new { struct seen *seen; struct near *near; struct spun *spun; const struct journal_append *journal; };

/* Commits the run to the state. Call it once all that was written is durable. */
enum copydesk_status recall_commit(struct recall *r, const struct recall_new *found,
                                   const struct copydesk_stats *stats, struct copydesk_error *error);

#endif
