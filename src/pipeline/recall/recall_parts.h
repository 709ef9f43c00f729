/* recall_parts -- struct recall and what the files recall*.c share; for them only. */
#ifndef PIPELINE_RECALL_PARTS_H
#define PIPELINE_RECALL_PARTS_H

#include <pthread.h>

#include "base/arena.h"
#include "base/array.h"
#include "dedupe/keys/budget.h"
#include "dedupe/keys/chunks.h"
#include "dedupe/near/spun.h"
#include "pipeline/recall/recall.h"

/* A bit for each number that earlier runs gave to articles. */
struct bits { uint64_t *words; };

static inline bool bit_is(const struct bits *b, uint32_t number)
{
    return b->words[number / 64] >> number % 64 & 1;
}

static inline void bit_set(struct bits *b, uint32_t number)
{
    b->words[number / 64] |= UINT64_C(1) << number % 64;
}

static inline void bit_clear(struct bits *b, uint32_t number)
{
    b->words[number / 64] &= ~(UINT64_C(1) << number % 64);
}

struct numbers { uint32_t *list; size_t n, cap; };
bool numbers_add(struct numbers *l, uint32_t number);   /* false: memory is short */

struct touched { uint32_t number; int64_t stamp; };   /* a file with the same content, but another time */
struct lean { uint32_t owner, article; };             /* article lost text to owner */

/* Articles that earlier runs kept and that the one at hand is near. */
struct recalled_near {
    const struct state_near_match *list;
    size_t n;
    bool again;                    /* only the one that it was near before was asked */
};

/* Where a paragraph stands, and the id of the article that has it; article 0: nobody has it. */
struct owner { struct place place; struct slice id; };

/* What the state knows of the article at hand. */
struct recalled_article {
    /* set by recall_look, in parallel */
    struct ledger_article self;    /* its row from an earlier run; number 0: it is new */
    uint32_t older;                /* a number with this name but other text: it dies in the turn, and all of
                                      the name that were not met by then; 0: none */
    struct key hash;               /* of its input; of pieces known only with the last */
    struct key sequence;           /* the one that copy answers: of what stood before the turn, or asked for since */
    struct place copy;             /* who has that sequence */
    bool near_stays;               /* an earlier run kept it: it is kept again, whatever it is near */
    struct owner *owners;          /* who has each of its paragraphs */
    struct recalled_near near[2];  /* by side: before and after those paragraphs went that others have */
    /* set in the judging turn */
    uint32_t near_to;              /* what it is near; 0: nothing */
    enum near_side near_side;      /* then: on which side */
    uint32_t number;               /* the one it had, or a new one */
    bool all;                      /* articles that came after it count, too (recall_widen) */
    bool stays;                    /* it is cleaned anew, and had text of its own before */
    struct ledger_article origin;  /* the row of its origin; number 0: it has none */
    struct ledger_article member;  /* of the output file that it shares with other records; number 0: none */
};

/* Of articles with the same name and bytes: number of the first, and of the one that was met last. */
struct twins { uint32_t first, last; };
enum { RECALL_TWINS = 256 };       /* groups of them remembered, in the place that the first number tells (guess) */

/* A file of many: its name, and its row in the ledger. */
struct whole { struct buf name; struct ledger_article row; };

/* A view that near keeps: whose it is, and for which sides. */
struct near_kept { uint32_t number; unsigned sides; };

/* What the ledger is told of an article, or of an origin (article.h). */
struct noted {
    struct ledger_article row;
    bool alone;                    /* its output is a file of its own in a tree */
    bool origin;                   /* it has none: its articles do; neither: a record */
};

/* Rows for the ledger, in the order in which they were noted; with options.memory the
 * older ones lie in a file. */
struct notes {
    struct chunks bytes;
    uint64_t n;                    /* rows */
    int fault;                     /* the first errno of an add */
};

/* Appends a row; its slices are copied. */
void notes_add(struct notes *notes, const struct noted *noted);

