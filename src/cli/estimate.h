/* estimate -- the message before a long run that says what it will take. */
#ifndef CLI_ESTIMATE_H
#define CLI_ESTIMATE_H

#include "cli/message.h"

/* Prints one line when the run will be long (with -v: when it is not short); never with -q. */
void estimate_put(const struct cli *cli, enum message_look look, const struct copydesk_estimate *e);

#endif
