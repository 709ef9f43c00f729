/* progress -- what standard error shows while a run goes on: notices, the word
 * before a long one, and a line that is redrawn and gone when it ends. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/buf.h"
#include "cli/message.h"

struct progress {
    const struct cli *cli;
    enum message_look look;/* of messages */
    bool shown;            /* whether there is a line at all */
    bool drawn;            /* the line stands on the terminal now */
    double started, last;  /* seconds of the monotonic clock */
    struct buf line;
};

/* Asks the terminal: auto shows it when standard error is one, unless clean
 * text goes to a terminal too. */
void progress_start(struct progress *p, const struct cli *cli);
void progress_end(struct progress *p);     /* clears and frees */

/* An observer whose notices, estimate and progress go to *payload, which is a
 * struct progress or begins with one. */
struct copydesk_observer progress_observer(void *payload);

#endif
