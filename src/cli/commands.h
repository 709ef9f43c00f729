/* commands -- what each command does, given what was typed; run_NAME.c each. Only the
 * table in commands.c and main refer to these. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

/* Each returns the exit status. When that is not COPYDESK_OK, error may hold a message,
 * which main prints. */
enum copydesk_status run_clean(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_learn(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_near(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_keys(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_explain(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_report(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_restore(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_diff(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_rules(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_state(struct cli *cli, struct copydesk_error *error);
enum copydesk_status run_help(struct cli *cli, struct copydesk_error *error);

#endif
