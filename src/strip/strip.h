/* strip -- boilerplate verdicts from rule packs.
 *
 * Two steps, because a verdict depends on what stands around a line, and lines
 * may go later for other reasons: strip_find looks at each paragraph once and
 * notes which rules would take it under which condition; strip_judge turns
 * that into verdicts for the paragraphs that still stand, and may be asked
 * again after others were dropped. It repeats until nothing changes.
 *
 * The compiled packs are read-only and shared; the scratch is a worker's.
 * The format of a pack stands in pack.h. */
#ifndef STRIP_STRIP_H
#define STRIP_STRIP_H

#include "base/buf.h"
#include "base/notice.h"
#include "read/article.h"

/* Under which condition para.hit[i] holds. */
enum strip_condition {
    STRIP_ALWAYS,    /* anywhere */
    STRIP_HEAD,      /* in the head zone: of the standing paragraphs the first 15 %, 3 to 8; of fewer than 6 one. Not what is a heading (pack.h) */
    STRIP_TAIL,      /* in the tail zone: the last 25 %, 2 to 15; of fewer than 6 one. Nor there */
    STRIP_NEAR,      /* next to a paragraph that a rule took (no standing one in between; one of
                      * class ad or readmore helps its own class only) */
    STRIP_AFTER,     /* right after a paragraph that the rule's marker took, or a rule with the same one */
    STRIP_BLOCK,     /* after a line of a block rule, when all up to the end goes; no rule's own condition */
    STRIP_N_CONDITIONS
};

struct rules;
struct strip_scratch;

/* Compiles the built-in packs and options->rules, with options->strip as the
 * classes that act. NULL on failure: error holds file, line, reason. */
struct rules *rules_open(const struct copydesk_options *options, struct copydesk_error *error);

/* The same with all items of the built-in packs, for callers that read these: rules_open does not
 * parse comments, lines and examples, which a run does not need (built_in.h). */
struct rules *rules_open_whole(const struct copydesk_options *options, struct copydesk_error *error);
void rules_free(struct rules *r);                 /* NULL is fine */

/* From now on it is noted which languages articles show, even when no rule acts: learn asks (trials_shown).
 * To be called before the first strip_find. */
void rules_watch(struct rules *r);

size_t rules_count(const struct rules *r);
/* Of rule number i: "pack/rule", which lives as long as r; its class. Two packs of one name, in
 * different folders, may have rules of one name. */
const char *rules_name(const struct rules *r, size_t i);
enum copydesk_class rules_class(const struct rules *r, size_t i);

/* The packs that were compiled, in order: built-in ones, then files. */
size_t rules_n_packs(const struct rules *r);
const struct copydesk_pack_info *rules_pack(const struct rules *r, size_t i);

/* To be used with these rules only, by one thread at a time. NULL if out of memory. */
struct strip_scratch *strip_scratch_new(const struct rules *r);
void strip_scratch_free(struct strip_scratch *s);                  /* NULL is fine */

/* Sets hit[] of n paragraphs of one article; dropped and empty ones get none. A regex that runs into its match limit
 * does not hit; see rules_tell_slow. False when memory is short. */
bool strip_find(const struct rules *r, struct strip_scratch *s, const struct article *a, struct para *paras, size_t n);

/* Drops, with COPYDESK_RULE, the standing paragraphs whose condition holds,
 * until nothing changes; includes the trailing headline of another story
 * (rule "core/trailing-headline", class related) and what stands behind a block
 * rule's line (block.h). head and tail say whether the article's first and last
 * paragraphs are among these n. Returns how many it dropped; -1: memory is
 * short. Looks only at paras, and at the same ones always gives the same. */
long strip_judge(const struct rules *r, struct strip_scratch *s, bool head, bool tail, struct para *paras, size_t n);

/* Is what still stands of an article, after strip_judge, a wall page (walls.h)? Asked
 * of the cleaned text, the answer is the same. 1, 0; -1: memory is short. */
int strip_is_wall(const struct rules *r, struct strip_scratch *s, const struct para *paras, size_t n);

/* Writes text, which is of article a, without what one rule cuts out of it to out (cleared
 * first), and returns that rule's number + 1; 0: nothing to cut, and out is as it was.
 * To be called again with its result until it returns 0. */
uint16_t strip_cut(const struct rules *r, const struct article *a, struct slice text, struct buf *out);

/* After a run: notices each rule of which a regex ran into its match limit. Not before, since which
 * of several threads is the first to meet one differs from run to run. */
void rules_tell_slow(const struct rules *r, struct notices *notices);

/* After a run: of the user's packs of which no rule of one source acted, how many rules have their line
 * in articles of another? Learned, perhaps, from a folder above. Notices each such pack. */
size_t rules_idle(const struct rules *r, struct notices *notices);

/* How many of so many standing paragraphs make up the head zone, or the tail zone. */
size_t strip_zone(size_t standing, bool tail);

#endif
