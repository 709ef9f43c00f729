/* wrap -- was this text broken into lines by a greedy wrapper? Read layer;
 * the judgement behind split's AUTO. See wrap.c for the conditions. */
#ifndef READ_WRAP_H
#define READ_WRAP_H

#include <stdint.h>

#include "read/lines.h"

enum { WRAP_WIDEST = 120 };   /* code points; wider lines were not wrapped (guess) */

/* What the lines of a run, all those between two blank lines, have in common. */
struct wrap {
    size_t width;          /* of the longest line, code points */
    size_t margin;         /* least indent of all lines but the first and list items, columns */
};

/* Measures the run, and its lines: sets their width and first. False when a line is
 * longer than WRAP_WIDEST: nothing in that run is joined. */
bool wrap_measure(struct line_run *run, struct wrap *w);

/* Whether a maximal group of joined lines reads like prose: begin with its
 * first line, add the others, ask. */
struct prose {
    const struct line *first, *last;
    size_t longest;        /* code points */
    size_t shortest;       /* of all but the last */
    uint64_t n;            /* lines */
    bool all_ended;        /* every line but the last ends with an end mark */
    bool any_ended;        /* some of them do */
    bool all_upper;        /* every line but the first begins with a capital */
    bool cased;            /* some line but the first begins with a cased letter */
};

/* The lines must stay where they are. */
void prose_begin(struct prose *p, const struct line *first);
void prose_add(struct prose *p, const struct line *next);
bool prose_is(const struct prose *p);

/* Whether line below goes on where the last line of p, a group of the run w,
 * stopped. The first line of a group may have stood indented. */
bool wrap_joins(const struct wrap *w, const struct prose *p, const struct line *below);

#endif
