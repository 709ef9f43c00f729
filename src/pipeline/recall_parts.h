/* recall_parts -- struct recall, for the files recall*.c alone. */
#ifndef PIPELINE_RECALL_PARTS_H
#define PIPELINE_RECALL_PARTS_H

#include "base/arena.h"
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
/* What the ledger is told of an article, or of an origin (article.h). */
struct noted {
    struct ledger_article row;
    bool alone;                    /* its output is a file of its own in a tree */
    bool origin;
};

struct streamed { struct slice file; struct ledger_stream facts; };

struct recall {
    const struct copydesk_options *options;
    const struct rules *rules;
    bool across;
    struct state *state;
    struct state_ledger *ledger;
    bool fresh;                    /* no run was committed yet: there is nothing to look up */
    uint64_t run, base;            /* this run's number, and of its first new article */
    int64_t began;                 /* ns since 1970 */
    /* the survey's, not changed after it */
    struct notices *notices;       /* where it tells what it could not look at */
    struct bits dead, same, skip;
    struct numbers deaths;         /* the dead ones */
    struct touched *touched;       /* same content, other time */
    size_t n_touched, cap_touched;
    struct streamed *streams;
    size_t n_streams, cap_streams;
    bool short_of_memory;
    uint64_t files, skipped;       /* of folders; those of them that need no work */
    uint64_t unchanged;            /* the source's lock */
    /* the judging turn's */
    struct bits used, killed;
    struct numbers kills, local;   /* local: the state's number of each article of seen */
    uint64_t next;
    struct recalled_article entered;   /* the huge one that is under way */
    struct hash_state *hash;       /* of it so far */
    struct buf origin;             /* the one whose articles are under way */
    struct ledger_article entered_origin;
    struct lean *leans;
    size_t n_leans, cap_leans;
    /* the writing turn's */
    uint64_t wrote;                /* by the pieces of the huge one so far */
    struct arena arena;
    struct noted *noted;
    size_t n_noted, cap_noted;
    struct buf noted_origin;       /* the one whose articles come */
    size_t origin_row;             /* its place in noted, from 1; 0: nothing of it came so far */
    bool origin_fault;             /* something of it was skipped */
    struct buf journal;            /* its path and size, to be told to the ledger */
    uint64_t journal_size;
};

/* Room for one more of n elements; NULL when memory is short. */
void *recall_grown(void *array, size_t n, size_t *cap, size_t size);

/* Whether a is a folder's file by itself. */
static inline bool recall_is_file(const struct article *a)
{
    return a->stamp && !a->origin.len;
}

/* When the file was changed, or 0: so shortly before the run that it may have
 * been changed again without showing. */
int64_t recall_stamp(const struct recall *r, int64_t stamp);

/* The options that decide what comes out, by name and value, to be compared. */
enum copydesk_status recall_check_profile(struct recall *r, struct copydesk_error *error);
bool recall_put_profile(struct recall *r);   /* false: memory is short */

#endif
