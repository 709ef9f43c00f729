/* wrap -- was this text broken into lines by a greedy wrapper, one that puts as many
 * words on each line as fit? Read layer; the judgement behind split's AUTO. */
#ifndef READ_WRAP_H
#define READ_WRAP_H

#include "read/paragraphs/prose.h"

enum { WRAP_WIDEST = 120 };   /* by any measure; wider lines were not wrapped (guess) */

/* What the lines of a run, all those between two blank lines, have in common. */
struct wrap {
    size_t width[N_MEASURES];    /* that was allowed: the most room of any line */
    size_t measures;       /* how many of them to try: 1 when all give the same */
    size_t margin;         /* least indent of all lines but the first and list items, columns */
};

/* Measures the run and its lines. False when a line is longer than WRAP_WIDEST by
 * every measure: nothing in that run is to be joined. */
bool wrap_measure(struct line_run *run, struct wrap *w);

/* Whether line below, which follows p in the run that w measures, goes on where p's
 * last line stopped: by p's measure its first word would not have fitted there. */
bool wrap_joins(const struct wrap *w, const struct prose *p, const struct line *below);

#endif
