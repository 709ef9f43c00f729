/* commands -- what each command does, given what was typed; one file each.
 * Only the commands table and main refer to these. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

/* Each returns the exit status, and fills error when there is more to say than
 * it has printed. */
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
