/* job -- the steps that one worker does for each article, with scratch memory of
 * its own:
 *
 *     job_prepare   decode, split, repair, fold, repeat, strip     in parallel
 *     job_judge     repeat across pieces, seen, copies, near       in the judging turn
 *     job_render    the clean text and the journal's records       in parallel
 *
 * Both ways in use it: a run's workers, and the engine for single articles. */
#ifndef PIPELINE_JOB_H
#define PIPELINE_JOB_H

#include "copydesk.h"
#include "dedupe/drop_list.h"
#include "dedupe/near/choice.h"
#include "dedupe/near/near.h"
#include "dedupe/near/spun.h"
#include "dedupe/repeat.h"
#include "dedupe/seen.h"
#include "normalize/normalize.h"
#include "pipeline/recall/recall.h"
#include "read/batch.h"
#include "strip/strip.h"

/* What a run does with every article. All workers share it and none changes it. */
struct plan {
    const struct copydesk_options *options;
    const struct rules *rules;
    struct notices *notices;
    struct slice separator;/* line between the articles of a stream that is written */
    bool across;           /* corpus scope */
    bool named;            /* for each dropped paragraph the article that has its text is wanted */
    bool near;             /* near-duplicates are looked for, by near_rules */
    struct near_rules near_rules;
    struct choice *choice; /* which near-duplicates go, chosen at a first reading, or NULL; used in job_judge only */
    bool external;         /* what repeats across articles is found elsewhere: external_step.h */
    const struct drop_list *drops;   /* then: what is to be dropped, or NULL */
    struct spun_lexicon *lexicon;    /* NULL: near paragraphs are not looked for */
    struct recall *recall; /* NULL: no state */
    const struct seen *seen;   /* the history's, for job_prepare to ask its guard alone; NULL unless across */
};

/* options.memory is divided in this proportion among those of them that a plan needs:
 * for an article of ten paragraphs seen wants some 300 bytes, near 1,200, spun 900. */
enum job_parts { PIECES_PARTS = 1, IDS_PARTS = 3, SEEN_PARTS = 3, DROPS_PARTS = 3, SPUN_PARTS = 6, NEAR_PARTS = 9 };

/* The share of one of them; across, external, near and lexicon must be set by now. */
struct budget plan_budget(const struct plan *plan, enum job_parts parts);

/* What is remembered of the run's earlier articles to judge later ones by. Used in
 * job_judge only, which one worker at a time may enter. */
struct history {
    uint64_t articles;             /* judged so far */
    struct copydesk_error error;   /* why job_judge failed, when it was not for memory */
    struct seen *seen;             /* NULL unless plan.across */
    struct spun *spun;             /* NULL unless plan.lexicon */
    /* near-duplicates */
    struct near *near;             /* NULL unless plan.near */
    struct shingles shingles;      /* scratch for after */
    struct near_text after;        /* the article at hand without what seen took */
    struct choice *choosing;       /* of a first reading: where articles are collected */
    uint64_t known;                /* of the articles judged, those collected at the first reading */
    /* the huge article that comes in pieces now */
    struct repeat pieces;          /* what its pieces had so far */
    bool started;                  /* one of them has a standing paragraph */
    uint64_t paragraphs;           /* they have */
    /* plan.external */
    struct buf *lines;             /* where keys are written; NULL: nobody asks for them */
    struct buf line, name;         /* scratch */
    struct keystore ids;           /* of the records so far */
};

/* The history of a plan. False when memory is short; release it all the same. */
bool history_init(struct history *history, const struct plan *plan);
void history_release(struct history *history);

/* One worker's scratch. Zero-initialise, then job_init. */
struct job {
    const struct plan *plan;
    struct buf folded, respelt, cut;         /* a paragraph: folded; repaired; cut by rules */
    struct buf plain;                        /* clean text that goes into a record */
    bool mixed;                              /* paragraphs of the article at hand may be in encodings of their own, */
    struct buf decoded;                      /* as this one is */
    struct normalizer normalizer;
    struct repeat repeat;
    struct shingles shingles;
    struct spun_reader spun;
    struct strip_scratch *strip;
    struct recall_scratch recall;            /* unused without a state */
    struct copydesk_stats stats;             /* of what was rendered; a run adds them to its own and resets them */
    struct copydesk_count *rule_hits;        /* what each rule took of all the job's articles */
};

/* Refuses an unknown encoding. */
enum copydesk_status job_check(const struct copydesk_options *options, struct copydesk_error *error);

/* The same where files are read or written: also a name of a JSON field that is too long, and a
 * separator that is not UTF-8. */
enum copydesk_status job_check_files(const struct copydesk_options *options, struct copydesk_error *error);

bool job_init(struct job *job, const struct plan *plan);   /* false: memory is short */
void job_release(struct job *job);                         /* fine after a failed init */

/* The first part of job_prepare: decode, split, repair, fold. a->first must be
 * b->n_paras. False: memory is short. */
bool job_read(struct job *job, struct batch *b, struct article *a);

/* The two steps before job_render. False: memory is short, or job_judge failed for
 * the reason in history->error. */
bool job_prepare(struct job *job, struct batch *b, struct article *a);
bool job_judge(struct job *job, struct history *history, struct batch *b, struct article *a);

/* Drops what rules take, now that other paragraphs went. False: memory is short. */
bool job_judge_rules(struct job *job, const struct article *a, struct para *paras);

/* Drops all that still stands of a whole article: it is a copy or near-duplicate
 * (reason) of first_id. */
void job_drop_whole(struct article *a, struct para *paras, enum copydesk_reason reason, struct slice first_id);

/* Fetches into the cache what job_judge will look up. Called for all articles of a
 * batch before the first is judged, so that these misses overlap. */
void job_prefetch(const struct history *history, const struct batch *b, const struct article *a);

/* Appends the article's (or piece's) clean text to text and, unless journal is
 * NULL, its records to journal; counts it. A skipped article must have a frame: it
 * is a line of JSON Lines, which is passed on as it is or left out. */
void job_render(struct job *job, const struct batch *b, struct article *a,
                struct buf *text, struct buf *journal);

/* Whether normalizing may change a paragraph whose fold has these flags (enum
 * fold_flag). */
bool job_may_change(enum copydesk_form form, unsigned repairs, unsigned fold);

#endif
