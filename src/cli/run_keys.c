#include "cli/commands.h"

#include "cli/message.h"

enum copydesk_status run_keys(struct cli *cli, struct copydesk_error *error)
{
    struct copydesk_observer observer = { .payload = cli, .notice = message_notice };
    return copydesk_keys(&cli->run, &observer, error);
}
