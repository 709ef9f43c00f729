/* What each step remembers, and where the numbers come from:
 *
 *     seen    English and Spanish news have 270 bytes to a key that is remembered,
 *             in 23 to 28 bytes (measured on 2,100 articles), Arabic 400: a tenth
 *             of the input. A stream of lines of 95 bytes took a third
 *     near    460 for the bands, id and place of an article (near.h), and 13.5 for
 *             one shingle of eight: a word has 6.2 bytes. Its sets are 5 bytes a
 *             word in a file
 *     spun    90 a paragraph of 225 bytes, two thirds of which are compared; its
 *             words are 4 bytes each in a file
 *     list    of --drops: a line has some 60 bytes, a key 28 */
#include "pipeline/estimate.h"

#include <sys/stat.h>

#include "read/count.h"

enum {
    SEEN_SHARE = 10,         /* a tenth of the bytes */
    ARTICLE = 3500,          /* bytes of one, when nobody counted them (measured on news) */
    NEAR_ARTICLE = 460
};

static const double NEAR_SHARE = 0.27, NEAR_FILED = 0.8, SPUN_SHARE = 0.27, SPUN_FILED = 0.45,
                    FILED = 20.0 / 25;   /* what takes 25 bytes in memory takes 20 in files */

/* Bytes that the list of --drops takes in memory; half of its file. */
static uint64_t size_of_list(const char *path)
{
    struct stat st;
    return path && stat(path, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size / 2 : 0;
}

/* In folders nearly every file is one article; other inputs are counted by their bytes. */
static uint64_t articles_in(const struct counted *c)
{
    return c->files > c->bytes / ARTICLE ? c->files : c->bytes / ARTICLE;
}

static void reckon(const struct plan *plan, const struct counted *c, struct copydesk_estimate *e)
{
    double bytes = (double)c->bytes, memory = (double)size_of_list(plan->options->drops), files = 0;
    if (plan->across)
        memory += bytes / SEEN_SHARE;
    if (plan->near) {
        memory += (double)articles_in(c) * NEAR_ARTICLE + bytes * NEAR_SHARE;
        files += bytes * NEAR_FILED;
    }
    if (plan->lexicon) {
        memory += bytes * SPUN_SHARE;
        files += bytes * SPUN_FILED;
    }
    e->memory = (uint64_t)memory;
    if (plan->options->memory && memory > (double)plan->options->memory)
        files += (memory - (double)plan->options->memory) * FILED;
    e->scratch = (uint64_t)files;
}

void estimate_tell(struct run *run)
{
    const struct plan *plan = &run->plan;
    bool wanted = run->observer && run->observer->estimate && !run->keys;
    struct counted c = { 0 };
    if (run->recall)
        c = recall_to_read(run->recall);
    else if (wanted)
        c = source_count(run->source);
    if (c.known)
        run->stats.total_bytes = c.bytes;
    if (!wanted || !c.known)
        return;
    struct copydesk_estimate e = { .bytes = c.bytes, .files = c.files, .cap = plan->options->memory };
    reckon(plan, &c, &e);
    if (run->recall)
        e.known = recall_keys(run->recall, &e.known_bytes);
    run->observer->estimate(run->observer->payload, &e);
}
