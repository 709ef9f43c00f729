/* recall -- what a run with a state recalls of earlier runs, and notes for later
 * ones. Without --state there is none, and nothing of this is touched.
 *
 *     recall_survey    before the work: which files are as they were, and which
 *                      articles of the state are dead because theirs is not
 *     recall_look      alone: is it an article that the state knows? who has
 *                      its paragraphs?
 *     recall_enter ..  in the judging turn: its number, what earlier runs have
 *     recall_note      in the writing turn: what became of it
 *     recall_commit    at the end: key run, ledger
 *
 * WHO IS WHO. An article is known again by its id. A file that is as it was
 * (size and time of change; with --checksum its content) is the same article and
 * keeps its number. One that is not is another: its old number dies, and keys of
 * dead numbers have no owner, so it is never its own duplicate. In a pipe or a
 * text file an id is but a place; there an article is known again when a run
 * before had the very same bytes in that place. Records that share an id are told
 * apart by their bytes, those that share these too by their order.
 *
 * A file of many, records or an archive's members, is taken as a whole: it is as
 * it was, with all its articles, or all of them are others. So it has a row of
 * its own in the ledger (article.h calls it their origin), and leans for them.
 *
 * An article that is cleaned anew although it is the same one (its output is
 * gone) comes out as before. What it owns itself does not count against it. Others
 * that came after it may own by now what it lost, as a near-duplicate, or to a rule
 * that goes by what stands beside: so it is judged as it was first, by those that
 * came before it, and by these only for what is left. One that was nearly another
 * is so again, as long as that one is kept.
 *
 * NO TEXT IS LOST to a change. Who lost a paragraph to an article leans on it.
 * When that one dies, those who leaned on it are cleaned again in the same run,
 * and the first of them gets its paragraph back. */
#ifndef PIPELINE_RECALL_H
#define PIPELINE_RECALL_H

#include "base/notice.h"
#include "dedupe/seen.h"
#include "dedupe/spun.h"
#include "dedupe/state.h"
#include "dedupe/state_near.h"
#include "read/batch.h"
#include "read/source.h"
#include "strip/strip.h"
#include "write/sink.h"

struct recall;

/* Articles that earlier runs kept, and that the one at hand is nearly. */
struct recalled_near {
    const struct state_near_match *list;
    size_t n;
    bool again;                    /* only the one that it was nearly before was asked */
};

/* What the state knows of the article at hand. */
struct recalled_article {
    struct ledger_article self;    /* the same article; number 0: there is none */
    uint32_t older;                /* what it was before, to die in the turn, and all of that name
                                      that were not met by then; 0: nothing */
    struct key hash;               /* of its input; of pieces not known before the last */
    struct key sequence;           /* of what stands before the turn, */
    bool near_stays;               /* it was kept before, near-duplicates or not */
    struct recalled_near near[2];  /* before, and after those went that others have */
    struct place copy;             /* and who has that, or what was asked for last */
    uint32_t near_to;              /* set in the turn: what it is nearly, 0: nothing, */
    enum near_side near_side;      /* and on which side */
    uint32_t number;               /* set in the turn */
    bool all;                      /* then: those who came after it count, too */
    bool stays;                    /* then: it is cleaned anew, and had text of its own before */
    struct ledger_article origin;  /* the same, of its origin; number 0: it has none */
    struct ledger_article member;  /* of the file of records in an archive that it is in; number 0: it is in none */
};

/* Of one batch, a worker's own. Zero-initialise. */
struct recalled {
    struct recalled_article *articles;
    size_t cap_articles;
    struct key *keys;              /* of the paragraphs of one article */
    size_t *at;                    /* whose they are */
    struct place *found;
    size_t cap_keys;
    struct place *places;          /* of each paragraph of the batch; article 0: nobody has it */
    struct slice *ids;             /* of these articles */
    size_t cap_places;
    struct state_near_scratch near;
    struct copydesk_error error;   /* why a look failed, when it was not for memory */
};
void recalled_release(struct recalled *k);

/* Opens the state of options and compares its profile with what this run is
 * made of. *recall is NULL when it is a dry run without a state yet. */
enum copydesk_status recall_open(struct recall **recall, const struct copydesk_options *options,
                                 const struct rules *rules, bool across, struct copydesk_error *error);
void recall_free(struct recall *r);   /* NULL is fine */

/* Looks at all files, and lets the source pass over those that need no work, and
 * those that it could not look at: they are named and left to another run.
 * tree: the output directory when there is one; NULL: a stream, which is
 * written whole each time. */
enum copydesk_status recall_survey(struct recall *r, struct source *source, const char *tree,
                                   struct notices *notices, struct copydesk_error *error);

/* After the survey: what is to be read, but for outputs that turn out to be gone;
 * and how many keys the state has, in files of so many bytes. */
struct counted recall_to_read(const struct recall *r);
uint64_t recall_keys(const struct recall *r, uint64_t *bytes);

/* ---- steps; bool ones false when memory is short ---- */

/* seen: NULL unless across. */
bool recall_look(struct recall *r, struct recalled *k, const struct seen *seen, struct batch *b,
                 const struct article *a);

