/* prose -- does a group of lines read like a paragraph that was wrapped, rather than like
 * verse, a list or a table? Read layer, for wrap. */
#ifndef READ_PROSE_H
#define READ_PROSE_H

#include <stdint.h>

#include "read/paragraphs/measure.h"

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

#endif