/* Reads them back: zero-initialise but for notes, call notes_next, release. */
struct notes_reader {
    const struct notes *notes;
    uint64_t at;
    struct noted noted;            /* the row; its slices until the next one */
    struct buf text;
};

/* 1; 0: that was the last one; -1 with errno set. */
int notes_next(struct notes_reader *r);
void notes_reader_release(struct notes_reader *r);

/* A stream that is a file, or a file of many articles: what the ledger is told of it. */
struct streamed { struct slice file; struct ledger_stream facts; };

struct recall {
    const struct copydesk_options *options;
    const struct rules *rules;
    struct budget budget;          /* for its lists */
    struct source *source;         /* set at the end: it knows which inputs were faulty */
    bool across;
    struct state *state;
    struct state_ledger *ledger;
    bool fresh;                    /* no earlier run was committed: there is nothing to look up */
    bool near;                     /* near-duplicates are looked for, by near_rules */
    struct near_rules near_rules;
    bool spun;                     /* near paragraphs are looked for */
    pthread_mutex_t near_lock;     /* guards the next two */
    bool near_asked;               /* the state's files for both were opened, or tried */
    struct copydesk_error near_error;   /* why they could not be opened */
    uint64_t run;                  /* this run's number */
    uint64_t base;                 /* number of its first new article: lower ones are of earlier runs */
    int64_t began;                 /* ns since 1970 */
    uint64_t *bits;                /* of all struct bits below */
    /* the survey's; not changed after it, but for unchanged */
    const char *tree;              /* the output directory; NULL: none */
    struct notices *notices;       /* where it tells what it could not look at */
    struct bits dead;              /* articles and origins whose file has changed */
    struct bits same;              /* those whose file is as it was */
    struct bits skip;              /* of these, those that need no work */
    struct numbers deaths;         /* the dead ones as a list; then those that the judging turn killed */
    size_t buried;                 /* of these, those that the ledger knows no more */
    struct numbers forgotten;      /* files that are as they were, but do not count (ledger_forget) */
    struct buf folder;             /* the one that new files came from last */
    struct buf in_way;             /* the tree's path, and the names of outputs that are to be removed; a NUL behind each */
    size_t in_way_from;            /* where the first name begins */
    struct chunks touched;         /* of struct touched */
    struct streamed *streams;
    size_t n_streams, cap_streams;
    bool news;                     /* one of them is new or has changed; it need not have any article */
    int fault;                     /* the first errno of a list, but for notes */
    uint64_t files, skipped;       /* files of folders; those of them that need no work */
    struct counted to_read;
    uint64_t unchanged;            /* files passed over; under the source's lock */
    /* the judging turn's */
    bool spun_loaded;              /* the near paragraphs of earlier runs are in spun */
    struct copydesk_error spun_error;    /* why looking for their owner failed */
    uint32_t kept_of;              /* number of an article of earlier runs; 0: none yet */
    struct hash_list kept_lines;   /* the lines that those kept of it: it may come in many pieces */
    struct bits used;              /* met in this run, under its old number */
    struct bits killed;            /* died in the turn, since the article has changed */
    struct bits replaced;          /* `older` ones whose namesakes were killed already */
    struct twins twins[RECALL_TWINS];
    struct chunks local;           /* of uint32_t: the state's number of each article of seen */
    uint64_t next;                 /* the next new article's number */
    struct recalled_article entered;   /* the huge one whose pieces come now */
    struct hash_state *hash;       /* of its bytes so far; in the survey of any file */
    struct whole origin, member;   /* the ones whose articles, and whose records come now */
    struct chunks leans;           /* of struct lean */
    struct lean last_lean;
    struct chunks near_kept;       /* of struct near_kept, one for each in near */
    /* the writing turn's */
    uint64_t wrote;                /* bytes, by the pieces of the article so far */
    struct arena arena;
    struct notes notes;
    struct buf noted_origin;       /* the one whose articles come now */
    struct noted origin_row;       /* its row, noted after its last article; number 0: none came so far */
    struct ledger_article noted_member;   /* the output file of the records that come now; number 0: none */
    bool origin_fault;             /* something of it was skipped */
};

