#include "cli/commands.h"

enum copydesk_status run_report(struct cli *cli, struct copydesk_error *error)
{
    return copydesk_report(cli->operands[0], cli->run.output, error);
}
