/* estimate -- the word before a long run: what it will take. */
#ifndef CLI_ESTIMATE_H
#define CLI_ESTIMATE_H

#include "cli/message.h"

/* One line, when the run is long (with -v: not short) and not to be quiet. */
void estimate_put(const struct cli *cli, enum message_look look, const struct copydesk_estimate *e);

#endif