enum { RECALL_PART = 64 };         /* each list may hold this part of options.memory in memory (guess) */

/* The state's number of an article of seen; 0 after a fault. */
uint32_t recall_local(struct recall *r, uint32_t number);

/* Notes the row of the origin whose last article came, if there was one. */
void recall_end_origin(struct recall *r);

/* Keeps the first fault: code is 0 or an errno. Not in the writing turn. */
static inline void recall_mind(struct recall *r, int code)
{
    r->fault = r->fault ? r->fault : code;
}

/* Whether a is a whole file of a folder. */
static inline bool recall_is_file(const struct article *a)
{
    return a->stamp && !a->origin.len;
}

/* ---- the survey: recall_survey.c, recall_room.c ---- */

ledger_each recall_kill;   /* the payload is the recall; what is dead already stays so */

/* Notes an output that is to be removed before the work begins. */
void recall_put_aside(struct recall *r, struct slice name);

/* From now on what is written for a file goes by that name: kills the articles whose outputs
 * are in the way, and puts these aside. */
void recall_take_name(struct recall *r, struct slice name);

/* Before all that: begins with what an earlier run had put aside in the tree, and was killed
 * before its end. */
void recall_begin_room(struct recall *r);

/* Removes what was put aside. */
enum copydesk_status recall_make_room(struct recall *r, struct sink *sink, struct copydesk_error *error);

/* ---- the run ---- */

/* The id of an article of an earlier run, kept with the batch. */
struct slice recall_id_of(struct recall *r, struct batch *b, uint32_t number);

/* Fills what is known of the article by its name and bytes. */
void recall_know(const struct recall *r, struct recalled_article *k, const struct article *a);

/* Whether another article has that place, one that is alive and counts against the
 * article: before recall_widen, one that came before it. */
static inline bool recall_is_others(const struct recall *r, const struct recalled_article *known, struct place place)
{
    bool dead = place.article < r->base && bit_is(&r->killed, place.article);
    return place.article && place.article != known->number && !dead
        && (known->all || place.article < known->number);
}

/* Notes that `known` lost text to that owner. */
void recall_add_lean(struct recall *r, uint32_t owner, const struct recalled_article *known);

/* recall_look's part for near-duplicates. */
bool recall_look_near(struct recall *r, struct recall_scratch *s, struct batch *b, const struct article *a);

/* recall_commit's part: write what this run kept to the state. */
enum copydesk_status recall_save_near(struct recall *r, struct near *near, struct copydesk_error *error);
enum copydesk_status recall_save_spun(struct recall *r, struct spun *spun, struct copydesk_error *error);

/* The number of the article that nearly has p; 0: none, or it failed (spun_error). */
uint32_t recall_spun_owner(struct recall *r, const struct recalled_article *known, struct spun *spun,
                           const struct article *a, const struct para *p);

/* Opens and checks the state's files for near-duplicates and near paragraphs, the first
 * time that it is called. From any thread. */
enum copydesk_status recall_open_near(struct recall *r, struct copydesk_error *error);

/* The stamp, or 0: it is so shortly before the run that the file may be changed again
 * without showing. Both in ns since 1970. */
int64_t recall_stamp(const struct recall *r, int64_t stamp);

/* The options, packs and versions that decide what comes out: compares those that the
 * state was made with; tells the ledger this run's. */
enum copydesk_status recall_check_profile(struct recall *r, struct copydesk_error *error);
bool recall_put_profile(struct recall *r);   /* false: memory is short */

/* Whether the last run read files, and wrote what they hold, with the same options. */
bool recall_reads_alike(struct recall *r);

#endif
