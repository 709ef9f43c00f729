/* progress -- one line on standard error, redrawn while a run goes on and gone
 * when it ends. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/buf.h"
#include "cli/options.h"

struct progress {
    bool shown;            /* whether there is one at all */
    bool drawn;            /* the line stands on the terminal now */
    double started, last;  /* seconds of the monotonic clock */
    struct buf line;
};

/* Asks the terminal: auto shows it when standard error is one, unless clean
 * text goes to a terminal too. */
void progress_start(struct progress *p, const struct cli *cli);
void progress_draw(struct progress *p, const struct copydesk_stats *now);   /* when it is time */
void progress_clear(struct progress *p);   /* before a message; the next draw brings it back */
void progress_end(struct progress *p);     /* clears and frees */

#endif
