/* expected -- the word before a long run: what it will take. */
#ifndef CLI_EXPECTED_H
#define CLI_EXPECTED_H

#include "cli/message.h"

/* One line, when the run is long (with -v: not short) and not to be quiet. */
void expected_put(const struct cli *cli, enum message_look look, const struct copydesk_estimate *e);

#endif