/* In turn, for each article that is not skipped. */
bool recall_enter(struct recall *r, struct recalled *k, const struct batch *b, const struct article *a);

/* Whether it is cleaned anew and had text of its own before: then it is nobody's
 * copy, for others may have lost text to it, whose copy it would be. */
bool recall_stays(const struct recalled *k, const struct batch *b, const struct article *a);

/* Who of earlier runs has this sequence: true and *id. */
bool recall_copy(struct recall *r, struct recalled *k, struct batch *b, const struct article *a,
                 struct key sequence, struct slice *id);

/* From now on articles count that came after it, too. False when there are none, or
 * they counted already. */
bool recall_widen(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a);

/* Whether they do not count yet, neither those of earlier runs nor of this one. */
bool recall_is_narrow(const struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a);

/* Drops what earlier runs have, as seen_mark does; as long as recall_is_narrow, also
 * what this one has of those that count. Returns how many. */
size_t recall_mark(struct recall *r, struct recalled *k, struct seen *seen, struct batch *b, const struct article *a);

/* The article is number `local` in seen: right after seen_add. */
void recall_number(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a);

/* It is a copy of the article `first` in seen, or, when that is 0, of the one that
 * recall_copy found, and leans on it and on all who have its paragraphs, or with
 * spun (NULL: near paragraphs are not looked for) what these are nearly. False,
 * and it is none, when nobody has one of them: the other one lost that to an
 * article that is no more, and its own file is gone, or it would be back. */
bool recall_rest(struct recall *r, const struct recalled *k, struct seen *seen, struct spun *spun,
                 const struct batch *b, const struct article *a, uint32_t first);

/* It lost text to others of this run, those that its paragraphs name. */
void recall_lean(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a);

/* ---- near-duplicates, when options look for them; recall_near.c ---- */

/* In turn: it is kept whatever it is nearly. */
bool recall_near_stays(const struct recalled *k, const struct batch *b, const struct article *a);

/* In turn: 1 when text is nearly a kept article, which goes to match, and on
 * which a leans from now on; 0: it is not; -1: failed, error filled. found: match
 * is what this run has found. */
int recall_near(struct recall *r, struct recalled *k, struct batch *b, const struct article *a,
                const struct near_text *text, enum near_side side, bool found, struct near_match *match,
                struct copydesk_error *error);

/* In turn, after each near_keep that kept it: for these sides. */
void recall_near_kept(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a,
                      unsigned sides);

/* ---- near paragraphs, when options look for them; recall_spun.c ---- */

/* In turn: as spun_mark, with what earlier runs remembered; nothing after recall_widen. */
long recall_spun_mark(struct recall *r, struct recalled *k, struct spun *spun, struct batch *b,
                      const struct article *a, bool flag, struct copydesk_error *error);

/* In turn: as spun_add. */
enum copydesk_status recall_spun_add(const struct recalled *k, struct spun *spun, const struct batch *b,
                                     const struct article *a, struct copydesk_error *error);

/* In turn, behind all that: COPYDESK_OK, or the first failure of anything above.
 * What it answered may be wrong then, and nothing is to be written by it. */
enum copydesk_status recall_status(struct recall *r, struct copydesk_error *error);

/* In the writing turn, for every article; one that is skipped only tells that
 * not all of its origin was cleaned. False: failed, error filled. */
bool recall_note(struct recall *r, const struct recalled *k, const struct batch *b, const struct article *a,
                 struct copydesk_error *error);

/* In the writing turn, behind its last record: what a file of records, an origin or
 * in one, wrote, in bytes. */
void recall_note_file(struct recall *r, struct slice file, uint64_t wrote);

/* ---- the end ---- */

uint64_t recall_unchanged(const struct recall *r);   /* files passed over */

/* The size that the journal had when it was last committed. */
bool recall_journal(struct recall *r, const char *path, uint64_t *size);
/* At once: from here on this run's records would stand. */
enum copydesk_status recall_claim_journal(struct recall *r, const char *path, uint64_t size,
                                          struct copydesk_error *error);
void recall_set_journal(struct recall *r, const char *path, uint64_t size);

/* After the last recall_note: an origin in which the source could not read
 * something is read again by the next run. It must live until recall_commit. */
void recall_end_notes(struct recall *r, struct source *source);

/* With a state the tree is what all its runs have made of the input: removes
 * what stands there of articles that wrote nothing, be it from when they were
 * another text or from a run that was killed. */
enum copydesk_status recall_take_back(struct recall *r, struct sink *sink, struct copydesk_error *error);

/* Whether this run changes anything in the state but its list of runs. */
bool recall_is_idle(const struct recall *r);

/* What a run remembers; each NULL unless that is looked for. */
struct recall_new { struct seen *seen; struct near *near; struct spun *spun; };

/* Everything that was written is durable: now the state may say so. */
enum copydesk_status recall_commit(struct recall *r, const struct recall_new *found,
                                   const struct copydesk_stats *stats, struct copydesk_error *error);

#endif
