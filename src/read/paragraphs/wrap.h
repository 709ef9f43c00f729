/* wrap -- was this text broken into lines by a greedy wrapper, one that puts as many
 * words on each line as fit? Read layer; the judgement behind split's AUTO. */
#ifndef READ_WRAP_H
#define READ_WRAP_H

#include <stdint.h>

#include "read/paragraphs/measure.h"

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

/* A group of joined lines, and what tells whether it reads like prose: begin with
 * its first line, add every line that wrap_joins, then ask prose_is. */
struct prose {
    const struct line *first, *last;
    enum measure measure;  /* by which its lines join */
    size_t longest;        /* code points of any line */
    size_t room;           /* most of any line */
    size_t shortest;       /* width of any line but the last */
    uint64_t n;            /* lines */
    bool all_ended;        /* every line but the last ends with an end mark */
    bool any_ended;        /* some of them do */
    bool rest_ended;       /* all of them but the first do: lines below a headline */
    bool all_upper;        /* every line but the first begins with a capital */
    bool cased;            /* some line but the first begins with a cased letter */
};

/* The lines must stay where they are. */
void prose_begin(struct prose *p, const struct line *first, enum measure measure);
void prose_add(struct prose *p, const struct line *next);
bool prose_is(const struct prose *p);

/* Whether text, which is not empty, ends a sentence: with an end mark or a colon, be
 * there quotes, brackets or blanks behind it. */
bool prose_ends(struct slice text);

/* Whether line below, which follows p in the run that w measures, goes on where p's
 * last line stopped: by p's measure its first word would not have fitted there. */
bool wrap_joins(const struct wrap *w, const struct prose *p, const struct line *below);

#endif
