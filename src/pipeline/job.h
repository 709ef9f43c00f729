/* job -- the steps of the way that one worker does, article by article, with
 * scratch memory of its own:
 *
 *     job_prepare   decode, split, repair, fold, repeat, strip     alone
 *     job_judge     repeat across pieces, seen, copies, near       in turn
 *     job_render    the clean text and the journal's records       alone
 *
 * Both ways in use it: a run's workers, and the engine for single articles. */
#ifndef PIPELINE_JOB_H
#define PIPELINE_JOB_H

#include "copydesk.h"
#include "dedupe/choice.h"
#include "dedupe/drop_list.h"
#include "dedupe/near.h"
#include "dedupe/repeat.h"
#include "dedupe/seen.h"
#include "dedupe/spun.h"
#include "normalize/normalize.h"
#include "pipeline/recall.h"
#include "read/batch.h"
#include "strip/strip.h"

/* What all workers share and none changes. */
struct plan {
    const struct copydesk_options *options;
    const struct rules *rules;
    struct notices *notices;
    bool across;           /* corpus scope */
    bool named;            /* whose text each dropped paragraph is, is wanted */
    bool near;             /* near-duplicates are looked for, by these rules */
    struct near_rules near_rules;
    struct choice *choice; /* what was chosen at the first reading, or NULL; touched in job_judge only */
    bool external;         /* what repeats across articles is found elsewhere: external_step.h */
    const struct drop_list *drops;   /* then: what was found so far, or NULL */
    struct spun_lexicon *lexicon;    /* NULL: near paragraphs are not looked for */
    struct recall *recall; /* NULL: no state */
    const struct seen *seen;   /* its guard, for those who prepare; NULL unless across */
};

/* The cap is divided among those who remember, by parts: for an article of ten
 * paragraphs seen wants some 300 bytes, near 1,200, spun 900. */
enum job_parts { PIECES_PARTS = 1, IDS_PARTS = 3, SEEN_PARTS = 3, DROPS_PARTS = 3, SPUN_PARTS = 6, NEAR_PARTS = 9 };

/* What one of them may take, when all that the plan wants is set. */
struct budget plan_budget(const struct plan *plan, enum job_parts parts);

/* What earlier articles of the run are to later ones: passed from turn to turn,
 * touched in job_judge only. */
struct history {
    struct seen *seen;     /* NULL unless across */
    struct repeat pieces;  /* what the huge article that is under way had so far */
    bool started;          /* an earlier piece of it has a standing paragraph */
    struct near *near;     /* NULL unless plan.near */
    struct shingles shingles;      /* its scratch, */
    struct near_text after;        /* and the article at hand without what seen took */
    struct choice *choosing;       /* of a first reading: where articles are put aside */
    uint64_t articles;             /* judged so far */
    uint64_t known;                /* of them those that were put aside at the first reading */
    struct spun *spun;     /* NULL unless plan.lexicon */
    struct copydesk_error error;   /* why job_judge failed, when it was not for memory */
    uint64_t paragraphs;   /* of its earlier pieces */
    struct buf *lines;     /* external: where keys are told; NULL: nobody asks */
    struct buf line;       /* scratch of it */
    struct buf name;       /* and of it */
    struct keystore ids;   /* external: of records so far */
};

/* The history of a plan. False when memory is short; release it all the same. */
bool history_init(struct history *history, const struct plan *plan);
void history_release(struct history *history);

/* One worker's scratch. Zero-initialise, then job_init. */
struct job {
    const struct plan *plan;
    struct buf folded, respelt, cut;
    struct buf plain;                        /* clean text that goes into a record */
    struct normalizer normalizer;
    struct repeat repeat;
    struct shingles shingles;
    struct spun_reader spun;
    struct strip_scratch *strip;
    struct recalled known;                   /* of the batch at hand, when there is a state */
    struct copydesk_stats stats;             /* since the last job_take_stats */
    struct copydesk_count *rule_hits;        /* of each rule, over all the job's articles */
};

/* Refuses options that no job can work by: an encoding that is not known. */
enum copydesk_status job_check(const struct copydesk_options *options, struct copydesk_error *error);

bool job_init(struct job *job, const struct plan *plan);   /* false: memory is short */
void job_release(struct job *job);                         /* fine after a failed init */

/* The first part of job_prepare: decode, split, repair, fold, for an article
 * whose first is b->n_paras. False: memory is short. */
bool job_read(struct job *job, struct batch *b, struct article *a);

/* False: memory is short, or of job_judge what history->error says. */
bool job_prepare(struct job *job, struct batch *b, struct article *a);
bool job_judge(struct job *job, struct history *history, struct batch *b, struct article *a);

/* What rules take of paragraphs that stand by now. False: memory is short. */
bool job_judge_rules(struct job *job, const struct article *a, struct para *paras);

/* This article is judged soon, together with others: what that will look at is
 * fetched, all at a time. */
void job_prefetch(const struct history *history, const struct batch *b, const struct article *a);

/* Appends the article's (or piece's) clean text to text and, unless journal is
 * NULL, its records to journal; counts it. Of skipped articles only for those
 * that have a frame: lines that are passed on, or left out. */
void job_render(struct job *job, const struct batch *b, struct article *a,
                struct buf *text, struct buf *journal);

/* Whether a paragraph with these flags of its fold may read otherwise once it
 * is normalized. */
bool job_may_change(enum copydesk_form form, unsigned repairs, unsigned fold);

#endif
