/* limit -- the safety stop. Rules that take too much are broken rules, and near-
 * duplicates that take too much are compared too loosely: the run stops before the
 * article that crosses the limit is written. Asked in the judging turn, so it decides
 * the same for any number of workers.
 *
 * Two limits: of the run (copydesk_options.max_removed percent of the bytes,
 * from LIMIT_ARTICLES articles on), and of each source (LIMIT_SOURCE_PERCENT,
 * or max_removed when that is more, from LIMIT_SOURCE_ARTICLES on). 100 is
 * never crossed. Repeats do not count: their first copy stays. */
#ifndef PIPELINE_LIMIT_H
#define PIPELINE_LIMIT_H

#include "base/arena.h"
#include "read/batch.h"
#include "strip/strip.h"

enum {
    LIMIT_ARTICLES = 100,         /* DESIGN: smaller runs are not stopped */
    LIMIT_SOURCE_PERCENT = 80,    /* DESIGN */
    LIMIT_SOURCE_ARTICLES = 20,   /* a folder of a few pages may well be all labels (guess) */
    LIMIT_OFFENDERS = 8           /* rules remembered for each source */
};

/* Bytes and paragraphs that a rule took. */
struct offender { size_t rule; uint64_t bytes, paragraphs; };

struct takers;
struct limit_source;

/* Of the run, or of a source; in bytes but for articles. */
struct tally {
    uint64_t articles, bytes, taken;
    struct takers *takers;        /* NULL: nothing was taken of the source so far */
};

struct limit {
    const struct rules *rules;
    struct tally run;
    struct limit_source *sources; /* as they came: 56 bytes each and the name, 240 more when something was taken */
    uint32_t *slots;              /* an open table of their numbers */
    size_t n_sources, room;       /* room: of the table; half as much of the list */
    struct arena names;
};

/* rules must outlive it. False when memory is short. */
bool limit_init(struct limit *l, const struct rules *rules);
void limit_release(struct limit *l);   /* fine after a failed init */

/* Counts one more batch that was judged. COPYDESK_OK; COPYDESK_STOPPED with the limit
 * and the worst offenders in error; COPYDESK_FAILED when memory is short. *good: how
 * many of its articles stayed within the limit, which is checked after every one: how
 * a slow pipe divides articles into batches must not matter. */
enum copydesk_status limit_add(struct limit *l, const struct batch *b, unsigned max_removed, size_t *good,
                               struct copydesk_error *error);

#endif
