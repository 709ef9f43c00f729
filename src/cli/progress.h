/* progress -- what standard error shows while a run goes on: notices, the estimate before
 * a long run, and a line of progress that is redrawn, and erased at the end. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/buf.h"
#include "cli/message.h"

struct progress {
    const struct cli *cli;
    enum message_look look;/* of messages */
    bool shown;            /* whether there is a line of progress at all */
    bool drawn;            /* the line stands on the terminal now */
    double started, last;  /* seconds of the monotonic clock */
    struct buf line;
};

/* With --progress auto the line is shown when standard error is a terminal, unless clean
 * text goes to a terminal too. */
void progress_start(struct progress *p, const struct cli *cli);
void progress_end(struct progress *p);     /* clears and frees */

/* An observer with the callbacks notice, estimate and progress. payload is a struct
 * progress that was started, or a struct that begins with one; callers may set further
 * callbacks, which get the same payload. */
struct copydesk_observer progress_observer(void *payload);

#endif
