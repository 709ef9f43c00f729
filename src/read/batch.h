/* batch -- what a worker takes at a time: many small articles, or one piece
 * of a huge one, with all the memory that their cleaning needs. One batch
 * belongs to one worker and is reused: once warm it allocates nothing. */
#ifndef READ_BATCH_H
#define READ_BATCH_H

#include "base/arena.h"
#include "base/buf.h"
#include "read/article.h"
#include "read/paragraphs/lines.h"

struct batch {
    uint64_t number;       /* its turn: 0, 1, 2 ... in input order */
    struct article *articles;
    size_t n_articles, cap_articles;
    struct para *paras;    /* of all articles, one after the other */
    size_t n_paras, cap_paras;
    struct line_run run;   /* split: the lines at hand */
    struct buf input;      /* the articles' bytes; not grown once batch_place has set slices of it */
    struct arena arena;    /* ids, repaired text */
    bool records;          /* its articles are written as JSON Lines */
    size_t input_number;   /* which PATH the articles come from; for source_load */
    bool cold;             /* its files had to be waited for */
    bool failed;           /* memory was short */
    /* for source_load; kept by batch_clear */
    struct buf folder;     /* the path of the folder that is open; empty: none is */
    int folder_fd;         /* its descriptor */
    bool waits;            /* the system cannot tell what is in memory: readahead_read's *cannot */
    bool noted;            /* files are somebody else's: file_open_unnoted's *noted */
};

void batch_leave_folder(struct batch *b);   /* closes the open folder, if there is one */
void batch_release(struct batch *b);
void batch_clear(struct batch *b);   /* empty, memory kept; number 0 */

/* Adds an article, zeroed but for line 1, head and tail true; NULL (and b->failed)
 * when memory is short. Valid until the next one is added. */
struct article *batch_article(struct batch *b);

/* Sets the articles' bytes.ptr, once input no longer moves: they lie in it one
 * behind the other, bytes.len each. Sets b->failed when anything of the batch
 * had no memory. */
void batch_place(struct batch *b);

/* Adds a paragraph, zeroed; the same rules. */
struct para *batch_para(struct batch *b);

#endif
