/* recall_parts -- struct recall, for the files recall*.c alone. */
#ifndef PIPELINE_RECALL_PARTS_H
#define PIPELINE_RECALL_PARTS_H

#include <pthread.h>

#include "base/arena.h"
#include "base/array.h"
#include "dedupe/budget.h"
#include "dedupe/chunks.h"
#include "dedupe/spun.h"
#include "pipeline/recall.h"

/* A bit for each number that the state has given so far. */
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

struct touched { uint32_t number; int64_t stamp; };
struct lean { uint32_t owner, article; };

/* A view that this run keeps for near-duplicates: whose it is. */
struct near_kept { uint32_t number; unsigned sides; };
/* What the ledger is told of an article, or of an origin (article.h). */
struct noted {
    struct ledger_article row;
    bool alone;                    /* its output is a file of its own in a tree */
    bool origin;
};

/* The rows for the ledger, in the order in which they were noted; under a cap
 * the older lie in a file. */
struct notes {
    struct chunks bytes;
    uint64_t n;                    /* rows */
    int fault;                     /* the first errno of an add */
};

/* The row's slices are copied. */
void notes_add(struct notes *notes, const struct noted *noted);

/* Zero-initialise but for notes; next; release. */
struct notes_reader {
    const struct notes *notes;
    uint64_t at;
    struct noted noted;            /* the row; its slices until the next one */
    struct buf text;
};

/* 1; 0: that was the last one; -1 with errno set. */
int notes_next(struct notes_reader *r);
void notes_reader_release(struct notes_reader *r);

struct streamed { struct slice file; struct ledger_stream facts; };

struct recall {
    const struct copydesk_options *options;
    const struct rules *rules;
    struct budget budget;              /* for its lists */
    struct source *source;         /* at the end: who knows of faults */
    bool across;
    struct state *state;
    struct state_ledger *ledger;
    bool fresh;                    /* no run was committed yet: there is nothing to look up */
    bool near;                     /* near-duplicates are looked for, by these rules */
    struct near_rules near_rules;
    bool spun;                     /* near paragraphs are looked for */
    pthread_mutex_t near_lock;     /* the next two */
    bool near_asked;               /* the state's files for these were to be opened, */
    struct copydesk_error near_error;   /* and could not */
    uint64_t run, base;            /* this run's number, and of its first new article */
    int64_t began;                 /* ns since 1970 */
    /* the survey's, not changed after it */
    const char *tree;              /* the output directory; NULL: none */
    struct notices *notices;       /* where it tells what it could not look at */
    struct bits dead, same, skip;
    struct numbers deaths;         /* the dead ones */
    struct chunks touched;         /* of struct touched: same content, other time */
    struct streamed *streams;
    size_t n_streams, cap_streams;
    int fault;                     /* the first errno of a list, but for notes */
    uint64_t files, skipped;       /* of folders; those of them that need no work */
    struct counted to_read;
    uint64_t unchanged;            /* the source's lock */
    /* the judging turn's */
    bool spun_loaded;              /* what earlier runs have of near paragraphs */
    struct copydesk_error spun_error;    /* what they were asked failed */
    uint32_t kept_of;              /* number of the article, of which an earlier run */
    struct spun_lines kept_lines;  /* kept these: it may come in many pieces */
    struct bits used, killed;
    struct bits replaced;          /* first of their names, of which those that were not met are dead */
    struct numbers kills;
    struct chunks local;           /* of uint32_t: the state's number of each article of seen */
    uint64_t next;
    struct recalled_article entered;   /* the huge one that is under way */
    struct hash_state *hash;       /* of it so far */
    struct buf origin;             /* the one whose articles are under way */
    struct ledger_article entered_origin;
    struct buf member;             /* the same for a file of records inside it */
    struct ledger_article entered_member;
    struct chunks leans;           /* of struct lean */
    struct lean last_lean;
    struct chunks near_kept;       /* of struct near_kept, one for each in near */
    /* the writing turn's */
    uint64_t wrote;                /* by the pieces of the huge one so far */
    struct arena arena;
    struct notes notes;
    struct buf noted_origin;       /* the one whose articles come */
    struct noted origin_row;       /* its row, to be noted when all of them have; number 0: nothing of it came so far */
    struct ledger_article noted_member;   /* number 0: the records that come are in no archive */
    bool origin_fault;             /* something of it was skipped */
    struct buf journal;            /* its path and size, to be told to the ledger */
    uint64_t journal_size;
};

enum { RECALL_PART = 64 };         /* this part of a cap is what of each list stays in memory (guess) */

/* The state's number of an article of seen; 0 after a fault. */
uint32_t recall_local(struct recall *r, uint32_t number);

/* Notes the origin whose articles came, if there was one. */
void recall_end_origin(struct recall *r);

/* Keeps the first fault. Not in the writing turn. */
static inline void recall_mind(struct recall *r, int code)
{
    r->fault = r->fault ? r->fault : code;
}

/* Whether a is a folder's file by itself. */
static inline bool recall_is_file(const struct article *a)
{
    return a->stamp && !a->origin.len;
}

/* The file of records that is made of the origin, by its name below the tree;
 * false when there is none. */
bool recall_records_file(const struct recall *r, struct slice origin, struct slice *name);

/* The id of an article of an earlier run, kept with the batch. */
struct slice recall_id_of(struct recall *r, struct batch *b, uint32_t number);

static inline struct recalled_article *recall_about(const struct recalled *k, const struct batch *b,
                                                    const struct article *a)
{
    return &k->articles[a - b->articles];
}

/* Fills what is known of the article by its name and bytes. */
void recall_know(const struct recall *r, struct recalled_article *k, const struct article *a);

/* Whether that place counts against the article. A new one has the highest number. */
static inline bool recall_is_others(const struct recall *r, const struct recalled_article *known, struct place place)
{
    bool dead = place.article < r->base && bit_is(&r->killed, place.article);
    return place.article && place.article != known->number && !dead
        && (known->all || place.article < known->number);
}

/* `known` lost text to that owner. */
void recall_add_lean(struct recall *r, uint32_t owner, const struct recalled_article *known);

/* recall_look's part for near-duplicates; at the end what was kept goes to the state. */
bool recall_look_near(struct recall *r, struct recalled *k, struct recalled_article *known, struct batch *b,
                      const struct article *a);
enum copydesk_status recall_save_near(struct recall *r, struct near *near, struct copydesk_error *error);
enum copydesk_status recall_save_spun(struct recall *r, struct spun *spun, struct copydesk_error *error);

/* Who has what that paragraph is nearly; 0: nobody, or it failed (spun_error). */
uint32_t recall_spun_owner(struct recall *r, const struct recalled_article *known, struct spun *spun,
                           const struct article *a, const struct para *p);

/* The state's files for near-duplicates and near paragraphs are opened and checked
 * when they are first asked for. From many threads. */
enum copydesk_status recall_open_near(struct recall *r, struct copydesk_error *error);

/* When the file was changed, or 0: so shortly before the run that it may have
 * been changed again without showing. */
int64_t recall_stamp(const struct recall *r, int64_t stamp);

/* The options that decide what comes out, by name and value, to be compared. */
enum copydesk_status recall_check_profile(struct recall *r, struct copydesk_error *error);
bool recall_put_profile(struct recall *r);   /* false: memory is short */

#endif
